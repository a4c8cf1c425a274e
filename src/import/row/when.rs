//! When it happened, from whichever columns say so.

use super::RowReader;
use super::cells::Cells;
use crate::event::{DatePrecision, DateSpan, Reason};
use crate::import::cell;
use crate::import::date::{self, Order};
use crate::import::error::Problem;
use crate::import::field::Field;
use crate::import::format::Format;
use crate::import::survey::Plan;
use jiff::Span;

impl RowReader<'_> {
    /// The span of days; `None`, with a warning, when the row does not say; the problem when it says what cannot be.
    pub(super) fn when(&self, cells: &mut Cells<'_>) -> Result<Option<DateSpan>, Problem> {
        let Some(first) = first(cells, &self.plan)? else {
            warn_of_no_date(cells);
            return Ok(None);
        };
        let span = self.with_end(cells, first);
        let span = with_time(cells, span);
        let span = self.as_precise_as_stated(cells, span);
        if span.first_day() > self.tomorrow {
            let day = span.first_day();
            let told = Reason::new(format!("{day} is in the future"), format!("{day} est dans l’avenir"));
            cells.warn_field(Field::Date, &span.text.clone(), told);
        }
        Ok(Some(span))
    }

    /// To the last day, where a second column gives one.
    fn with_end(&self, cells: &mut Cells<'_>, first: DateSpan) -> DateSpan {
        let Some(text) = cells.field(Field::EndDate).map(|(_, text)| text.to_owned()) else { return first };
        let doubt = match date::read(&text, order(cells, &self.plan)) {
            Ok(Some(last)) => {
                if let Some(span) = date::from_to(&first, &last.span) {
                    cells.hold(Field::EndDate);
                    return span;
                }
                Reason::new("the end is before the beginning", "la fin est avant le début")
            }
            Ok(None) => return first,
            Err(reason) => reason,
        };
        cells.warn_field(Field::EndDate, &text, doubt.so("left aside", "laissé de côté"));
        first
    }

    /// As wide as the format's own code for precision says.
    ///
    /// UCDP GED codebook, `date_prec`: 4 a month, 5 more than a month up to a year; start and end are given.
    /// ACLED codebook, `time_precision`: 2 within a week around the day given, 3 within its month.
    fn as_precise_as_stated(&self, cells: &Cells<'_>, span: DateSpan) -> DateSpan {
        let code = cells.field(Field::DatePrecision).map_or("", |(_, text)| cell::without_point_zero(text));
        let (start, end) = span.days();
        let wider = match (self.plan.mapping.format, code) {
            (Format::UcdpGed, "4" | "5") => {
                let whole_month = (start, end) == date::whole_month(start);
                let whole_year = (start, end) == (start.first_of_year(), start.last_of_year());
                match (whole_month, whole_year) {
                    (true, _) => DateSpan::new(start, end, DatePrecision::Month, &span.text),
                    (_, true) => DateSpan::new(start, end, DatePrecision::Year, &span.text),
                    _ => None,
                }
            }
            (Format::Acled, "2") => {
                let days = Span::new().days(3);
                let around = start.checked_sub(days).ok().zip(end.checked_add(days).ok());
                around.and_then(|(start, end)| DateSpan::new(start, end, DatePrecision::Range, &span.text))
            }
            (Format::Acled, "3") => {
                let (first, last) = date::whole_month(start);
                DateSpan::new(first, last, DatePrecision::Month, &span.text)
            }
            _ => None,
        };
        wider.unwrap_or(span)
    }
}

/// Which of two numbers is the day: as the row itself says, else as its list has it.
fn order(cells: &Cells<'_>, plan: &Plan) -> Order {
    plan.row_order.and_then(|at| Order::said(cells.text(at))).unwrap_or(plan.order)
}

/// The date, or the first of two.
pub(super) fn first(cells: &mut Cells<'_>, plan: &Plan) -> Result<Option<DateSpan>, Problem> {
    let text = cells.field(Field::Date).map(|(_, text)| text.to_owned());
    if let Some(text) = text.filter(|text| !cell::is_unknown(text)) {
        let refuse = |reason| cells.problem(&cells.name(Field::Date), &text, reason);
        let reading = date::read(&text, order(cells, plan)).map_err(refuse)?;
        if let Some(reading) = reading {
            if let Some(doubt) = reading.doubt {
                cells.warn_field(Field::Date, &text, doubt);
            }
            cells.hold(Field::Date);
            return Ok(Some(reading.span));
        }
    }
    let part = |field| cells.field(field).map_or("", |(_, text)| text).to_owned();
    let (year, month, day) = (part(Field::Year), part(Field::Month), part(Field::Day));
    let reading = date::from_parts(&year, &month, &day).map_err(|reason| {
        let columns = [Field::Day, Field::Month, Field::Year].map(|field| cells.name(field));
        let filled = |texts: [String; 3], by: &str| {
            texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(by)
        };
        cells.problem(&filled(columns, ", "), &filled([day, month, year], " "), reason)
    })?;
    if reading.is_some() {
        for field in [Field::Year, Field::Month, Field::Day] {
            cells.hold(field);
        }
    }
    Ok(reading.map(|reading| reading.span))
}

/// At the time of the day, where a column gives one. The cell stays an attribute: its words are not the date's.
fn with_time(cells: &Cells<'_>, span: DateSpan) -> DateSpan {
    if span.precision != DatePrecision::Day {
        return span;
    }
    let clock = cells.field(Field::Time).and_then(|(_, text)| date::time_of_day(text));
    let moment = clock.and_then(|clock| date::moment(span.first_day(), clock));
    moment.map_or_else(|| span.clone(), |moment| DateSpan::moment(moment, &span.text))
}

fn warn_of_no_date(cells: &mut Cells<'_>) {
    let field = [Field::Date, Field::Year].into_iter().find(|field| cells.has(*field));
    if let Some(field) = field {
        let text = cells.field(field).map_or_else(String::new, |(_, text)| text.to_owned());
        let reason = Reason::new(
            "there is no date: the event has none",
            "il n’y a pas de date\u{a0}: l’événement n’en a pas",
        );
        cells.warn_field(field, &text, reason);
    }
}
