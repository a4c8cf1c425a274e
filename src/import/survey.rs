//! The first pass: everything that must be known of a list before its first row can be read.
//!
//! In: a file. Out: a [`Plan`]. It must not know events: it only counts and proves.

use super::date::Order;
use super::detected::Detected;
use super::encoding::{self, Encoded};
use super::error::ImportError;
use super::mapping::{HEADER_WITHIN, Mapping, Role};
use super::proof::{Ground, Proof};
use super::purpose::{self, Purpose};
use super::source::Source;
use super::swallowed;
use super::table::{Fault, Form, Record, Table};
use super::{Options, cell, dialect, header, unpacked};
use crate::event::Reason;
use csv::StringRecord;
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;

/// How a list is to be read.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) form: Form,
    pub(super) header: StringRecord,
    pub(super) header_line: u64,
    /// Records above the header.
    pub(super) titles: usize,
    pub(super) tags: Option<StringRecord>,
    /// Rows are the records after this line.
    pub(super) rows_after_line: u64,
    pub(super) mapping: Mapping,
    pub(super) rows: u64,
    /// Cells of the longest row, at least those of the header.
    pub(super) width: usize,
    pub(super) order: Order,
    pub(super) order_why: Reason,
    /// The column in which a row says itself how its dates are written.
    pub(super) row_order: Option<usize>,
    /// What the order rests on.
    pub(super) ground: Ground,
    /// How what the operator stated differs from what would have been guessed; empty when it does not.
    pub(super) stated: String,
    /// The first filled values of each column.
    pub(super) samples: Vec<Vec<String>>,
}

impl Plan {
    /// The order of day and month, where it must go with rows that leave their list: dates would be others if it were the
    /// other way round, and the rows do not say it themselves.
    pub(super) fn order_to_tell(&self) -> Option<Order> {
        (self.ground != Ground::Open && self.row_order.is_none()).then_some(self.order)
    }
}

/// How many values of a column are shown, and how many characters of each.
const SAMPLES: usize = 3;
const SAMPLE_CHARS: usize = 60;

/// Reads the list to its end, twice: bytes for the encoding, then records.
pub(super) fn survey<R: Read + Seek>(
    reader: &mut R,
    options: &Options,
    purpose: Purpose,
) -> Result<Plan, ImportError> {
    let mut form = form(reader, options, purpose)?;
    let mut passes = 0;
    loop {
        let (plan, mut swallowed) = read_through(reader, options, purpose, form)?;
        match plan.form.clone() {
            Form::Text { encoded, delimiter, mut unclosed } if passes < MAX_PASSES => {
                swallowed.retain(|line| !unclosed.contains(line));
                swallowed.truncate(MAX_UNCLOSED.saturating_sub(unclosed.len()));
                if swallowed.is_empty() {
                    return Ok(plan);
                }
                unclosed.append(&mut swallowed);
                unclosed.sort_unstable();
                form = Form::Text { encoded, delimiter, unclosed };
                passes += 1;
            }
            _ => return Ok(plan),
        }
    }
}

/// Quotation marks that swallow rows and do not keep these from being read, and how often the list is read again for
/// them.
const MAX_UNCLOSED: usize = 64;
const MAX_PASSES: usize = 8;

/// Reads the records to their end. With the lines of quotation marks that swallowed rows.
fn read_through<R: Read + Seek>(
    reader: &mut R,
    options: &Options,
    purpose: Purpose,
    form: Form,
) -> Result<(Plan, Vec<u64>), ImportError> {
    let mut table = Table::open(&mut *reader, &form, options.limits)?;
    let mut head = head(&mut table)?;
    let place = match form.unpacked() {
        Some(unpacked) if unpacked.names_columns => 0,
        _ => header_place(&head, purpose, options).ok_or(ImportError::Empty)?,
    };
    let mut rest = head.split_off(place + 1);
    let (header, last_line) = sound_header(&mut head, &mut rest, options)?;
    table.pad_to(header.cells.len());
    if form.unpacked().is_some() {
        for record in &mut rest {
            let missing = header.cells.len().saturating_sub(record.cells.len());
            record.cells.extend(std::iter::repeat_n("", missing));
        }
    }
    let tags = rest.first().filter(|record| header::is_hxl(record.cells.iter())).cloned();
    let mut mapping = meant(&form, purpose, &header.cells, tags.as_ref().map(|record| &record.cells));
    let stated = mapping.follow(&options.map, purpose::found)?;
    mapping.forget_half_a_position();
    let mut proof = Proof::new(&mapping);
    let mut plan = Plan {
        form,
        header_line: header.line,
        titles: head.iter().filter(|record| !dialect::is_statement(record)).count(),
        rows_after_line: tags.as_ref().map_or(last_line, |record| record.line),
        width: header.cells.len(),
        header: header.cells,
        mapping,
        rows: 0,
        order: Order::DayFirst,
        order_why: Reason::default(),
        row_order: None,
        ground: Ground::Open,
        tags: None,
        stated,
        samples: Vec::new(),
    };
    if !purpose.is_served_by(&plan.mapping) {
        // What is there is told, so that a person can say which column it is.
        plan.samples.resize(plan.header.len(), Vec::new());
        rest.iter()
            .skip(usize::from(tags.is_some()))
            .for_each(|record| keep_samples(&mut plan.samples, record));
        let mut error = purpose.missing(&plan.mapping, &plan.samples);
        if let ImportError::NoPlace { detected, .. } = &mut error {
            *detected = Some(Box::new(Detected::of(&plan)));
        }
        return Err(error);
    }
    let mut swallowed = Vec::new();
    let mut visit = |record: &Record| {
        if swallowed.len() < MAX_UNCLOSED {
            swallowed.extend(swallowed::quote_line(record, &plan.mapping, plan.form.delimiter()));
        }
        plan.rows += 1;
        plan.width = plan.width.max(record.cells.len());
        proof.look_at(record);
        keep_samples(&mut plan.samples, record);
        if plan.rows > options.limits.max_rows {
            return Err(ImportError::TooManyRows { limit: options.limits.max_rows });
        }
        Ok(())
    };
    for record in rest.iter().skip(usize::from(tags.is_some())) {
        visit(record)?;
    }
    let mut record = Record::default();
    while table.next(&mut record)? {
        visit(&record)?;
    }
    if plan.rows == 0 && purpose == Purpose::Events {
        return Err(ImportError::HeaderOnly { line: plan.header_line, columns: plan.header.len() });
    }
    plan.tags = tags.map(|record| record.cells);
    plan.samples.resize(plan.header.len(), Vec::new());
    (plan.order, plan.order_why) = proof.order(&plan.mapping);
    (plan.row_order, plan.ground) = (proof.row_order, proof.ground(&plan.mapping));
    if let Some(day_first) = options.day_first {
        (plan.row_order, plan.ground) = (None, Ground::Known);
        let order = if day_first { Order::DayFirst } else { Order::MonthFirst };
        if order != plan.order {
            plan.stated.push_str(if day_first { "\u{1f}day first" } else { "\u{1f}month first" });
        }
        (plan.order, plan.order_why) = (order, Reason::new("stated at import", "indiqué à l’import"));
    }
    if proof.numbers_rows() {
        plan.mapping.columns[0].role = Role::Index;
    }
    Ok((plan, swallowed))
}

/// The header, the last of the head's records, which it is taken from, with the one below where that goes on with it; and on
/// which line it ends.
fn sound_header(
    head: &mut Vec<Record>,
    rest: &mut Vec<Record>,
    options: &Options,
) -> Result<(Record, u64), ImportError> {
    let mut header = head.pop().ok_or(ImportError::Empty)?;
    let (line, limits) = (header.line, options.limits);
    match header.fault {
        Some(Fault::TooManyColumns(count)) => {
            return Err(ImportError::TooManyColumns { line, count, limit: limits.max_columns });
        }
        Some(Fault::TooLong) => {
            return Err(ImportError::RecordTooLong { line, limit: limits.max_record_bytes });
        }
        _ => {}
    }
    let Some(below) = rest.first().filter(|below| header::goes_on(&header.cells, &below.cells)) else {
        return Ok((header, line));
    };
    let last_line = below.line;
    header.cells = header::of_two_lines(&header.cells, &below.cells);
    rest.remove(0);
    Ok((header, last_line))
}

/// What the columns of a header and its tags mean, before anybody states it.
fn meant(form: &Form, purpose: Purpose, header: &StringRecord, tags: Option<&StringRecord>) -> Mapping {
    // Tags without names above them are the names.
    let own_tags = header::is_hxl(header.iter()).then_some(header);
    let mut mapping = purpose.mapping(header, tags.or(own_tags));
    // In a list without points "name" is mostly a person's.
    if form.unpacked().is_some_and(|unpacked| unpacked.names_columns)
        || (purpose == Purpose::Events && mapping.says_points())
    {
        mapping.name_features();
    }
    mapping
}

/// What the list is kept in.
fn form<R: Read + Seek>(reader: &mut R, options: &Options, purpose: Purpose) -> Result<Form, ImportError> {
    if let Some(unpacked) = unpacked::unpack(reader, options, purpose)? {
        return Ok(Form::Unpacked(Arc::new(unpacked)));
    }
    reader.seek(SeekFrom::Start(0))?;
    let encoded = encoding::detect(reader, options)?;
    let delimiter = match options.delimiter {
        Some(delimiter) => delimiter,
        None => delimiter(reader, &encoded)?,
    };
    Ok(Form::Text { encoded, delimiter, unclosed: Vec::new() })
}

fn delimiter<R: Read + Seek>(reader: &mut R, encoded: &Encoded) -> Result<u8, ImportError> {
    reader.seek(SeekFrom::Start(0))?;
    let source = Source::new(reader, encoded.encoding, b',', u64::MAX, &[]);
    let mut sample = Vec::new();
    source.take(dialect::SAMPLE_BYTES as u64).read_to_end(&mut sample)?;
    let is_whole = sample.len() < dialect::SAMPLE_BYTES;
    Ok(dialect::detect(&String::from_utf8_lossy(&sample), is_whole))
}

/// The records among which the header is.
fn head<R: Read + Seek>(table: &mut Table<R>) -> Result<Vec<Record>, ImportError> {
    let mut head = Vec::new();
    let mut record = Record::default();
    while head.len() < HEADER_WITHIN && table.next(&mut record)? {
        head.push(record.clone());
    }
    Ok(head)
}

fn keep_samples(samples: &mut Vec<Vec<String>>, record: &Record) {
    for (at, text) in record.cells.iter().enumerate() {
        if at >= samples.len() {
            samples.push(Vec::new());
        }
        let Some(kept) = samples.get_mut(at).filter(|kept| kept.len() < SAMPLES) else { continue };
        let text = cell::clean(text);
        if !text.is_empty() {
            kept.push(cell::one_line(text).chars().take(SAMPLE_CHARS).collect());
        }
    }
}

/// The record that has all columns the operator names; else the record before the first row of HXL tags; else the first that looks like a header; failing that, tags
/// alone, or the first.
fn header_place(head: &[Record], purpose: Purpose, options: &Options) -> Option<usize> {
    if !options.map.is_empty() {
        let has_all = |record: &Record| {
            let mapping = purpose.mapping(&record.cells, None);
            options.map.iter().all(|(_, name)| mapping.called(name).is_some())
        };
        if let Some(named) = head.iter().position(has_all) {
            return Some(named);
        }
    }
    let tags = head.iter().skip(1).position(|record| header::is_hxl(record.cells.iter()));
    if let Some(names) = tags {
        // A title has no names.
        let filled = |at: usize| {
            let cells = head.get(at).map(|record| record.cells.iter());
            cells.into_iter().flatten().filter(|text| !cell::clean(text).is_empty()).count()
        };
        return Some(names + usize::from(filled(names) == 1 && filled(names + 1) > 1));
    }
    let is_header = |record: &Record| purpose.is_header(&record.cells);
    let first = || head.iter().position(|record| !dialect::is_statement(record));
    let bare_tags = || head.iter().position(|record| header::is_hxl(record.cells.iter()));
    head.iter().position(is_header).or_else(bare_tags).or_else(first)
}
