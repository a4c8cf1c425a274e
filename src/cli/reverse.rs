//! `azalai reverse`: what lies around a point, or around each of a list.

use super::batch::{LIST_FLAGS, ListArgs, notes};
use super::known;
use super::print::print;
use super::table;
use crate::config::DataArgs;
use crate::event::{LonLat, UnitPath};
use crate::service::{DEFAULT_NEAREST, Reversed, ReversedList, reverse, reverse_list};
use anyhow::Context;
use jiff::civil::Date;
use std::io::Write;

/// What `reverse` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Degrees east, such as -0.35
    #[arg(required_unless_present = "csv", conflicts_with_all = LIST_FLAGS, allow_negative_numbers = true)]
    lon: Option<f64>,
    /// Degrees north, such as 17.06
    #[arg(required_unless_present = "csv", conflicts_with_all = LIST_FLAGS, allow_negative_numbers = true)]
    lat: Option<f64>,
    /// Day whose units the rows of a list get, such as 2023-10-01; otherwise that of the row, else 2016 to 2023
    #[arg(long, value_name = "DAY", requires = "csv")]
    date: Option<Date>,
    /// Print one JSON object; of a list, with its counts
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    data: DataArgs,
}

/// Prints what lies around the point, or answers a list.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let geocoder = known::geocoder(&args.data)?;
    if let Some(paths) = args.list.paths() {
        let answer =
            |file, options, out: &mut dyn Write| reverse_list(&geocoder, file, options, args.date, out);
        return args.list.run(paths, &args.data, args.json, answer, summary);
    }
    let (lon, lat) = args.lon.zip(args.lat).context("name a point, as in: azalai reverse -0.35 17.06")?;
    let told = reverse(&geocoder, LonLat::new(lon, lat)?, DEFAULT_NEAREST);
    print(&told, args.json, text_of)
}

fn text_of(told: &Reversed) -> String {
    let mut text = format!("{}\n\n", table::harmless(&told.text));
    let rows: Vec<Vec<String>> = told
        .nearest
        .iter()
        .map(|near| {
            vec![
                format!("{:.1} km", near.distance_m.value() / 1_000.0),
                near.bearing.unwrap_or_default().to_owned(),
                near.name.clone(),
                near.kind.to_owned(),
                format!("{:.4}, {:.4}", near.lon.value(), near.lat.value()),
            ]
        })
        .collect();
    text.push_str(&table::render(&["from it", "", "place", "kind", "lon, lat"], &rows, table::width(150)));
    if told.in_mali {
        let rows: Vec<Vec<String>> = told.units.iter().map(unit_row).collect();
        text.push('\n');
        text.push_str(&table::render(&["edition", "region", "cercle", "commune"], &rows, table::width(150)));
    }
    text
}

fn unit_row(units: &UnitPath) -> Vec<String> {
    let unknown = || "-".to_owned();
    [&units.edition, &units.region, &units.cercle, &units.commune]
        .map(|name| name.clone().unwrap_or_else(unknown))
        .to_vec()
}

fn summary(done: &ReversedList) -> Vec<String> {
    let mut lines = vec![
        format!("{} rows", done.rows),
        format!(
            "  {} in Mali, {} outside, {} without a point",
            done.in_mali, done.outside, done.without_point
        ),
    ];
    if done.unreadable > 0 {
        lines.push(format!(
            "  note: {} of those without a point could not be read; az_text says why",
            done.unreadable
        ));
    }
    lines.extend(notes(&done.replaced_columns, done.titles_left_out));
    lines
}
