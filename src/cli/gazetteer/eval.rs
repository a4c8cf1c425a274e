//! `azalai gazetteer eval`: how right the geocoder is on rows whose true place is known.

use super::labels::Labels;
use crate::cli::print::print;
use crate::service::evaluation::{Corruption, Figures, Share, Told, corrupted, evaluate};
use std::io::{Write, stdout};
use std::time::Instant;

/// What `gazetteer eval` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    labels: Labels,
    /// Measure also so many places drawn from the gazetteer, misspelt and with wrong regions
    #[arg(long, value_name = "ROWS", default_value_t = 0)]
    drawn: usize,
    /// Seed of the places drawn
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Measure also how many rows a second are answered, the first time and again; these figures vary
    #[arg(long)]
    speed: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// One line of the table.
#[derive(Debug, serde::Serialize)]
struct Measured {
    told: String,
    figures: Figures,
}

/// Prints the table.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let rows = args.labels.read()?;
    let geocoder = args.labels.geocoder()?;
    let mut measured: Vec<Measured> = Told::worth_asking(&rows)
        .into_iter()
        .map(|told| Measured { told: told.label().to_owned(), figures: evaluate(&geocoder, &rows, told) })
        .collect();
    if args.drawn > 0 {
        for corruption in Corruption::ALL {
            let drawn = corrupted(geocoder.gazetteer(), corruption, args.drawn, args.seed);
            // The gazetteer in the binary has no lakes to draw.
            if drawn.is_empty() {
                continue;
            }
            measured.extend(corruption.told().iter().map(|told| Measured {
                told: format!("{}{}", corruption.label(), beside(*told)),
                figures: evaluate(&geocoder, &drawn, *told),
            }));
        }
    }
    print(&measured, args.json, |measured| table(measured))?;
    if args.speed && !args.json {
        for pass in ["first", "again"] {
            let start = Instant::now();
            let found = rows
                .iter()
                .filter(|row| geocoder.geocode(&row.place, row.day).location.point.is_some())
                .count();
            let per_second = rows.len() as f64 / start.elapsed().as_secs_f64().max(1e-9);
            writeln!(stdout(), "{per_second:.0} rows/s {pass}, one thread ({found} with a point)")?;
        }
    }
    Ok(())
}

/// What a drawn name is told with beyond its region.
fn beside(told: Told) -> &'static str {
    match told {
        Told::Name | Told::Region => "",
        Told::Cercle => ", + cercle",
        Told::All => ", + cercle + commune",
    }
}

fn table(measured: &[Measured]) -> String {
    const HEAD: [&str; 12] = [
        "told",
        "rows",
        "places",
        "rows within 5/10/25 km",
        "places within 5/10/25 km",
        "95% (10 km)",
        "plain look-up 10 km",
        "candidate 10 km",
        "answered right",
        "coverage",
        "radius holds",
        "ECE (by chance)",
    ];
    let rows: Vec<Vec<String>> = measured
        .iter()
        .map(|Measured { told, figures }| {
            let three = |of: [f64; 3]| of.map(|percent| format!("{percent:.1}")).join(" ");
            let spread = figures.places_within_10_km_95;
            vec![
                told.clone(),
                figures.rows.to_string(),
                figures.places.to_string(),
                three(figures.within_km.map(Share::percent)),
                three(figures.places_within_km),
                format!("{:.0}-{:.0}", spread.low, spread.high),
                format!("{:.1}", figures.plain_10_km.percent()),
                format!("{:.1}", figures.candidate_10_km.percent()),
                format!("{:.1}", figures.answered_right.percent()),
                format!("{:.1}", figures.coverage.percent()),
                format!("{:.1}", figures.radius_holds.percent()),
                format!("{:.3} ({:.3})", figures.ece, figures.ece_by_chance),
            ]
        })
        .collect();
    let mut text = crate::cli::table::render(&HEAD, &rows, usize::MAX);
    for Measured { told, figures } in measured {
        text.extend([format!(
            "\n{told}: {} located, {} areas ({} hold the point), {} for review, {} without a place\n",
            figures.located, figures.area, figures.areas_that_hold.count, figures.review, figures.unlocated
        )]);
        text.push_str("  shown from p on, share of rows and of these right:");
        for point in &figures.curve {
            text.extend([format!(
                " {}: {:.1}/{:.1}",
                point.p,
                point.coverage.percent(),
                point.right.percent()
            )]);
        }
        text.push_str("\n  calibration error by region:");
        for (region, error) in &figures.ece_by_region {
            let region = if region.is_empty() { "elsewhere" } else { region };
            let (ece, by_chance) = (error.ece, error.ece_by_chance);
            text.extend([format!(" {region} {ece:.3} ({by_chance:.3} by chance, {} rows)", error.rows)]);
        }
        text.push('\n');
    }
    text
}
