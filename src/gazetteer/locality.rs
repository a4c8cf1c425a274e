//! Named places.

use super::GazetteerError;
use super::unit::{given, list};
use crate::event::LonLat;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub(super) const TABLE: &str = "gazetteer/localities.csv";
const ABROAD: &str = "gazetteer/abroad.csv";

/// A named place.
#[derive(Debug, Clone, Serialize)]
pub struct Locality {
    /// Our slug; the cercle is added where a name occurs more than once.
    pub id: String,
    /// Name to show, French.
    pub name: String,
    /// Other Latin spellings, then Arabic ones.
    pub aliases: Vec<String>,
    /// What kind of place it is.
    pub kind: LocalityKind,
    /// Where it is.
    pub point: LonLat,
    /// Inhabitants, undated; `None` where unknown or contested.
    pub population: Option<u32>,
    /// Region, edition 2016-2023.
    pub region: Option<Arc<str>>,
    /// Cercle, edition 2016-2023.
    pub cercle: Option<Arc<str>>,
    /// Commune, edition 2016-2023.
    pub commune: Option<Arc<str>>,
    /// Region since 2023, where it follows.
    pub region_2023: Option<Arc<str>>,
    /// Cercle since 2023, where it follows.
    pub cercle_2023: Option<Arc<str>>,
    /// The GeoNames feature with this point.
    pub geonames_id: Option<u64>,
    /// Who attests the place.
    pub sources: Vec<Arc<str>>,
    /// ISO 3166 code of the country it lies in; `None` where nobody says.
    pub country: Option<Arc<str>>,
    /// Which layer of the gazetteer the point is from: `seed`, a pack's name, or `local`.
    pub layer: Arc<str>,
}

/// Kinds of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LocalityKind {
    /// Seat of a region, of any edition.
    RegionSeat,
    /// Seat of a cercle, of any edition.
    CercleSeat,
    /// Seat of a commune.
    CommuneSeat,
    /// A town that is no seat.
    Town,
    /// A village.
    Village,
    /// A camp of herders or of the displaced.
    Camp,
    /// A well or waterhole.
    Well,
    /// A border post.
    BorderPost,
    /// A part of a town.
    Neighbourhood,
    /// A mine or a mining camp.
    Mine,
    /// A lake, marsh or stream, which people name for the place beside it.
    Water,
    /// A hill, dune or pass.
    Relief,
    /// A tract of land without a settlement on record.
    Tract,
    /// A building, ruin, airfield or road junction.
    Site,
    /// An administrative unit that is on record as a point only.
    Unit,
    /// Anything else.
    Other,
}

impl LocalityKind {
    /// Every kind.
    pub const ALL: [Self; 16] = [
        Self::RegionSeat,
        Self::CercleSeat,
        Self::CommuneSeat,
        Self::Town,
        Self::Village,
        Self::Camp,
        Self::Well,
        Self::BorderPost,
        Self::Neighbourhood,
        Self::Mine,
        Self::Water,
        Self::Relief,
        Self::Tract,
        Self::Site,
        Self::Unit,
        Self::Other,
    ];

    /// The code that tables and answers use.
    pub fn code(self) -> &'static str {
        match self {
            Self::RegionSeat => "region_seat",
            Self::CercleSeat => "cercle_seat",
            Self::CommuneSeat => "commune_seat",
            Self::Town => "town",
            Self::Village => "village",
            Self::Camp => "camp",
            Self::Well => "well",
            Self::BorderPost => "border_post",
            Self::Neighbourhood => "neighbourhood",
            Self::Mine => "mine",
            Self::Water => "water",
            Self::Relief => "relief",
            Self::Tract => "tract",
            Self::Site => "site",
            Self::Unit => "unit",
            Self::Other => "other",
        }
    }

    /// How far a place of this kind reaches from its point, in metres: half the usual width of a built-up
    /// area, by eye on satellite pictures; an estimate for the point-radius method, not a measurement.
    pub fn extent_m(self) -> f64 {
        match self {
            Self::RegionSeat => 4_000.0,
            Self::CercleSeat | Self::Town => 2_000.0,
            Self::CommuneSeat | Self::Mine | Self::Neighbourhood | Self::Other => 1_500.0,
            Self::Village | Self::Camp | Self::BorderPost => 1_000.0,
            Self::Well | Self::Site => 500.0,
            Self::Water | Self::Relief => 3_000.0,
            Self::Tract | Self::Unit => 5_000.0,
        }
    }
}

/// A row of the table as it stands.
#[derive(Debug, Deserialize)]
struct Row {
    id: String,
    name: String,
    aliases: String,
    kind: LocalityKind,
    lat: f64,
    lon: f64,
    population: Option<u32>,
    #[serde(default)]
    region: String,
    #[serde(default)]
    cercle: String,
    #[serde(default)]
    commune: String,
    #[serde(default)]
    region_2023: String,
    #[serde(default)]
    cercle_2023: String,
    /// Only in the table of places abroad.
    country: Option<String>,
    geonames_id: Option<u64>,
    sources: String,
}

/// ISO 3166 code of Mali.
const MALI: &str = "ML";

impl Locality {
    /// The name shown, then the others.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        std::iter::once(&self.name).chain(&self.aliases).map(String::as_str)
    }

    /// The code of the country it is known to lie in, if that is another than Mali.
    pub fn abroad(&self) -> Option<&str> {
        self.country.as_deref().filter(|country| *country != MALI)
    }
}

/// Reads the table of localities.
pub(super) fn read(table: &str) -> Result<Vec<Locality>, GazetteerError> {
    rows(TABLE, table)
}

/// Reads the table of towns and villages abroad that lists of Mali name: they have a country and no units.
pub(super) fn read_abroad(table: &str) -> Result<Vec<Locality>, GazetteerError> {
    rows(ABROAD, table)
}

fn rows(name: &'static str, table: &str) -> Result<Vec<Locality>, GazetteerError> {
    csv::Reader::from_reader(table.as_bytes())
        .deserialize::<Row>()
        .map(|row| {
            let row = row.map_err(|source| GazetteerError::Table { table: name, source })?;
            parse(name, row)
        })
        .collect()
}

fn parse(table: &'static str, row: Row) -> Result<Locality, GazetteerError> {
    let point = LonLat::new(row.lon, row.lat).map_err(|source| GazetteerError::Point {
        table,
        id: row.id.clone(),
        source,
    })?;
    Ok(Locality {
        id: row.id,
        name: row.name,
        aliases: list(&row.aliases),
        kind: row.kind,
        point,
        population: row.population,
        region: given(row.region).map(Arc::from),
        cercle: given(row.cercle).map(Arc::from),
        commune: given(row.commune).map(Arc::from),
        region_2023: given(row.region_2023).map(Arc::from),
        cercle_2023: given(row.cercle_2023).map(Arc::from),
        geonames_id: row.geonames_id,
        sources: list(&row.sources).into_iter().map(Arc::from).collect(),
        country: Some(row.country.map_or_else(|| MALI.into(), Arc::from)),
        layer: Arc::from(super::pack::SEED),
    })
}
