//! `azalai gazetteer local`: the store's own places.

use crate::cli::print::print;
use crate::cli::table;
use crate::config::DataArgs;
use crate::service::{
    Attested, PlaceChange, PlaceSaved, PlaceView, add_place, check_place, edit_place, geocoder_for,
    open_if_there, open_or_create, open_to_change, places, remove_place,
};
use clap::Subcommand;
use std::fmt::Write as _;
use std::io::{Write, stdout};

/// What `gazetteer local` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the local places
    List(ListArgs),
    /// Add a place that you confirm
    Add(AddArgs),
    /// Change what is said of a place; you confirm it by that
    Edit(EditArgs),
    /// Remove a place: names mean again what they meant before
    Remove(RemoveArgs),
}

#[derive(Debug, clap::Args)]
struct ListArgs {
    #[command(flatten)]
    data: DataArgs,
    /// Print one JSON array
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
struct AddArgs {
    #[command(flatten)]
    said: Said,
    #[command(flatten)]
    data: DataArgs,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
struct EditArgs {
    /// Id of the place, such as local-7
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    said: Said,
    #[command(flatten)]
    data: DataArgs,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
struct RemoveArgs {
    /// Id of the place, such as local-7
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    data: DataArgs,
}

/// What is said of a place.
#[derive(Debug, clap::Args)]
struct Said {
    /// The place's name
    #[arg(long)]
    name: Option<String>,
    /// Longitude, degrees east
    #[arg(long, value_name = "DEGREES", allow_hyphen_values = true)]
    lon: Option<f64>,
    /// Latitude, degrees north
    #[arg(long, value_name = "DEGREES", allow_hyphen_values = true)]
    lat: Option<f64>,
    /// Another name; may be repeated. An empty one takes all other names away
    #[arg(long, value_name = "NAME")]
    alias: Vec<String>,
    /// What kind of place it is, such as village or well
    #[arg(long)]
    kind: Option<String>,
    /// First-level unit that the place lies in; an empty one for none
    #[arg(long)]
    region: Option<String>,
    /// Second-level unit
    #[arg(long)]
    cercle: Option<String>,
    /// Third-level unit
    #[arg(long)]
    commune: Option<String>,
    /// Who says that the place is there: a person or a list
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
}

impl Said {
    fn change(&self) -> PlaceChange {
        let aliases = (!self.alias.is_empty())
            .then(|| self.alias.iter().filter(|alias| !alias.is_empty()).cloned().collect());
        PlaceChange {
            name: self.name.clone(),
            aliases,
            kind: self.kind.clone(),
            lon: self.lon,
            lat: self.lat,
            region: self.region.clone(),
            cercle: self.cercle.clone(),
            commune: self.commune.clone(),
            source: self.source.clone(),
        }
    }
}

/// Runs one subcommand.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    match &args.command {
        Command::List(args) => list(args),
        Command::Add(args) => {
            let (change, path) = (args.said.change(), &args.data.data);
            if open_if_there(path)?.is_none() {
                // A place that is refused must not leave an empty store behind.
                check_place(geocoder_for(None)?.gazetteer(), &change)?;
            }
            let store = open_or_create(path)?;
            print(&add_place(&*store, geocoder_for(Some(&*store))?.gazetteer(), &change)?, args.json, told)
        }
        Command::Edit(args) => {
            let store = open_to_change(&args.data.data)?;
            let geocoder = geocoder_for(Some(&*store))?;
            print(&edit_place(&*store, geocoder.gazetteer(), &args.id, &args.said.change())?, args.json, told)
        }
        Command::Remove(args) => {
            remove_place(&*open_to_change(&args.data.data)?, &args.id)?;
            writeln!(stdout(), "{}: removed", table::harmless(&args.id))?;
            Ok(())
        }
    }
}

fn told(saved: &PlaceSaved) -> String {
    let place = &saved.place;
    let mut text = format!(
        "{}: {}, {} at {:.4}, {:.4} (lon, lat); {}\n",
        place.id,
        table::harmless(&place.name),
        place.kind,
        place.lon,
        place.lat,
        table::harmless(&place.source)
    );
    for note in &saved.notes {
        let _ = writeln!(text, "  note: {}", table::harmless(note));
    }
    text
}

fn list(args: &ListArgs) -> anyhow::Result<()> {
    let store = open_if_there(&args.data.data)?;
    let places = store.map(|store| places(&*store)).transpose()?.unwrap_or_default();
    print(&places, args.json, |places| {
        if places.is_empty() {
            return "no local places\n".to_owned();
        }
        let rows: Vec<Vec<String>> = places.iter().map(row).collect();
        table::render(&["id", "name", "kind", "lon, lat", "in", "seen", "how", "source"], &rows, 150)
    })
}

fn row(place: &PlaceView) -> Vec<String> {
    let names: Vec<&str> = std::iter::once(&place.name).chain(&place.aliases).map(String::as_str).collect();
    let units: Vec<&str> =
        [&place.commune, &place.cercle, &place.region].into_iter().flatten().map(String::as_str).collect();
    let how = match place.how {
        Attested::Confirmed => "confirmed",
        Attested::List => "from a list",
    };
    vec![
        place.id.clone(),
        names.join(" | "),
        place.kind.clone(),
        format!("{:.4}, {:.4}", place.lon, place.lat),
        units.join(", "),
        place.seen.to_string(),
        how.to_owned(),
        place.source.clone(),
    ]
}
