//! `azalai geocode`: the place that a name means, or the places of a whole list.

use super::accept::AcceptArgs;
use super::batch::{LIST_FLAGS, ListArgs, notes};
use super::known;
use super::print::print;
use super::table;
use crate::config::DataArgs;
use crate::event::{PlaceContext, Status};
use crate::service::{Answer, AnsweredList, ServiceError, geocode_list};
use anyhow::bail;
use jiff::civil::Date;
use std::io::Write;

/// What `geocode` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The place's name, or words such as "12 km north of Bourem"
    #[arg(required_unless_present = "csv", conflicts_with_all = LIST_FLAGS, num_args = 1..)]
    name: Vec<String>,
    /// First-level unit that the place lies in
    #[arg(long, conflicts_with = "csv")]
    region: Option<String>,
    /// Second-level unit that the place lies in
    #[arg(long, conflicts_with = "csv")]
    cercle: Option<String>,
    /// Third-level unit that the place lies in
    #[arg(long, conflicts_with = "csv")]
    commune: Option<String>,
    /// Day that the units are meant for, such as 2023-10-01; of a list, where a row has none
    #[arg(long, value_name = "DAY")]
    date: Option<Date>,
    /// Print one JSON object; of a list, with its counts
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    accept: AcceptArgs,
}

/// Prints the decision and the candidates, or answers a list.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let geocoder = || Ok::<_, ServiceError>(known::geocoder(&args.data)?.accepting(args.accept.accept));
    if let Some(paths) = args.list.paths() {
        let geocoder = geocoder()?;
        let answer =
            |file, options, out: &mut dyn Write| geocode_list(&geocoder, file, options, args.date, out);
        return args.list.run(paths, &args.data, args.json, answer, summary);
    }
    let [region, cercle, commune] =
        [&args.region, &args.cercle, &args.commune].map(|given| given.as_deref().unwrap_or_default());
    let Some(place) = PlaceContext::typed(&args.name.join(" "), region, cercle, commune) else {
        bail!("name a place, as in: azalai geocode Bamba --region Gao");
    };
    let answer = geocoder()?.geocode(&place, args.date);
    print(&answer, args.json, told)
}

fn summary(done: &AnsweredList) -> Vec<String> {
    let mut lines = vec![format!("{} rows", done.rows), format!("  {}", done.counts)];
    if done.unreadable > 0 {
        lines
            .push(format!("  note: {} of the unlocated could not be read; az_why says why", done.unreadable));
    }
    lines.extend(notes(&done.replaced_columns, done.titles_left_out));
    lines
}

fn told(answer: &Answer) -> String {
    let found = &answer.location;
    let mut text = match (&found.name, found.point) {
        (Some(name), Some(point)) => {
            let units = found.units.to_text();
            let units = if units.is_empty() { String::new() } else { format!(" ({units})") };
            let doubt = if found.status == Status::Review { ", to be reviewed" } else { "" };
            format!(
                "{name}{units}\n  {:.4}, {:.4} (lon, lat), within {:.1} km, p {:.2}{doubt}\n",
                point.lon(),
                point.lat(),
                found.radius_m / 1000.0,
                found.p
            )
        }
        _ => "not placed: a person must choose\n".to_owned(),
    };
    text.extend(["  why: ", &table::harmless(&found.why), "\n"]);
    if !answer.candidates.is_empty() {
        let rows: Vec<Vec<String>> = answer
            .candidates
            .iter()
            .map(|one| {
                vec![
                    format!("{:.2}", one.p),
                    one.name.clone(),
                    one.kind.clone(),
                    one.units.to_text(),
                    format!("{:.4}, {:.4}", one.point.lon(), one.point.lat()),
                    one.why.clone(),
                ]
            })
            .collect();
        text.push('\n');
        text.push_str(&table::render(
            &["p", "candidate", "kind", "in", "lon, lat", "why"],
            &rows,
            table::width(150),
        ));
    }
    text
}
