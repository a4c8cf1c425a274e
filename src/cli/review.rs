//! `azalai review`: what waits for a person's word, and what was decided.

use super::accept::AcceptArgs;
use super::page::PageArgs;
use super::print::print;
use super::table;
use crate::config::DataArgs;
use crate::event::LonLat;
use crate::service::{
    Decided, DecisionView, DraftChange, EventChange, Given, ReviewItem, ReviewKey, ReviewKind, ReviewVerdict,
    Wish, decide_review, decisions, geocoder_for, open_to_change, open_to_read, review_queue, undo_decision,
};
use clap::Subcommand;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// What `review` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List what waits: drafts of articles, places in doubt, events that may be one; the most doubtful first
    List(ListArgs),
    /// Decide: confirm or reject a draft; accept, candidate, place or reject a place; same, different or merge
    Decide(DecideArgs),
    /// List what was decided, the newest first
    Decisions(DecisionsArgs),
    /// Take a decision back
    Undo(UndoArgs),
}

#[derive(Debug, clap::Args)]
struct ListArgs {
    /// Only these kinds: draft, location, duplicate
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kind: Vec<ReviewKind>,
    #[command(flatten)]
    page: PageArgs,
}

#[derive(Debug, clap::Args)]
struct DecideArgs {
    /// Key of the item, such as draft-12
    #[arg(value_name = "KEY")]
    key: ReviewKey,
    /// confirm, reject, accept, candidate, place, same, different or merge
    #[arg(value_name = "DECISION")]
    decision: String,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    accept: AcceptArgs,
    /// Which candidate, from 1
    #[arg(long, value_name = "N", conflicts_with = "lon")]
    candidate: Option<usize>,
    /// Degrees east
    #[arg(long, allow_negative_numbers = true, requires = "lat")]
    lon: Option<f64>,
    /// Degrees north
    #[arg(long, allow_negative_numbers = true, requires = "lon")]
    lat: Option<f64>,
    /// The same for all others of whose places their lists say the same
    #[arg(long)]
    same: bool,
    /// The gazetteer is to know the place by this name
    #[arg(long)]
    learn: bool,
    /// Who decides
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
struct DecisionsArgs {
    /// Only those before the decision with this number
    #[arg(long, value_name = "ID")]
    after: Option<i64>,
    #[command(flatten)]
    page: PageArgs,
}

#[derive(Debug, clap::Args)]
struct UndoArgs {
    /// Number of the decision
    #[arg(value_name = "ID")]
    id: i64,
    #[command(flatten)]
    data: DataArgs,
    /// Who takes it back
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Runs one subcommand.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    match &args.command {
        Command::List(args) => list(args),
        Command::Decide(args) => decide(args),
        Command::Decisions(args) => decided(args),
        Command::Undo(args) => undo(args),
    }
}

fn list(args: &ListArgs) -> anyhow::Result<()> {
    let store = open_to_read(&args.page.data.data)?;
    let kinds = if args.kind.is_empty() { &ReviewKind::ALL[..] } else { &args.kind };
    let page = review_queue(&*store, kinds, None, args.page.limit)?;
    let count: u64 = ReviewKind::ALL
        .into_iter()
        .filter(|kind| kinds.contains(kind))
        .map(|kind| page.counts.of(kind))
        .sum();
    print(&json!({ "items": &page.items, "count": count, "counts": page.counts }), args.page.json, |_| {
        let rows: Vec<Vec<String>> = page.items.iter().map(item).collect();
        let mut text = table::render(&["key", "doubt", "same", "title", "why"], &rows, table::width(160));
        let _ = writeln!(text, "{} of {count}", rows.len());
        text
    })
}

fn item(item: &ReviewItem) -> Vec<String> {
    let same = item.same.filter(|same| *same > 0).map_or_else(String::new, |same| format!("+{same}"));
    let title = item.title.chars().take(60).collect();
    vec![item.key.clone(), format!("{:.2}", item.doubt), same, title, item.why.clone()]
}

fn decide(args: &DecideArgs) -> anyhow::Result<()> {
    let verdict = verdict(args)?;
    let store = open_to_change(&args.data.data)?;
    let geocoder = geocoder_for(Some(&*store))?.accepting(args.accept.accept);
    let wish = Wish { key: args.key.clone(), version: None, verdict };
    let done = decide_review(&*store, &geocoder, args.by.as_deref(), &wish)?;
    print(&done, args.json, told)
}

/// What the words and flags mean for this kind of item.
fn verdict(args: &DecideArgs) -> anyhow::Result<ReviewVerdict> {
    let point = match args.lon.zip(args.lat) {
        None => None,
        Some((lon, lat)) => Some(LonLat::new(lon, lat)?),
    };
    let mut given =
        Given { candidate: args.candidate, point, same: args.same, learn: args.learn, ..Given::default() };
    let kind = args.key.kind();
    // Where a draft was is a change of it, as everything else that a person says of it.
    if kind == ReviewKind::Draft && (given.candidate.is_some() || point.is_some()) {
        let event = EventChange { point: given.point.take().map(Some), ..EventChange::default() };
        given.change = Some(DraftChange { candidate: given.candidate.take(), event });
    }
    Ok(ReviewVerdict::from_words(kind, &args.decision, given)?)
}

fn told(done: &Decided) -> String {
    let mut text = format!("decision {} on {}", done.id, done.key);
    if let Some(id) = &done.event_id {
        let _ = write!(text, ": event {id}");
    }
    if done.also > 0 {
        let _ = write!(text, ", and {} others that say the same", done.also);
    }
    if let Some(pairs) = done.proposed.filter(|pairs| *pairs > 0) {
        let _ =
            write!(text, ", which may be the same as {pairs} others (azalai review list --kind duplicate)");
    }
    if let Some(place) = &done.learned {
        let _ = write!(text, "; learned as {place}");
    }
    if let Some(why) = &done.not_learned {
        let _ = write!(text, "; nothing learned: {}", table::harmless(why));
    }
    text.push('\n');
    text
}

fn decided(args: &DecisionsArgs) -> anyhow::Result<()> {
    let store = open_to_read(&args.page.data.data)?;
    let (decisions, count) = decisions(&*store, args.after, args.page.limit)?;
    print(&json!({ "decisions": &decisions, "count": count }), args.page.json, |_| {
        let rows: Vec<Vec<String>> = decisions.iter().map(decision).collect();
        let header = ["no.", "when", "by", "decision", "what", "from", "to", "taken back"];
        let mut text = table::render(&header, &rows, table::width(160));
        let _ = writeln!(text, "{} of {count} decisions", rows.len());
        text
    })
}

fn decision(view: &DecisionView) -> Vec<String> {
    let by = |name: &Option<String>| name.clone().unwrap_or_else(|| "-".to_owned());
    let undone = view.undone_at.as_ref().map(|at| format!("{at} by {}", by(&view.undone_by)));
    let what =
        view.to["title"].as_str().map_or_else(|| view.key.clone(), |title| format!("{title} ({})", view.key));
    vec![
        view.id.to_string(),
        view.at.clone(),
        by(&view.by),
        view.decision.clone(),
        what,
        side(&view.from),
        side(&view.to),
        undone.unwrap_or_default(),
    ]
}

/// What was before a decision or is since, in a word or two: where, else in which state.
fn side(said: &Value) -> String {
    let text = |name: &str| said[name].as_str();
    let point = said["lon"].as_f64().zip(said["lat"].as_f64());
    let place =
        text("place").map(str::to_owned).or_else(|| point.map(|(lon, lat)| format!("{lat:.4}, {lon:.4}")));
    match (place.filter(|_| text("status") != Some("review")), text("status"), text("state")) {
        (Some(place), ..) => place,
        (None, Some("review"), _) => "in doubt".to_owned(),
        (None, Some("unlocated"), _) => "nowhere".to_owned(),
        (None, status, state) => status.or(state).unwrap_or_default().to_owned(),
    }
}

fn undo(args: &UndoArgs) -> anyhow::Result<()> {
    let store = open_to_change(&args.data.data)?;
    undo_decision(&*store, args.id, args.by.as_deref())?;
    print(&json!({ "undone": args.id }), args.json, |_| format!("decision {} is taken back\n", args.id))
}
