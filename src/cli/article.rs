//! `azalai article`: what a text tells, or the texts of a whole list.

use super::accept::AcceptArgs;
use super::batch::{LIST_FLAGS, ListArgs, notes};
use super::known;
use super::print::print;
use super::table;
use crate::config::{DataArgs, LexiconArgs};
use crate::service::{
    AnsweredList, Article, ArticleFacts, Draft, MAX_TEXT_BYTES, Mention, Reader, TakenFor, decoded,
    keep_article, lexicon_at, open_or_create, read_list,
};
use anyhow::{Context, bail};
use jiff::civil::Date;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{Read, Write, stdin};
use std::path::{Path, PathBuf};

/// What `article` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The text, in English or French; - for standard input
    #[arg(required_unless_present = "csv", conflicts_with_all = LIST_FLAGS)]
    file: Option<PathBuf>,
    /// Day of publication, such as 2023-10-02, from which "this Sunday" counts; of a list, where a row has none
    #[arg(long, value_name = "DAY")]
    published: Option<Date>,
    /// Print one JSON object; of a list, its counts
    #[arg(long)]
    json: bool,
    /// Keep the text and its drafts in the store, for a person to confirm (azalai review)
    #[arg(long, conflicts_with_all = LIST_FLAGS)]
    keep: bool,
    /// Of a text to be kept: who published it
    #[arg(long, value_name = "NAME", requires = "keep")]
    source: Option<String>,
    /// Of a text to be kept: where it stands
    #[arg(long, value_name = "ADDRESS", requires = "keep")]
    link: Option<String>,
    /// Of a text to be kept: its title
    #[arg(long, value_name = "TITLE", requires = "keep")]
    title: Option<String>,
    /// Of a text to be kept: under what terms it may be passed on
    #[arg(long, value_name = "TERMS", requires = "keep")]
    licence: Option<String>,
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    accept: AcceptArgs,
    #[command(flatten)]
    lexicon: LexiconArgs,
}

/// Prints what a text tells, or answers a list.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let lexicon = lexicon_at(args.lexicon.lexicon.as_deref())?;
    let geocoder = known::geocoder(&args.data)?.accepting(args.accept.accept);
    let reader = Reader::new(geocoder, lexicon);
    if let Some(paths) = args.list.paths() {
        let answer =
            |file, options, out: &mut dyn Write| read_list(&reader, file, options, args.published, out);
        return args.list.run(paths, &args.data, args.json, answer, summary);
    }
    let Some(path) = &args.file else { bail!("name a file, as in: azalai article report.txt") };
    let bytes = bytes_of(path)?;
    let text = decoded(&bytes);
    let article = reader.read(&text, args.published)?;
    if !args.keep {
        return print(&article, args.json, told);
    }
    let facts = ArticleFacts {
        source: args.source.clone(),
        link: args.link.clone(),
        title: args.title.clone(),
        licence: args.licence.clone(),
    };
    let kept = keep_article(&*open_or_create(&args.data.data)?, &text, &article, &facts)?;
    print(&kept, args.json, |kept| {
        let number = &kept["id"];
        let waits = if article.drafts.is_empty() { "" } else { "; its drafts wait: azalai review list" };
        format!("{}kept as article {number}{waits}\n", told(&article))
    })
}

/// The bytes of a text; more than can be read are an error of the reader's.
fn bytes_of(path: &Path) -> anyhow::Result<Vec<u8>> {
    // Two bytes a character at most become one of a text in UTF-8 or more.
    let most = 2 * MAX_TEXT_BYTES as u64 + 2;
    let mut bytes = Vec::new();
    let cannot = || format!("cannot read the text '{}'", path.display());
    if path == Path::new("-") {
        stdin().lock().take(most).read_to_end(&mut bytes).with_context(cannot)?;
    } else {
        File::open(path).with_context(cannot)?.take(most).read_to_end(&mut bytes).with_context(cannot)?;
    }
    Ok(bytes)
}

fn summary(done: &AnsweredList) -> Vec<String> {
    let mut lines = vec![format!("{} texts", done.rows), format!("  {}", done.counts)];
    if done.unreadable > 0 {
        lines.push(format!("  note: {} could not be read; az_why says why", done.unreadable));
    }
    lines.extend(notes(&done.replaced_columns, done.titles_left_out));
    lines
}

fn told(article: &Article) -> String {
    let mut text = String::new();
    for (number, draft) in article.drafts.iter().enumerate() {
        let _ = writeln!(text, "Draft {}, to be confirmed", number + 1);
        for (name, value) in parts(draft) {
            let _ = writeln!(text, "  {name:<8}{}", table::harmless(&value));
        }
        text.push('\n');
    }
    let rows: Vec<Vec<String>> = article.mentions.iter().map(mention).collect();
    if !rows.is_empty() {
        text.push_str(&table::render(&["words", "taken for", "why"], &rows, 150));
    }
    for note in &article.notes {
        let _ = writeln!(text, "note: {}", table::harmless(note));
    }
    text
}

fn parts(draft: &Draft) -> Vec<(&'static str, String)> {
    let found = &draft.location.location;
    let place = match (&found.name, found.point) {
        (Some(name), Some(point)) => format!(
            "{name} ({}): {:.4}, {:.4} (lon, lat), within {:.1} km",
            found.units.to_text(),
            point.lon(),
            point.lat(),
            found.radius_m / 1000.0
        ),
        _ => "not placed".to_owned(),
    };
    let mut parts = vec![
        ("what", draft.kind.label().to_owned()),
        ("where", place),
        (
            "when",
            draft.date.as_ref().map_or_else(
                || "not told".to_owned(),
                |date| format!("{} to {} ('{}')", date.start, date.end, date.text),
            ),
        ),
    ];
    if !draft.actors.is_empty() {
        parts.push(("who", draft.actors.join(", ")));
    }
    if !draft.deaths.is_unknown() {
        let number = |count: Option<u32>| count.map_or_else(|| "?".to_owned(), |count| count.to_string());
        let deaths = &draft.deaths;
        let told = format!("{} to {}, best {}", number(deaths.low), number(deaths.high), number(deaths.best));
        parts.push(("deaths", told));
    }
    for claim in &draft.claims {
        parts.push(("claim", format!("{} ('{}'): {}", claim.who, claim.verb, claim.quote)));
    }
    let sure = &draft.confidence;
    parts.push((
        "p",
        format!(
            "{:.2} = {:.2} it happened x {:.2} a place x {:.2} this place x {:.2} the event's place",
            sure.overall, sure.happened, sure.mention, sure.place, sure.event_place
        ),
    ));
    parts.push(("why", format!("{}; {}", draft.why, found.why)));
    parts
}

fn mention(mention: &Mention) -> Vec<String> {
    let words = mention.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let taken_for = match mention.taken_for {
        TakenFor::Place => "place",
        TakenFor::Date => "date",
        TakenFor::Actor => "actor",
        TakenFor::Kind => "kind",
        TakenFor::Claim => "claim",
        TakenFor::Masked => "masked",
    };
    vec![words, taken_for.to_owned(), mention.why.clone()]
}
