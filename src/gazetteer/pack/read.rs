//! A file becomes a pack: unpacked, recognised, read, named.
//!
//! In: a file and what the operator wishes. Out: a pack and a report in which every row is accounted for. It must
//! not know the store, nor what the gazetteer has already.

use super::form::Form;
use super::ids::Ids;
use super::report::{PackReport, Tally};
use super::{
    Edition, LOCAL, Level, Pack, PackError, PackFormat, PackPlace, PackShape, SEED, archive, form, geojson,
    geonames, gns, points, table, text, units,
};
use crate::event::fold;
use std::collections::HashMap;
use std::io::{Read, Seek};

/// What the operator says of a file beyond what it says itself.
#[derive(Debug, Clone, Default)]
pub struct PackWishes {
    /// Name of the pack; else it is made of the source or the file's name.
    pub name: Option<String>,
    /// Whom to thank; else what is known of the source.
    pub attribution: Option<String>,
    /// How high the units of a GeoJSON stand, where it does not say.
    pub level: Option<Level>,
    /// Of which edition they are.
    pub edition: Option<Edition>,
    /// How much is read at most.
    pub limits: PackLimits,
}

/// How much of a file is read at most; beyond, it is refused whole.
///
/// The largest country of GeoNames is 400 MB unpacked and Mali's is 3; its communes are 25 MB of GeoJSON at full
/// detail. A file is held in memory while it is read.
#[derive(Debug, Clone, Copy)]
pub struct PackLimits {
    /// Bytes of the file as it is.
    pub max_file_bytes: u64,
    /// Bytes unpacked.
    pub max_bytes: u64,
    /// Files in an archive.
    pub max_entries: usize,
    /// Bytes of one row; the longest of GeoNames has 16,000.
    pub max_line_bytes: usize,
    /// Places.
    pub max_places: usize,
    /// Positions of all polygons together.
    pub max_positions: usize,
}

impl Default for PackLimits {
    fn default() -> Self {
        Self {
            max_file_bytes: 256 << 20,
            max_bytes: 512 << 20,
            max_entries: 1_000,
            max_line_bytes: 256 << 10,
            max_places: 1_000_000,
            max_positions: 10_000_000,
        }
    }
}

/// A pack and how its file was read.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadPack {
    /// The pack.
    pub pack: Pack,
    /// What was read, and what was not.
    pub report: PackReport,
}

/// Where the contents of a pack come from.
struct Source {
    name: String,
    format: PackFormat,
    attribution: &'static str,
    places: Vec<PackPlace>,
    shapes: Vec<PackShape>,
}

/// What is printed of a file whose terms nobody stated.
const UNKNOWN_TERMS: &str = "terms not stated";
const GEOBOUNDARIES: &str = "geoBoundaries (geoboundaries.org), CC BY 4.0";

/// Reads a file as a pack: a country dump of GeoNames, a file of NGA GNS, a table of places, or GeoJSON of units
/// or places, as it is or in ZIP or gzip. Which it is, its contents say.
pub fn read_pack(
    file_name: &str,
    reader: impl Read + Seek,
    wishes: &PackWishes,
) -> Result<ReadPack, PackError> {
    let limits = &wishes.limits;
    let content = archive::open(file_name, reader, limits)?;
    let file = content.name;
    let mut tally = Tally::default();
    let source = match form::of(&file, &content.bytes)? {
        Form::Geonames => {
            let places = geonames::read(&content.bytes, limits.max_line_bytes, &mut tally);
            places_of("geonames", PackFormat::Geonames, geonames::ATTRIBUTION, places)
        }
        Form::Gns => {
            let places = gns::read(&content.bytes, limits.max_line_bytes, &mut tally);
            places_of("gns", PackFormat::Gns, gns::ATTRIBUTION, places)
        }
        Form::Table => {
            let decoded = text::decode(&content.bytes);
            tally.notes.extend(decoded.note);
            let header = table::header(&file, &decoded.bytes)?;
            let name = slug(stem(&file));
            let mut ids = Ids::new(wishes.name.as_deref().unwrap_or(&name));
            let places = table::read(&decoded.bytes, &header, limits.max_line_bytes, &mut ids, &mut tally);
            let attribution = UNKNOWN_TERMS;
            Source { name, format: PackFormat::Table, attribution, places, shapes: Vec::new() }
        }
        Form::Geojson => geojson_source(&file, &content.bytes, wishes, &mut tally)?,
    };
    if source.places.len() > limits.max_places {
        return Err(PackError::TooMany { file, what: "places", limit: limits.max_places });
    }
    if source.places.is_empty() && source.shapes.is_empty() {
        let first = tally.first_problem().map_or_else(String::new, |problem| format!("; {problem}"));
        return Err(PackError::Nothing { file, first });
    }
    let name = checked(wishes.name.clone().unwrap_or(source.name))?;
    let attribution = wishes.attribution.clone().unwrap_or_else(|| source.attribution.to_owned());
    let Source { format, places, shapes, .. } = source;
    let report = tally.report(file, format, attribution.clone(), &places, &shapes);
    Ok(ReadPack { pack: Pack { name, format, attribution, places, shapes }, report })
}

fn geojson_source(
    file: &str,
    bytes: &[u8],
    wishes: &PackWishes,
    tally: &mut Tally,
) -> Result<Source, PackError> {
    let decoded = text::decode(bytes);
    tally.notes.extend(decoded.note);
    let features = geojson::features(file, &decoded.bytes, &wishes.limits, tally)?;
    let areas = features.iter().filter(|read| geojson::is_area(&read.geometry)).count();
    let name = slug(stem(file));
    let points = features.iter().filter(|read| geojson::is_point(&read.geometry)).count();
    if areas >= points && areas > 0 {
        let shapes = units::read(file, &features, wishes, tally)?;
        let known = units::is_geoboundaries(&features);
        let name = match units::origin(&features) {
            Some((group, level)) => slug(&format!("geoboundaries {group} {level}")),
            None => name,
        };
        let attribution = if known { GEOBOUNDARIES } else { UNKNOWN_TERMS };
        return Ok(Source { name, format: PackFormat::Units, attribution, places: Vec::new(), shapes });
    }
    let mut ids = Ids::new(wishes.name.as_deref().unwrap_or(&name));
    let places = points::read(&features, &mut ids, tally);
    Ok(Source { name, format: PackFormat::Points, attribution: UNKNOWN_TERMS, places, shapes: Vec::new() })
}

/// The source of a file of places by country: named after the country that nearly all of them lie in.
fn places_of(source: &str, format: PackFormat, attribution: &'static str, places: Vec<PackPlace>) -> Source {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for country in places.iter().filter_map(|place| place.country.as_deref()) {
        *counts.entry(country).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(country, count)| (*count, *country));
    let name = match most {
        Some((country, count)) if count * 10 >= places.len() * 9 => slug(&format!("{source} {country}")),
        _ => source.to_owned(),
    };
    Source { name, format, attribution, places, shapes: Vec::new() }
}

/// A file's name without its ending.
fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// Lower-case words joined by hyphens; never empty, and none of the names that are taken.
fn slug(text: &str) -> String {
    let slug = fold(text).replace(' ', "-");
    match slug.as_str() {
        "" => "pack".to_owned(),
        SEED | LOCAL => format!("{slug}-file"),
        _ => slug,
    }
}

/// The most letters of a pack's name.
const MAX_NAME_CHARS: usize = 80;

/// A name that a pack can have.
fn checked(name: String) -> Result<String, PackError> {
    let reason = match name.as_str() {
        SEED | LOCAL => "that layer is there already",
        _ if name.trim().is_empty() || name.trim() != name => "it has to be a word",
        _ if name.chars().any(char::is_control) => "it holds control characters",
        _ if name.chars().count() > MAX_NAME_CHARS => "it is longer than 80 letters",
        _ => return Ok(name),
    };
    Err(PackError::Name { name: super::report::shortened(&name), reason })
}
