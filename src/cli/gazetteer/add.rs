//! `azalai gazetteer add`: a file of places or units becomes a layer of the gazetteer.

use crate::cli::print::print;
use crate::cli::table;
use crate::config::DataArgs;
use crate::service::{
    Added, Former, Level, PackProblem, PackWishes, PreparedPack, open_if_there, open_or_create, prepare_pack,
};
use anyhow::{Context, bail};
use std::fmt::Write as _;
use std::fs::File;
use std::path::{Path, PathBuf};

/// What `gazetteer add` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A country dump of GeoNames, a file of NGA GNS, a table with names and coordinates, or GeoJSON of units or
    /// places; as it is, in ZIP or gzip
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Name of the layer; if not given, made of the source or the file's name. One of the same name is replaced
    #[arg(long)]
    name: Option<String>,
    /// Whom to thank, and under what terms; known for GeoNames, GNS and geoBoundaries
    #[arg(long, value_name = "TEXT")]
    attribution: Option<String>,
    /// How high the units of a GeoJSON stand, when it does not say
    #[arg(long, value_enum)]
    level: Option<LevelArg>,
    #[command(flatten)]
    data: DataArgs,
    /// Read the file and say what would be new, but keep nothing
    #[arg(long)]
    dry_run: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum LevelArg {
    /// First level
    Region,
    /// Second level
    Cercle,
    /// Third level
    Commune,
}

impl From<LevelArg> for Level {
    fn from(level: LevelArg) -> Self {
        match level {
            LevelArg::Region => Self::Region,
            LevelArg::Cercle => Self::Cercle,
            LevelArg::Commune => Self::Commune,
        }
    }
}

/// Adds the file and says what was read and what was new.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let wishes = PackWishes {
        name: args.name.clone(),
        attribution: args.attribution.clone(),
        level: args.level.map(Level::from),
        ..PackWishes::default()
    };
    let prepared = prepare(&args.file, &wishes, &args.data.data)?;
    // Only now: a file that does not load must not leave an empty store behind.
    let added =
        if args.dry_run { prepared.tried() } else { prepared.keep(&*open_or_create(&args.data.data)?)? };
    print(&added, args.json, told)
}

/// Reads a file and tries it with what the store has, if there is one.
pub(super) fn prepare(path: &Path, wishes: &PackWishes, store: &Path) -> anyhow::Result<PreparedPack> {
    let cannot = || format!("cannot open '{}'", path.display());
    let file = File::open(path).with_context(cannot)?;
    if file.metadata().with_context(cannot)?.is_dir() {
        bail!("'{}' is a folder: name the file in it", path.display());
    }
    let file_name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    Ok(prepare_pack(open_if_there(store)?.as_deref(), &file_name, file, wishes)?)
}

/// How many problems and contradictions are printed of each.
const MAX_TOLD: usize = 20;

/// What was read and what was new, for the terminal.
pub(super) fn told(added: &Added) -> String {
    let (read, merged) = (&added.read, &added.merged);
    let what = match (added.dry_run, added.replaced) {
        (true, true) => "would replace its earlier version (dry run: nothing was written)",
        (true, false) => "would be new (dry run: nothing was written)",
        (false, true) => "replaces its earlier version",
        (false, false) => "added",
    };
    let mut text = format!("{}: {what}\n", table::harmless(&added.name));
    let format = serde_json::to_value(read.format).ok();
    let format = format.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default();
    let lines = [
        format!("read from '{}' as {format}; thanks to: {}", read.file, read.attribution),
        format!(
            "{} rows: {} places, {} shapes of units, {} joined to a place, {} left out, {} rejected",
            read.rows,
            read.places,
            read.shapes,
            read.joined,
            read.left_out_count(),
            read.rejected
        ),
        format!(
            "{} new places, {} that were known, {} points and {} shapes of known units, {} conflicts",
            merged.new, merged.same, merged.units, merged.shapes, merged.conflict_count
        ),
    ];
    for line in &lines {
        let _ = writeln!(text, "  {}", table::harmless(line));
    }
    if let Some(Former { file, places, shapes }) = &added.former {
        let former = format!("that version, {places} places and {shapes} shapes read from '{file}', goes");
        let _ = writeln!(text, "  {}", table::harmless(&former));
    }
    if !read.left_out.is_empty() {
        let kinds: Vec<String> =
            read.left_out.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
        let _ = writeln!(text, "  left out: {}", table::harmless(&kinds.join(", ")));
    }
    if !merged.unknown_shapes.is_empty() {
        let unknown = merged.unknown_shapes.join(", ");
        let _ = writeln!(text, "  shapes that no unit could be found for: {}", table::harmless(&unknown));
    }
    for note in &read.notes {
        let _ = writeln!(text, "  note: {}", table::harmless(note));
    }
    let problems: Vec<Vec<String>> = read.problems.iter().take(MAX_TOLD).map(problem).collect();
    section(&mut text, &["line", "", "column", "value", "reason"], &problems, read.problem_count);
    let conflicts: Vec<Vec<String>> = merged
        .conflicts
        .iter()
        .take(MAX_TOLD)
        .map(|conflict| vec![conflict.id.clone(), conflict.name.clone(), conflict.what.clone()])
        .collect();
    section(&mut text, &["conflict", "name", "what"], &conflicts, merged.conflict_count as u64);
    text
}

fn problem(problem: &PackProblem) -> Vec<String> {
    let PackProblem { line, column, value, reason, rejected } = problem;
    let verdict = if *rejected { "rejected" } else { "note" };
    vec![line.to_string(), verdict.to_owned(), column.clone(), value.clone(), reason.clone()]
}

/// A table, if it has rows, and how many more there are.
fn section(text: &mut String, header: &[&str], rows: &[Vec<String>], count: u64) {
    if rows.is_empty() {
        return;
    }
    text.push('\n');
    text.push_str(&table::render(header, rows, table::width(150)));
    let more = count.saturating_sub(rows.len() as u64);
    if more > 0 {
        let _ = writeln!(text, "... and {more} more; --json lists more of them");
    }
}
