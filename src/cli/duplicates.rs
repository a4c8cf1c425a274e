//! `azalai duplicates`: events of different lists that may be one.

use super::page::PageArgs;
use super::print::print;
use super::table;
use crate::config::DataArgs;
use crate::event::Figure;
use crate::service::{Decision, PairState, PairView, Side, decide_pair, open_to_change, open_to_read, pairs};
use clap::Subcommand;
use std::fmt::Write as _;

/// What `duplicates` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List pairs of events that may be one, with what both say
    List(ListArgs),
    /// Decide on a pair; a merged event can be taken apart again
    Decide(DecideArgs),
}

#[derive(Debug, clap::Args)]
struct ListArgs {
    /// Only pairs in this state: proposed, same, different or merged
    #[arg(long, value_name = "STATE")]
    state: Option<PairState>,
    /// Only pairs after this number
    #[arg(long, value_name = "ID", default_value_t = 0)]
    after: i64,
    #[command(flatten)]
    page: PageArgs,
}

#[derive(Debug, clap::Args)]
struct DecideArgs {
    /// Number of the pair
    #[arg(value_name = "ID")]
    id: i64,
    /// same, different, merge, or reopen to take a decision back
    #[arg(value_name = "DECISION")]
    decision: Decision,
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
        Command::Decide(args) => decide(args),
    }
}

fn list(args: &ListArgs) -> anyhow::Result<()> {
    let store = open_to_read(&args.page.data.data)?;
    let (pairs, count) = pairs(&*store, args.state, args.after, args.page.limit)?;
    print(&serde_json::json!({ "duplicates": &pairs, "count": count }), args.page.json, |_| {
        let mut text: String = pairs.iter().map(told).collect();
        let _ = writeln!(text, "{} of {count} pairs", pairs.len());
        text
    })
}

fn decide(args: &DecideArgs) -> anyhow::Result<()> {
    let store = open_to_change(&args.data.data)?;
    let pair = decide_pair(&*store, args.id, args.decision)?;
    print(&pair, args.json, told)
}

/// A pair in a few lines: why, then both sides.
fn told(pair: &PairView) -> String {
    let side = |side: &Side| {
        let date = side.date_start.as_deref().unwrap_or("no date");
        let Side { deaths_low: low, deaths_best: best, deaths_high: high, .. } = *side;
        let deaths = Figure { low, best, high }.to_string();
        let row = format!("{} line {}", side.list, side.line);
        [date.to_owned(), side.title.clone(), side.actors.join("; "), deaths, row]
            .map(|text| text.chars().take(60).collect())
            .to_vec()
    };
    let header = ["  date", "event", "actors", "deaths", "row"];
    let rows: Vec<Vec<String>> = [&pair.first, &pair.second]
        .into_iter()
        .map(|one| {
            let mut cells = side(one);
            cells[0] = format!("  {}", cells[0]);
            cells
        })
        .collect();
    let table = table::render(&header, &rows, table::width(160));
    format!("pair {} ({}): {}\n{table}\n", pair.id, pair.state.as_str(), table::harmless(&pair.why))
}
