//! `azalai export`: events as GeoJSON, CSV or GeoPackage.

use super::output::Output;
use super::table;
use crate::config::DataArgs;
use crate::encode::{EncodeError, csv, geojson};
use crate::event::{Bbox, Event, Interval};
use crate::service::{EventStore, for_each_event, open_to_read, write_geopackage};
use anyhow::Context;
use jiff::Timestamp;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

/// What `export` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// The form to write
    #[arg(long, value_enum, default_value_t = Format::Geojson)]
    format: Format,
    /// Only events in this box: west,south,east,north in degrees; leaves out events without a place
    #[arg(long, value_name = "W,S,E,N", allow_hyphen_values = true)]
    bbox: Option<Bbox>,
    /// Only events in this time: 2023-10-01, 2023-09-01/2023-10-01, 2023-10-01/.. or ../2023-10-01
    #[arg(long, value_name = "TIME")]
    datetime: Option<Interval>,
    /// CSV cells as they are, even those that a spreadsheet would take for a formula
    #[arg(long)]
    raw: bool,
    /// File to write to; the terminal if not given
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A `FeatureCollection`
    Geojson,
    /// A table that spreadsheets and `azalai import` read
    Csv,
    /// A GeoPackage that QGIS and GDAL read, a store of its own
    Gpkg,
}

/// Writes the events asked for, in the order they were imported.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let store = open_to_read(&args.data.data)?;
    match &args.out {
        Some(path) => {
            let out = BufWriter::new(Output::create(path, &args.data.data, &[])?);
            write(args, &*store, out)?.into_inner().map_err(io::IntoInnerError::into_error)?.finish()
        }
        None => write(args, &*store, BufWriter::new(io::stdout().lock())).map(drop),
    }
}

fn write<W: Write>(args: &Args, store: &dyn EventStore, out: W) -> anyhow::Result<W> {
    let restricted = RefCell::new(BTreeSet::new());
    let wanted = |event: &Event| {
        let inside = args.bbox.is_none_or(|bbox| event.location.point.is_some_and(|p| bbox.contains(p)));
        let in_time = args
            .datetime
            .is_none_or(|time| event.when.as_ref().is_none_or(|when| time.intersects(when.millis())));
        if inside && in_time && event.origin.restricted {
            restricted.borrow_mut().insert(event.origin.list.clone());
        }
        inside && in_time
    };
    let mut out = out;
    let out = match args.format {
        Format::Gpkg => write_geopackage(store, &wanted, &mut out).map(|()| out).map_err(anyhow::Error::from),
        Format::Geojson => {
            let mut document = geojson::DocumentWriter::new(out, Timestamp::now())?;
            write_each(store, &wanted, &mut |event| document.feature(&geojson::event(event)))?;
            document.finish().map_err(anyhow::Error::from)
        }
        Format::Csv => {
            let cells = if args.raw { csv::Cells::Raw } else { csv::Cells::Guarded };
            let mut rows = csv::EventWriter::new(out, cells)?;
            write_each(store, &wanted, &mut |event| rows.event(event))?;
            rows.finish().map_err(anyhow::Error::from)
        }
    };
    let mut out = out?;
    out.flush().context("cannot write the export")?;
    let restricted = restricted.into_inner();
    if !restricted.is_empty() {
        let lists = restricted.into_iter().collect::<Vec<_>>().join(", ");
        eprintln!(
            "note: this export holds rows that may not be passed on, as the terms of their lists say: {}",
            table::harmless(&lists)
        );
    }
    Ok(out)
}

/// Writes the events wanted. The first failure ends the writing; the store's reading just runs out.
fn write_each(
    store: &dyn EventStore,
    wanted: &dyn Fn(&Event) -> bool,
    write: &mut dyn FnMut(&Event) -> Result<(), EncodeError>,
) -> anyhow::Result<()> {
    let mut written = Ok(());
    for_each_event(store, &mut |event| {
        if written.is_ok() && wanted(&event) {
            written = write(&event);
        }
    })?;
    Ok(written?)
}
