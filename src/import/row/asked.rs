//! What a row asks of the geocoder: a place with its units, coordinates, a day.
//!
//! In: the cells of a row. Out: [`Asked`], or what makes the row unfit to be asked. It must not know what else
//! rows say.

use super::cells::Cells;
use super::when;
use crate::event::{Location, LonLat, PlaceContext, Precision, PrecisionScheme, Reason, Status, fold};
use crate::geocode::Geocoder;
use crate::import::error::Problem;
use crate::import::field::Field;
use crate::import::format::Format;
use crate::import::options::Limits;
use crate::import::survey::Plan;
use crate::import::table::Record;
use crate::import::{cell, coordinate};
use jiff::civil::Date;

/// A question to the geocoder, as a row of a list of places puts it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Asked {
    /// The place as the row names it, and its units.
    pub place: PlaceContext,
    /// Coordinates, where the row gives them, and how exact they are, where it says so.
    pub given: Option<(LonLat, Option<Precision>)>,
    /// The country, where the row says that it is another.
    pub elsewhere: Option<String>,
    /// The day that the units are meant for.
    pub day: Option<Date>,
}

/// Folded names of the country that the gazetteer knows.
const MALI: [&str; 6] = ["mali", "ml", "mli", "republique du mali", "republic of mali", "rep du mali"];

impl Asked {
    /// Where that is.
    pub fn locate(&self, geocoder: &Geocoder) -> Location {
        match (self.given, &self.elsewhere) {
            // A place in another country is not held against its Malian namesake.
            (Some((point, precision)), Some(_)) => {
                geocoder.given(point, precision, &PlaceContext::default(), self.day)
            }
            (Some((point, precision)), None) => geocoder.given(point, precision, &self.place, self.day),
            (None, Some(country)) => in_another_country(country),
            (None, None) => geocoder.locate(&self.place, self.day),
        }
    }
}

/// Reads a record of a list of places, and what should be said of it.
///
/// Coordinates that are none make the row unfit: whoever gave them knows better than a name where it is. A date
/// that is none is only left aside, since it chooses no more than the words for the units.
pub(in crate::import) fn asked(
    record: &Record,
    plan: &Plan,
    limits: &Limits,
) -> (Result<Asked, Problem>, Vec<Problem>) {
    if let Some(problem) = unfit(record, plan, limits) {
        return (Err(problem), Vec::new());
    }
    let mut cells = Cells::of(record, &plan.mapping);
    cells.mend(record);
    let asked = read(&mut cells, record, plan);
    let mut warnings = cells.into_warnings();
    // What stands in the other columns is nobody's question here.
    let is_other = |problem: &Problem| {
        let column = plan.mapping.columns.iter().find(|column| column.name == problem.column);
        column.is_some_and(|column| column.field.is_none_or(|field| !ASKED.contains(&field)))
    };
    warnings.retain(|problem| !is_other(problem));
    (asked, warnings)
}

/// The fields that a question is made of.
const ASKED: [Field; 13] = [
    Field::Place,
    Field::Region,
    Field::Cercle,
    Field::Commune,
    Field::Country,
    Field::Longitude,
    Field::Latitude,
    Field::Coordinates,
    Field::PlacePrecision,
    Field::Date,
    Field::Year,
    Field::Month,
    Field::Day,
];

fn read(cells: &mut Cells<'_>, record: &Record, plan: &Plan) -> Result<Asked, Problem> {
    let text = |field| said(cells, field).map_or_else(String::new, |(_, text)| text);
    let place = PlaceContext {
        name: text(Field::Place),
        region: text(Field::Region),
        cercle: text(Field::Cercle),
        commune: text(Field::Commune),
    };
    for field in [Field::Longitude, Field::Latitude, Field::Coordinates] {
        let text = plan.mapping.first(field).and_then(|at| record.cells.get(at)).map_or("", cell::clean);
        if text.eq_ignore_ascii_case("nan") {
            let reason = Reason::new(
                "this is not a number, so there is no point",
                "ce n’est pas un nombre\u{a0}: il n’y a pas de point",
            );
            return Err(cells.problem(&cells.name(field), text, reason));
        }
    }
    let precision = given_precision(cells, plan.mapping.format);
    let given = given(cells)?.map(|point| (point, precision));
    let elsewhere = elsewhere(cells);
    let day = when::first(cells, plan).unwrap_or_else(|problem| {
        cells.warn(&problem.column, &problem.value, problem.why().so("left aside", "laissé de côté"));
        None
    });
    Ok(Asked { place, given, elsewhere, day: day.map(|span| span.first_day()) })
}

/// What is wrong with the record as a whole.
fn unfit(record: &Record, plan: &Plan, limits: &Limits) -> Option<Problem> {
    let unfit = |column: &str, value: &str, reason: Reason| Problem::new(record.line, column, value, reason);
    if let Some(fault) = &record.fault {
        return Some(unfit("", "", fault.reason(limits)));
    }
    if let Some(line) = record.open_quote {
        let reason = Reason::new(
            format!("a quotation mark opens on line {line} and is never closed"),
            format!("un guillemet s’ouvre à la ligne {line} et n’est jamais fermé"),
        );
        return Some(unfit("", "", reason));
    }
    let (has, columns) = (record.cells.len(), plan.header.len());
    if has < columns {
        let missing = plan.mapping.columns.get(has).map_or("", |column| column.name.as_str());
        let reason = Reason::new(
            format!("the row has {has} cells and the header {columns}: none from here on"),
            format!("la ligne a {has} cellules et l’en-tête {columns}\u{a0}: aucune à partir d’ici"),
        );
        return Some(unfit(missing, "", reason));
    }
    // A delimiter at the end of every line is a habit of some programs.
    let (at, beyond) =
        record.cells.iter().enumerate().skip(columns).find(|(_, text)| !cell::clean(text).is_empty())?;
    let reason = Reason::new(
        format!("the row has {has} cells and the header {columns}: are the cells before it shifted?"),
        format!(
            "la ligne a {has} cellules et l’en-tête {columns}\u{a0}: les cellules d’avant sont-elles \
             décalées\u{202f}?"
        ),
    );
    Some(unfit(&format!("extra_{}", at + 1 - columns), beyond, reason))
}

/// The location of what the list says is in another country.
pub(super) fn in_another_country(country: &str) -> Location {
    let why = Reason::new(
        format!("the list says that this is in {country}; only places in Mali are known"),
        format!(
            "la liste dit que c’est dans un autre pays ({country})\u{202f}; seuls les lieux du Mali sont connus"
        ),
    );
    Location::nowhere(Status::Review, why)
}

/// The cell of a field, on one line, unless it says that nothing is known.
pub(super) fn said(cells: &Cells<'_>, field: Field) -> Option<(usize, String)> {
    let (at, text) = cells.field(field).filter(|(_, text)| !cell::is_unknown(text))?;
    Some((at, cell::one_line(text).into_owned()))
}

/// How exactly coordinates are known, as the format says.
///
/// UCDP GED codebook, `where_prec`: 1 to 7. ACLED codebook, `geo_precision`: 1 to 3. Codes and whose they are are
/// kept as they are, and the cell stays an attribute.
pub(super) fn given_precision(cells: &Cells<'_>, format: Format) -> Option<Precision> {
    let (_, text) = cells.field(Field::PlacePrecision)?;
    let code = cell::without_point_zero(text).parse::<u8>().ok()?;
    match (format, code) {
        (Format::UcdpGed, 1..=7) => Some(Precision { code, scheme: PrecisionScheme::UcdpGed }),
        (Format::Acled, 1..=3) => Some(Precision { code, scheme: PrecisionScheme::Acled }),
        _ => None,
    }
}

/// Whether the name of a column says that its degrees are counted to the west: "Longitude (O)", "Lon W".
fn says_west(column: &str) -> bool {
    matches!(fold(column).split(' ').next_back(), Some("o" | "w" | "ouest" | "west"))
}

/// The coordinates in the row, if there are any.
pub(super) fn given(cells: &mut Cells<'_>) -> Result<Option<LonLat>, Problem> {
    let text = |field| cells.field(field).map_or("", |(_, text)| text);
    let [latitude, longitude, both] = [Field::Latitude, Field::Longitude, Field::Coordinates].map(text);
    let one_field = latitude.is_empty() && longitude.is_empty();
    // What a letter in the cell says goes before what the column says.
    let is_west = says_west(&cells.name(Field::Longitude)) && !longitude.contains(char::is_alphabetic);
    let turned = |one: coordinate::Reading| if is_west { one.west() } else { one };
    let read = if one_field {
        coordinate::from_one(both)
    } else {
        coordinate::from_two(latitude, longitude).map(|read| read.map(turned))
    };
    // What is told of them, if anything is.
    let told = || {
        let value = if one_field { both.to_owned() } else { format!("{latitude} {longitude}") };
        let column = if one_field {
            cells.name(Field::Coordinates)
        } else {
            let names = [Field::Latitude, Field::Longitude].map(|field| cells.name(field));
            names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ")
        };
        (column, value)
    };
    let is_plain = match &read {
        Ok(Some(reading)) => reading.doubt.is_none(),
        Ok(None) => !(both.contains('0') || latitude.contains('0') || longitude.contains('0')),
        Err(_) => false,
    };
    let (column, value) = if is_plain { Default::default() } else { told() };
    let reading = read.map_err(|reason| cells.problem(&column, value.trim(), reason))?;
    // Plain numbers are what the location holds; degrees and minutes are words of the list's own.
    for field in [Field::Latitude, Field::Longitude] {
        let is_number = |text: &str| text.parse::<f64>().is_ok();
        if cells.field(field).is_some_and(|(_, text)| is_number(text) || is_number(&text.replace(',', "."))) {
            cells.hold(field);
        }
    }
    let Some(reading) = reading else {
        // Numbers that are read as none are told; an empty cell and "NA" say it themselves.
        if value.contains('0') {
            let reason = Reason::new(
                "0, 0 is how many programs write that there is none: read as no coordinates",
                "0, 0 est ce que bien des programmes écrivent quand il n’y en a pas\u{a0}: lu comme sans coordonnées",
            );
            cells.warn(&column, value.trim(), reason);
        }
        return Ok(None);
    };
    if let Some(doubt) = reading.doubt {
        cells.warn(&column, &value, doubt);
    }
    Ok(Some(reading.point))
}

/// The country, when the list says that it is another.
pub(super) fn elsewhere(cells: &Cells<'_>) -> Option<String> {
    let (_, country) = cells.field(Field::Country)?;
    let folded = fold(country);
    let is_mali = MALI.contains(&folded.as_str()) || folded.split(' ').any(|word| word == "mali");
    (!is_mali && !cell::is_unknown(country)).then(|| cell::one_line(country).into_owned())
}
