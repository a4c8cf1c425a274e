//! Flags of the commands that measure: the labelled rows and the geocoder to measure.

use crate::cli::known;
use crate::config::DataArgs;
use crate::service::evaluation::{Geocoder, Labelled, Model};
use anyhow::Context;
use std::fs::{self, File};
use std::path::PathBuf;

/// Labelled rows, and what to measure with.
#[derive(Debug, clap::Args)]
pub(super) struct Labels {
    /// Rows whose true place is known: name, lon, lat and, where known, region, cercle, commune, date
    #[arg(long, value_name = "PATH")]
    csv: PathBuf,
    /// Use another table of weights than the one in the binary
    #[arg(long, value_name = "PATH")]
    weights: Option<PathBuf>,
    #[command(flatten)]
    pub(super) data: DataArgs,
}

impl Labels {
    /// The files that are read.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        self.weights.iter().chain([&self.csv]).cloned().collect()
    }

    /// The labelled rows.
    pub(super) fn read(&self) -> anyhow::Result<Vec<Labelled>> {
        let path = self.csv.display();
        let file = File::open(&self.csv).with_context(|| format!("cannot open '{path}'"))?;
        Labelled::read(file).with_context(|| format!("cannot measure by '{path}'"))
    }

    /// The geocoder over the store's gazetteer, or over the one in the binary where there is no store.
    pub(super) fn geocoder(&self) -> anyhow::Result<Geocoder> {
        let geocoder = known::geocoder(&self.data)?;
        let Some(path) = &self.weights else { return Ok(geocoder) };
        let cannot = || format!("cannot use the weights of '{}'", path.display());
        let table = fs::read_to_string(path).with_context(cannot)?;
        Ok(geocoder.with_model(Model::read(&table).with_context(cannot)?))
    }
}
