//! `azalai import`: lists into the store, with a verdict for every row.

use super::accept::AcceptArgs;
use super::input::{self, is_standard};
use super::output::Output;
use super::print::json_of;
use super::turn::{MAX_WAIT, in_turn};
use super::{preview, table};
use crate::config::DataArgs;
use crate::event::Status;
use crate::service::{
    Counts, EventStore, Field, Geocoder, ImportError, Learning, LearningConflict, Options, Progress, Report,
    RowVerdict, StoreError, Trial, Verdict, Wishes, geocoder_for, import_list, is_of_store, open_or_create,
    parse_mapping,
};
use anyhow::{Context, bail};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use std::cell::Cell;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Seek, Write, stdout};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

/// What `import` takes.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Lists to import, each as one transaction: delimited text such as CSV, workbooks (.xlsx), features of points
    /// (.geojson, .geojsonl), layers of points (.gpkg); - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    accept: AcceptArgs,
    /// Show how the list is read, with its first rows, count what would happen, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Import nothing of a list in which a row is rejected
    #[arg(long)]
    strict: bool,
    /// Learn places from rows with exact coordinates whose name is not known there; they become local places
    /// with this list as their source
    #[arg(long)]
    learn: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Write rejected rows to this file, as CSV with a reason, ready to mend and import again
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Who made the list; keeps its ids apart from those of other lists
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Under what terms the list may be passed on
    #[arg(long, value_name = "TERMS")]
    licence: Option<String>,
    /// Column separator, when it is not recognised: a character, or "tab"
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter)]
    delimiter: Option<u8>,
    /// Encoding, when it is not recognised, such as windows-1252
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// What a column means, when it is not recognised: place="Lieu dit", or none=COLUMN to only keep it;
    /// may be given several times
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = parse_mapping)]
    map: Vec<(Option<Field>, String)>,
    /// The sheet of a workbook or layer of a GeoPackage, when it is not the one chosen
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// How dates such as 05/10/2023 are written, when the list does not prove it
    #[arg(long, value_name = "ORDER")]
    dates: Option<Dates>,
}

/// Which of two numbers of a date comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Dates {
    /// 05/10/2023 is 5 October
    DayFirst,
    /// 05/10/2023 is 10 May
    MonthFirst,
}

pub(super) fn delimiter(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        [one] if one.is_ascii() && !one.is_ascii_alphanumeric() && !b"\"\r\n".contains(one) => Ok(*one),
        _ => Err("must be one character such as , or ; or the word tab".into()),
    }
}

/// Several lists in one answer: the counts summed, and each list's own report or error.
#[derive(Debug, Serialize)]
struct Several {
    #[serde(flatten)]
    counts: Counts,
    imports: Vec<Outcome>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Outcome {
    Imported(Box<Report>),
    Failed { list: String, error: String },
}

/// Imports each file; one that fails does not hold back the others, but fails the command.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.rejects.is_some() && args.files.len() > 1 {
        bail!("--rejects takes the rejected rows of one list: lists differ in their columns");
    }
    if args.files.len() == 1 && !is_standard(&args.files[0]) && !args.files[0].exists() {
        // Said before a store is made for nothing.
        bail!("cannot open the list '{}': there is no such file", args.files[0].display());
    }
    let read: Vec<PathBuf> = args.files.iter().map(|path| input::path_of(path)).collect();
    let rejects = args.rejects.as_ref().map(|path| Output::create(path, &args.data.data, &read));
    let mut rejects = rejects.transpose()?.map(BufWriter::new);
    let (_trial, store) = in_turn(MAX_WAIT, || {
        if args.dry_run {
            let trial = Trial::open(&args.data.data)?;
            let store = trial.store();
            return Ok((Some(trial), store));
        }
        Ok((None, open_or_create(&args.data.data)?))
    })?;
    let mut outcomes = Vec::new();
    let mut geocoder = geocoder_for(Some(&*store))?.accepting(args.accept.accept);
    for path in &args.files {
        outcomes.push(match import(args, &*store, &geocoder, path, rejects.as_mut()) {
            Ok(report) => Outcome::Imported(Box::new(report)),
            Err(error) => Outcome::Failed { list: path.display().to_string(), error: causes(&error) },
        });
        let learned =
            |outcome: &Outcome| matches!(outcome, Outcome::Imported(report) if report.counts.learned > 0);
        if !args.dry_run && outcomes.last().is_some_and(learned) {
            // What one list taught serves the next.
            geocoder = geocoder_for(Some(&*store))?.accepting(args.accept.accept);
        }
    }
    let failed = outcomes.iter().any(|outcome| matches!(outcome, Outcome::Failed { .. }));
    if let Some(rejects) = rejects {
        let rejects = rejects.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        // A list that could not be read says nothing of its rows: what was mended before stays.
        if !(failed && rejects.is_empty()?) {
            rejects.finish()?;
        }
    }
    if args.json {
        print_json(outcomes)?;
    } else {
        for outcome in &outcomes {
            match outcome {
                Outcome::Imported(report) => print_report(report, args)?,
                Outcome::Failed { list, error } => {
                    eprintln!("error: {}", table::harmless(&format!("{list}: {error}")));
                }
            }
        }
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What a list is called that has no name.
const STANDARD_INPUT: &str = "stdin";

fn import(
    args: &Args,
    store: &dyn EventStore,
    geocoder: &Geocoder,
    path: &Path,
    mut rejects: Option<&mut BufWriter<Output>>,
) -> anyhow::Result<Report> {
    if is_of_store(&input::path_of(path), &args.data.data) {
        bail!("this is the store that lists are imported into; its events are there");
    }
    let mut file = input::open(path).context("cannot open the list")?;
    let list = if is_standard(path) {
        STANDARD_INPUT.to_owned()
    } else {
        path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
    };
    let options = Options {
        source: args.source.clone(),
        licence: args.licence.clone(),
        delimiter: args.delimiter,
        encoding: args.encoding.clone(),
        map: args.map.clone(),
        sheet: args.sheet.clone(),
        day_first: args.dates.map(|dates| dates == Dates::DayFirst),
        list: list.clone(),
        ..Options::default()
    };
    let watched = file.try_clone().context("cannot open the list")?;
    let as_read = Cell::new(None);
    let has_changed = || as_read.get().is_some_and(|as_read| stamp(&watched) != Some(as_read));
    let bar = progress_bar(&list, args.json);
    // Asked a last time before the commit: half of one edition and half of another is no list.
    let mut progress = |so_far: Progress| {
        bar.set_length(so_far.rows);
        bar.set_position(so_far.rows_done);
        if has_changed() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let report = in_turn(MAX_WAIT, || {
        // Asked before the list is read: that takes a while.
        if store.is_busy()? {
            return Err(StoreError::Busy.into());
        }
        let wishes = Wishes {
            dry_run: args.dry_run,
            strict: args.strict,
            learn: args.learn,
            is_alone: true,
            rejects: rejects.as_deref_mut().map(|file| file as &mut dyn Write),
            progress: Some(&mut progress),
        };
        as_read.set(stamp(&watched));
        file.rewind().map_err(ImportError::from)?;
        import_list(store, geocoder, &mut file, options.clone(), wishes)
    });
    bar.finish_and_clear();
    match report {
        // Whatever was found wrong in it, this comes first.
        Err(_) if has_changed() => bail!("{CHANGED}"),
        report => report,
    }
}

/// What is told of a list that somebody wrote to meanwhile.
const CHANGED: &str =
    "the list changed while it was read; nothing of it was imported: import it again when it is whole";

/// By what a file that changed can be told, where the system says so.
fn stamp(file: &File) -> Option<(u64, SystemTime)> {
    let metadata = file.metadata().ok()?;
    Some((metadata.len(), metadata.modified().ok()?))
}

/// An error and its causes, without those that say the same again.
fn causes(error: &anyhow::Error) -> String {
    error.chain().fold(String::new(), |told, cause| {
        let cause = cause.to_string();
        match told.as_str() {
            "" => cause,
            said if said.ends_with(&cause) => told,
            said => format!("{said}: {cause}"),
        }
    })
}

/// A bar on standard error, and only where a person watches.
fn progress_bar(list: &str, hidden: bool) -> ProgressBar {
    if hidden {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{msg} [{bar:30}] {human_pos}/{human_len} rows, {per_sec}, {eta} left")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style.progress_chars("=> ")).with_message(table::harmless(list))
}

fn print_json(mut outcomes: Vec<Outcome>) -> anyhow::Result<()> {
    let text = if outcomes.len() == 1 {
        json_of(&outcomes.remove(0))?
    } else {
        let mut counts = Counts::default();
        for outcome in &outcomes {
            if let Outcome::Imported(report) = outcome {
                counts.add(&report.counts);
            }
        }
        json_of(&Several { counts, imports: outcomes })?
    };
    stdout().write_all(text.as_bytes())?;
    Ok(())
}

/// How many rows with something to say are printed.
const MAX_TOLD: usize = 20;

fn print_report(report: &Report, args: &Args) -> anyhow::Result<()> {
    let counts = &report.counts;
    let mut text = if report.dry_run { preview::whole(report) } else { String::new() };
    let _ = write!(
        text,
        "{}: {} rows{}\n  {} added, {} updated, {} unchanged, {} merged, {} rejected\n  {} placed, {} as an area, {} in review\n",
        table::harmless(&report.list),
        counts.rows,
        if report.dry_run { " (dry run: nothing was written)" } else { "" },
        counts.added,
        counts.updated,
        counts.unchanged,
        counts.merged,
        counts.rejected,
        counts.located,
        counts.area,
        counts.needs_review,
    );
    if !report.dry_run {
        text.extend(["  read as ", &preview::form(&report.detected), "\n"]);
    }
    if let Some(learning) = &report.learning {
        text.push_str(&learned(learning, counts.learned));
    }
    for note in &report.detected.notes {
        text.extend(["  note: ", &table::harmless(note), "\n"]);
    }
    if counts.duplicates > 0 {
        text.push_str(&proposed(counts, report.dry_run, &args.data.data));
    }
    let kept: Vec<&str> = unread_columns(report).collect();
    if !kept.is_empty() && !report.dry_run {
        text.extend(["  columns kept as they are: ", &table::harmless(&kept.join(", ")), "\n"]);
    }
    let mut told: Vec<Vec<String>> =
        report.learning.iter().flat_map(|learning| &learning.conflicts).map(not_learned).collect();
    told.extend(report.verdicts.iter().flat_map(remarks));
    if !told.is_empty() {
        text.push('\n');
        let shown = &told[..told.len().min(MAX_TOLD)];
        text.push_str(&table::render(&["line", "", "column", "value", "reason"], shown, table::width(150)));
        if told.len() > shown.len() {
            let more = (told.len() - shown.len()).to_string();
            text.extend(["... and ", &more, " more; --json lists them\n"]);
        }
    }
    if report.detected.day_first_assumed {
        text.push_str("\nIf its dates put the month first, add --dates month-first.\n");
    }
    if counts.rejected > 0 && args.rejects.is_none() {
        text.push_str("\nTo get the rejected rows as a file to mend, add --rejects FILE.\n");
    }
    stdout().write_all(text.as_bytes())?;
    Ok(())
}

/// How many pairs a person is asked about, and where they are.
fn proposed(counts: &Counts, dry_run: bool, data: &Path) -> String {
    let (pairs, more) = match counts.duplicates {
        1 => ("1 pair".to_owned(), counts.duplicates_omitted),
        pairs => (format!("{pairs} pairs"), counts.duplicates_omitted),
    };
    let more = if more > 0 { format!(" (and {more} more, left out)") } else { String::new() };
    let what = "events of two lists that may be one";
    if dry_run {
        return format!("  {pairs} of {what} would be proposed{more}\n");
    }
    format!("  {pairs} of {what} proposed{more}: azalai duplicates list --data {}\n", data.display())
}

/// What was learned, in a line or two.
fn learned(learning: &Learning, count: u64) -> String {
    let mut text = format!("  {count} places learned, {} seen again", learning.seen_again);
    if learning.conflict_count > 0 {
        let _ = write!(text, ", {} names not learned: the list contradicts itself", learning.conflict_count);
    }
    if learning.too_many {
        text.push_str("; it names more places than one list can teach: add it with azalai gazetteer add");
    }
    text.push('\n');
    text
}

fn not_learned(conflict: &LearningConflict) -> Vec<String> {
    let reason = format!("{} km from where line {} has it", conflict.distance_km, conflict.other_line);
    vec![conflict.line.to_string(), "not learned".into(), "place".into(), short(&conflict.name), reason]
}

/// Columns without a meaning here; their cells are attributes of the event.
fn unread_columns(report: &Report) -> impl Iterator<Item = &str> {
    let unread = report.detected.columns.iter().filter(|column| column.field.is_none() && !column.left_aside);
    unread.map(|column| column.column.as_str())
}

/// What there is to say of a row: its problems, and the reason why a place is in doubt.
fn remarks(row: &RowVerdict) -> Vec<Vec<String>> {
    let verdict = if row.verdict == Verdict::Rejected { "rejected" } else { "note" };
    let line = row.line.to_string();
    let mut remarks: Vec<Vec<String>> = row
        .problems
        .iter()
        .map(|p| {
            vec![p.line.to_string(), verdict.into(), p.column.clone(), short(&p.value), p.reason.clone()]
        })
        .collect();
    if let Some(event) = row.event.as_ref().filter(|event| event.status == Status::Review) {
        remarks.push(vec![line, "review".into(), "place".into(), short(&event.place), event.why.clone()]);
    }
    remarks
}

fn short(value: &str) -> String {
    if value.chars().count() <= 30 {
        value.to_owned()
    } else {
        value.chars().take(29).chain(['…']).collect()
    }
}
