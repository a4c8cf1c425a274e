//! `azalai gazetteer list`: the layers of the gazetteer.

use crate::service::embedded_geocoder;
use std::io::{Write, stdout};

/// What `gazetteer list` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

/// Prints the layers.
pub(super) fn run(_args: &Args) -> anyhow::Result<()> {
    let geocoder = embedded_geocoder()?;
    writeln!(stdout(), "seed  {} places", geocoder.gazetteer().localities().len())?;
    Ok(())
}
