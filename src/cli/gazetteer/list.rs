//! `azalai gazetteer list`: the layers of the gazetteer.

use crate::cli::print::print;
use crate::cli::table;
use crate::config::DataArgs;
use crate::service::{LayerInfo, gazetteer_layers, open_if_there};

/// What `gazetteer list` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Print one JSON array
    #[arg(long)]
    json: bool,
}

/// Prints the layers, the lowest first.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let store = open_if_there(&args.data.data)?;
    let layers = gazetteer_layers(store.as_deref())?;
    print(&layers, args.json, |layers| {
        let rows: Vec<Vec<String>> = layers.iter().map(row).collect();
        table::render(&["layer", "places", "shapes", "format", "added", "SHA-256", "thanks to"], &rows, 150)
    })
}

fn row(layer: &LayerInfo) -> Vec<String> {
    let format = layer.format.and_then(|format| serde_json::to_value(format).ok());
    let format = format.as_ref().and_then(serde_json::Value::as_str).unwrap_or("in the program");
    // The day, and enough of the sum to tell two files apart; --json has all of it.
    let start = |text: &Option<String>, length| {
        text.as_deref().map(|text| text.chars().take(length).collect::<String>()).unwrap_or_default()
    };
    vec![
        layer.name.clone(),
        layer.places.to_string(),
        layer.shapes.to_string(),
        format.to_owned(),
        start(&layer.added, 10),
        start(&layer.sha256, 12),
        layer.attribution.clone(),
    ]
}
