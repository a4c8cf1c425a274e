//! `azalai gazetteer fetch`: a country's places and boundaries from the web into the store.

use super::add::{prepare, told};
use crate::cli::table::harmless;
use crate::config::DataArgs;
use crate::service::{
    BOUNDARIES_URL, FetchOutcome, FetchProgress, FetchWishes, Fetched, GEONAMES_URL, fetch_mali,
    open_or_create,
};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{Write, stdout};
use std::path::PathBuf;

/// What `gazetteer fetch` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Which country
    country: Country,
    #[command(flatten)]
    data: DataArgs,
    /// Folder for the downloads; else `azalai-downloads` beside the store
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
    /// Download and check, but add nothing to the store
    #[arg(long)]
    download_only: bool,
    /// SHA-256 that a file must have; may be given for each
    #[arg(long, value_name = "FILE=DIGITS", value_parser = checksum)]
    sha256: Vec<(String, String)>,
    /// Base address of GeoNames, or of a mirror
    #[arg(long, value_name = "ADDRESS", default_value = GEONAMES_URL)]
    geonames_url: String,
    /// Base address of the API of geoBoundaries, or of a mirror
    #[arg(long, value_name = "ADDRESS", default_value = BOUNDARIES_URL)]
    boundaries_url: String,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Country {
    /// Mali: GeoNames' country file and the boundaries of regions, cercles and communes
    Mali,
}

fn checksum(text: &str) -> Result<(String, String), String> {
    let (file, digits) = text.split_once('=').ok_or("must be FILE=DIGITS, such as ML.zip=9f86d0...")?;
    if digits.len() != 64 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err("a SHA-256 has 64 hexadecimal digits".to_owned());
    }
    Ok((file.to_owned(), digits.to_owned()))
}

/// Downloads, checks, and adds each file.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let Country::Mali = args.country;
    let beside = || args.data.data.with_file_name("azalai-downloads");
    let wishes = FetchWishes {
        folder: args.to.clone().unwrap_or_else(beside),
        geonames_url: args.geonames_url.clone(),
        boundaries_url: args.boundaries_url.clone(),
        sha256: args.sha256.clone(),
    };
    let bar = bar();
    let mut progress = |at: FetchProgress<'_>| {
        bar.set_message(at.file.to_owned());
        bar.set_length(at.total.unwrap_or(at.bytes));
        bar.set_position(at.bytes);
    };
    fetch_mali(&wishes, &mut progress, |fetched| {
        bar.suspend(|| tell(&fetched))?;
        if !args.download_only {
            bar.suspend(|| add(args, &fetched))?;
        }
        anyhow::Ok(())
    })?;
    bar.finish_and_clear();
    Ok(())
}

/// A bar on standard error, and only where a person watches.
fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} [{bar:30}] {bytes}/{total_bytes}, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style.progress_chars("=> "))
}

fn tell(fetched: &Fetched) -> anyhow::Result<()> {
    let how = match fetched.outcome {
        FetchOutcome::Downloaded => "downloaded".to_owned(),
        FetchOutcome::Resumed(from) => format!("downloaded from byte {from} on"),
        FetchOutcome::Unchanged => "unchanged since it was downloaded".to_owned(),
    };
    let report = &fetched.report;
    let mut lines = vec![
        format!("{}: {how}, {} bytes", fetched.path.display(), fetched.bytes),
        format!("  from {}", fetched.url),
        format!("  sha256 {}", fetched.sha256),
        format!("  {} places, {} shapes; {}", report.places, report.shapes, report.attribution),
    ];
    if report.rejected > 0 {
        lines.push(format!("  {} rows could not be read", report.rejected));
    }
    let lines: Vec<String> = lines.iter().map(|line| harmless(line)).collect();
    writeln!(stdout(), "{}", lines.join("\n"))?;
    Ok(())
}

/// Adds a file to the store, as `gazetteer add` does.
fn add(args: &Args, fetched: &Fetched) -> anyhow::Result<()> {
    let store = &args.data.data;
    let added = prepare(&fetched.path, &fetched.wishes, store)?.keep(&*open_or_create(store)?)?;
    stdout().write_all(told(&added).as_bytes())?;
    Ok(())
}
