//! `azalai imports`: what was imported, and taking it back.

use super::output::Output;
use super::page::PageArgs;
use super::print::print;
use super::table;
use crate::config::DataArgs;
use crate::service::{
    ImportRow, ImportView, RowQuery, Undone, Verdict, import_of, import_rows, imports, open_to_change,
    open_to_read, write_import_rejects,
};
use clap::Subcommand;
use std::io::{self, BufWriter, stdout};
use std::path::PathBuf;

/// What `imports` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the imports, the newest first
    List(ListArgs),
    /// Show one import and what became of its rows
    Show(ShowArgs),
    /// Write the rejected rows of an import as CSV with a reason, ready to mend and import again
    Rejects(RejectsArgs),
    /// Take an import back: its events go, and those that it changed are as they were
    Undo(UndoArgs),
}

#[derive(Debug, clap::Args)]
struct ListArgs {
    #[command(flatten)]
    data: DataArgs,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
struct ShowArgs {
    /// Number of the import
    #[arg(value_name = "ID")]
    id: i64,
    /// Only rows with this verdict: added, updated, unchanged, merged or rejected
    #[arg(long, value_name = "VERDICT")]
    verdict: Option<Verdict>,
    /// Only rows after this line
    #[arg(long, value_name = "LINE", default_value_t = 0)]
    after: u64,
    #[command(flatten)]
    page: PageArgs,
}

#[derive(Debug, clap::Args)]
struct RejectsArgs {
    /// Number of the import
    #[arg(value_name = "ID")]
    id: i64,
    #[command(flatten)]
    data: DataArgs,
    /// File to write to; the terminal if not given
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct UndoArgs {
    /// Number of the import
    #[arg(value_name = "ID")]
    id: i64,
    #[command(flatten)]
    data: DataArgs,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Runs one subcommand.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    match &args.command {
        Command::List(args) => list(args),
        Command::Show(args) => show(args),
        Command::Rejects(args) => rejects(args),
        Command::Undo(args) => undo(args),
    }
}

fn list(args: &ListArgs) -> anyhow::Result<()> {
    let imports = imports(&*open_to_read(&args.data.data)?)?;
    print(&serde_json::json!({ "imports": &imports }), args.json, |_| {
        let rows: Vec<Vec<String>> = imports.iter().map(line).collect();
        let header =
            ["id", "at", "rows", "added", "updated", "unchanged", "merged", "rejected", "undo", "list"];
        table::render(&header, &rows, table::width(150))
    })
}

fn line(import: &ImportView) -> Vec<String> {
    let counts = &import.counts;
    let mut line = vec![import.id.to_string(), import.at.chars().take(16).collect()];
    line.extend(
        [counts.rows, counts.added, counts.updated, counts.unchanged, counts.merged, counts.rejected]
            .map(|count| count.to_string()),
    );
    line.extend([undoing(import), import.list.clone()]);
    line
}

/// Whether it can be undone, in a word or two.
fn undoing(import: &ImportView) -> String {
    let numbers = |ids: &[i64]| ids.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    match (&import.undone_at, &import.blocked_by[..], &import.blocked_by_pairs[..]) {
        (Some(_), ..) => "undone".to_owned(),
        (None, [], []) => "possible".to_owned(),
        (None, [], pairs) => format!("after pair {}", numbers(pairs)),
        (None, imports, _) => format!("after {}", numbers(imports)),
    }
}

fn show(args: &ShowArgs) -> anyhow::Result<()> {
    let store = open_to_read(&args.page.data.data)?;
    let import = import_of(&*store, args.id)?;
    let query = RowQuery {
        import_id: args.id,
        verdict: args.verdict.map(Verdict::as_str),
        after: args.after,
        limit: args.page.limit,
    };
    let rows = import_rows(&*store, &query)?;
    print(&serde_json::json!({ "import": &import, "rows": &rows }), args.page.json, |_| told(&import, &rows))
}

/// An import and its rows, in words.
fn told(import: &ImportView, rows: &[ImportRow]) -> String {
    let counts = &import.counts;
    let given = |text: &Option<String>| text.clone().unwrap_or_else(|| "not stated".to_owned());
    let mut text = format!(
        "import {} of {}: {}\n  source: {}\n  licence: {}{}\n  {} rows: {} added, {} updated, {} unchanged, {} merged, {} rejected\n  {} pairs of duplicates proposed\n  undo: {}\n",
        import.id,
        import.at,
        table::harmless(&import.list),
        table::harmless(&given(&import.source)),
        table::harmless(&given(&import.licence)),
        if import.restricted { " (restricted)" } else { "" },
        counts.rows,
        counts.added,
        counts.updated,
        counts.unchanged,
        counts.merged,
        counts.rejected,
        counts.duplicates,
        undoing(import),
    );
    let shown: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let event = row.event_id.as_ref().map(ToString::to_string).unwrap_or_default();
            let reasons: Vec<&str> = row.problems.iter().map(|problem| problem.reason.as_str()).collect();
            vec![row.line.to_string(), row.verdict.clone(), event, reasons.join("; ")]
        })
        .collect();
    if !shown.is_empty() {
        text.push('\n');
        text.push_str(&table::render(&["line", "verdict", "event", "reason"], &shown, table::width(150)));
    }
    text
}

fn rejects(args: &RejectsArgs) -> anyhow::Result<()> {
    let store = open_to_read(&args.data.data)?;
    if let Some(path) = &args.out {
        let mut out = BufWriter::new(Output::create(path, &args.data.data, &[])?);
        write_import_rejects(&*store, args.id, &mut out)?;
        return out.into_inner().map_err(io::IntoInnerError::into_error)?.finish();
    }
    write_import_rejects(&*store, args.id, BufWriter::new(stdout().lock()))?;
    Ok(())
}

fn undo(args: &UndoArgs) -> anyhow::Result<()> {
    let undone = open_to_change(&args.data.data)?.undo_import(args.id)?;
    print(&undone, args.json, |Undone { import_id, removed, also_listed, restored, places_removed }| {
        let mut text = format!(
            "import {import_id} is undone: {removed} events removed, {restored} restored, {places_removed} local places removed\n"
        );
        if *also_listed > 0 {
            text.extend([format!(
                "{also_listed} of the events removed stand in later lists too: import those again to have them back\n"
            )]);
        }
        text
    })
}
