//! `azalai gazetteer fit`: weights of the score, fitted to rows whose true place is known.

use super::labels::Labels;
use crate::cli::output::Output;
use crate::service::evaluation::fit;
use std::io::{Write, stdout};
use std::path::PathBuf;

/// What `gazetteer fit` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    labels: Labels,
    /// Seed of what is drawn and misspelt
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write the table of weights to a file
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
}

/// Prints what the weights reach on names they were not fitted to, and the table.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let rows = args.labels.read()?;
    let fitted = fit(&args.labels.geocoder()?, &rows, args.seed);
    let mut text = format!("fitted to {} samples; on names left out of the fit:\n", fitted.samples);
    for (told, figures) in &fitted.cross_validated {
        text.extend([format!(
            "  {}: rows within 10 km {:.1}%, places {:.1}%, answered right {:.1}%, coverage {:.1}%, ECE {:.3} \
             ({:.3} by chance), radius holds {:.1}%\n",
            told.label(),
            figures.within_km[1].percent(),
            figures.places_within_km[1],
            figures.answered_right.percent(),
            figures.coverage.percent(),
            figures.ece,
            figures.ece_by_chance,
            figures.radius_holds.percent(),
        )]);
    }
    let table = fitted.model.to_table();
    match &args.out {
        Some(path) => {
            let mut out = Output::create(path, &args.labels.data.data, &args.labels.files())?;
            out.write_all(table.as_bytes())?;
            out.finish()?;
        }
        None => text.push_str(&table),
    }
    stdout().write_all(text.as_bytes())?;
    Ok(())
}
