//! `azalai edits`: what people set of events, and taking it back.

use super::page::PageArgs;
use super::print::print;
use super::table;
use crate::config::DataArgs;
use crate::event::EventId;
use crate::service::{EditView, edits, open_to_change, open_to_read, undo_edits};
use anyhow::ensure;
use clap::Subcommand;
use serde_json::json;
use std::fmt::Write as _;

/// What `edits` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the events of which people set something, or that they removed
    List(ListArgs),
    /// Take back what people set of an event: it is shown as its list has it
    Undo(UndoArgs),
}

#[derive(Debug, clap::Args)]
struct ListArgs {
    /// Only after this number
    #[arg(long, value_name = "ID", default_value_t = 0)]
    after: i64,
    #[command(flatten)]
    page: PageArgs,
}

#[derive(Debug, clap::Args)]
struct UndoArgs {
    /// Id of the event
    #[arg(value_name = "ID")]
    id: EventId,
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
        Command::Undo(args) => undo(args),
    }
}

fn list(args: &ListArgs) -> anyhow::Result<()> {
    let store = open_to_read(&args.page.data.data)?;
    let (edits, count) = edits(&*store, args.after, args.page.limit)?;
    print(&json!({ "edits": &edits, "count": count }), args.page.json, |_| {
        let rows: Vec<Vec<String>> = edits.iter().map(row).collect();
        let mut text = table::render(&["no.", "event", "what was set", "when", "title"], &rows, 160);
        let _ = writeln!(text, "{} of {count} events", edits.len());
        text
    })
}

fn row(edit: &EditView) -> Vec<String> {
    let set = if edit.removed { "removed".to_owned() } else { edit.fields.join(", ") };
    let title = edit.title.clone().unwrap_or_else(|| "(its import was undone)".to_owned());
    vec![edit.number.to_string(), edit.event_id.to_string(), set, edit.at.clone(), title]
}

fn undo(args: &UndoArgs) -> anyhow::Result<()> {
    let store = open_to_change(&args.data.data)?;
    ensure!(undo_edits(&*store, &args.id)?, "nothing was set of event {} by hand", args.id);
    print(&json!({ "event_id": args.id }), args.json, |_| {
        format!("event {} is as its list has it\n", args.id)
    })
}
