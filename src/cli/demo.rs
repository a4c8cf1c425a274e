//! `azalai demo`: two sample lists on the map, in a store that is gone afterwards.

use super::serve::{bind, serve};
use super::table;
use crate::config::{DEFAULT_LISTEN, ListenArgs, Reach};
use crate::event::Status;
use crate::service::{
    DEFAULT_ACCEPT_P, Options, Report, Service, Wishes, geocoder_for, import_list, open_or_create,
};
use anyhow::Context;
use std::io::Cursor;
use std::sync::Arc;

/// The samples of `data/samples`, in the binary so that the demo works from anywhere.
const SAMPLES: [(&str, &[u8]); 2] = [
    ("incidents-2023.csv", include_bytes!("../../data/samples/incidents-2023.csv")),
    ("liste-hebdomadaire.csv", include_bytes!("../../data/samples/liste-hebdomadaire.csv")),
];

/// How wide the table is.
const TABLE_WIDTH: usize = 150;

/// What `demo` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    listen: ListenArgs,
}

/// Loads the samples, prints what was located and why, and serves.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let listener = match bind(&args.listen) {
        // Somebody trying the demo twice should see a map, not an error.
        Err(_) if args.listen.listen == DEFAULT_LISTEN => bind(&ListenArgs { listen: "127.0.0.1:0".into() })?,
        bound => bound?,
    };
    let folder = tempfile::tempdir().context("cannot make a temporary folder for the demo")?;
    let store = open_or_create(&folder.path().join("demo.gpkg"))?;
    let geocoder = geocoder_for(Some(&*store))?;
    for (list, bytes) in SAMPLES {
        let options = Options { source: Some(list.to_owned()), list: list.to_owned(), ..Options::default() };
        let report = import_list(&*store, &geocoder, Cursor::new(bytes), options, Wishes::default())?;
        print!("{}", told(&report));
    }
    let service = Service::start(store, DEFAULT_ACCEPT_P)?;
    serve(Arc::new(service), listener, None, Reach::default(), None)
}

fn told(report: &Report) -> String {
    let rows: Vec<Vec<String>> = report
        .verdicts
        .iter()
        .map(|row| {
            let Some(event) = &row.event else {
                let reason = row.problems.iter().map(|p| format!("{} '{}': {}", p.column, p.value, p.reason));
                return vec![
                    row.line.to_string(),
                    String::new(),
                    "rejected".into(),
                    String::new(),
                    reason.collect::<Vec<_>>().join("; "),
                ];
            };
            let located_as = match (event.status, &event.located_as) {
                (Status::Review, _) => "in review".to_owned(),
                (_, Some(name)) => name.clone(),
                (_, None) => String::new(),
            };
            let sure = if event.status == Status::Review { String::new() } else { format!("{:.2}", event.p) };
            vec![row.line.to_string(), event.place.clone(), located_as, sure, event.why.clone()]
        })
        .collect();
    let counts = &report.counts;
    format!(
        "\n{}: {} rows, {} placed, {} as an area, {} in review, {} rejected\n\n{}",
        report.list,
        counts.rows,
        counts.located,
        counts.area,
        counts.needs_review,
        counts.rejected,
        table::render(&["line", "place in the list", "located as", "p", "why"], &rows, TABLE_WIDTH)
    )
}
