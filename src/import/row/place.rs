//! Where it happened: as the list names it, and where that is.

use super::RowReader;
use super::cells::Cells;
use crate::event::{Location, LonLat, PlaceContext, Precision, PrecisionScheme, Reason, Status, fold};
use crate::import::error::Problem;
use crate::import::field::Field;
use crate::import::format::Format;
use crate::import::{cell, coordinate};
use jiff::civil::Date;

/// Longer texts are no names of places, and looking them up would cost what a list is not worth.
const LONGEST_NAME: usize = 200;

/// Folded names of the country that the gazetteer knows.
const MALI: [&str; 6] = ["mali", "ml", "mli", "republique du mali", "republic of mali", "rep du mali"];

impl RowReader<'_> {
    /// The place and the location; the problem when the row says neither.
    pub(super) fn place(
        &self,
        cells: &mut Cells<'_>,
        first_day: Option<Date>,
    ) -> Result<(PlaceContext, Location), Problem> {
        let place = PlaceContext {
            name: name(cells, Field::Place),
            region: name(cells, Field::Region),
            cercle: name(cells, Field::Cercle),
            commune: name(cells, Field::Commune),
        };
        let is_named = place != PlaceContext::default();
        match given(cells) {
            Ok(Some(point)) => {
                let precision = self.given_precision(cells);
                // A place in another country is not held against its Malian namesake.
                let nowhere = PlaceContext::default();
                let compared = if elsewhere(cells).is_some() { &nowhere } else { &place };
                let location = self.places.given(point, precision, compared, first_day);
                if location.needs_review() {
                    let value = format!("{}, {}", point.lat(), point.lon());
                    cells.warn_field(Field::Place, &value, location.why.clone());
                }
                return Ok((place, location));
            }
            Ok(None) => {}
            Err(problem) if is_named => {
                let reason = format!("{}: the place is looked up by its name", problem.reason);
                cells.warn(&problem.column, &problem.value, reason);
            }
            Err(problem) => return Err(problem),
        }
        if !is_named {
            let text = cells.field(Field::Place).map_or_else(String::new, |(_, text)| text.to_owned());
            let reason = "the row names no place and no unit, and gives no coordinates";
            return Err(cells.problem(&cells.name(Field::Place), &text, reason));
        }
        let location = match elsewhere(cells) {
            Some(country) => {
                let why = Reason::new(
                    format!("the list says that this is in {country}; only places in Mali are known"),
                    format!(
                        "la liste dit que c’est dans un autre pays ({country})\u{202f}; seuls les lieux du Mali \
                         sont connus"
                    ),
                );
                cells.warn_field(Field::Country, &country, "only places in Mali can be looked up");
                Location::nowhere(Status::Review, why)
            }
            None => self.places.named(&place, first_day),
        };
        Ok((place, location))
    }

    /// How exactly coordinates are known, as the format says.
    ///
    /// UCDP GED codebook, `where_prec`: 1 to 7. ACLED codebook, `geo_precision`: 1 the place, 2 near it or part
    /// of a region, 3 a region; the nearest of Azalai's codes are taken, and the cell stays an attribute.
    fn given_precision(&self, cells: &Cells<'_>) -> Option<Precision> {
        let (_, text) = cells.field(Field::PlacePrecision)?;
        let code = cell::without_point_zero(text).parse::<u8>().ok()?;
        match (self.plan.mapping.format, code) {
            (Format::UcdpGed, 1..=7) => Some(Precision { code, scheme: PrecisionScheme::UcdpGed }),
            (Format::Acled, 1 | 2) => Some(Precision::azalai(code)),
            (Format::Acled, 3) => Some(Precision::azalai(4)),
            _ => None,
        }
    }
}

/// A name, unless it says that none is known.
fn name(cells: &mut Cells<'_>, field: Field) -> String {
    let Some((at, text)) = cells.field(field) else { return String::new() };
    if cell::is_unknown(text) {
        return String::new();
    }
    let name = cell::one_line(text).into_owned();
    if name.len() > LONGEST_NAME && name.chars().count() > LONGEST_NAME {
        cells.warn_field(field, &name, "this is too long for the name of a place: left aside");
        return String::new();
    }
    cells.hold_column(at);
    name
}

/// The coordinates in the row, if there are any.
fn given(cells: &mut Cells<'_>) -> Result<Option<LonLat>, Problem> {
    let text = |field| cells.field(field).map_or("", |(_, text)| text).to_owned();
    let (latitude, longitude, both) =
        (text(Field::Latitude), text(Field::Longitude), text(Field::Coordinates));
    let one_field = latitude.is_empty() && longitude.is_empty();
    let (read, field, value) = if one_field {
        (coordinate::from_one(&both), Field::Coordinates, both)
    } else {
        let value = format!("{latitude} {longitude}");
        (coordinate::from_two(&latitude, &longitude), Field::Latitude, value)
    };
    let column = if one_field || !cells.has(Field::Longitude) {
        cells.name(field)
    } else {
        format!("{}, {}", cells.name(Field::Latitude), cells.name(Field::Longitude))
    };
    let reading = read.map_err(|reason| cells.problem(&column, value.trim(), reason))?;
    // Plain numbers are what the location holds; degrees and minutes are words of the list's own.
    for field in [Field::Latitude, Field::Longitude] {
        if cells.field(field).is_some_and(|(_, text)| text.replace(',', ".").parse::<f64>().is_ok()) {
            cells.hold(field);
        }
    }
    let Some(reading) = reading else { return Ok(None) };
    if let Some(doubt) = reading.doubt {
        cells.warn(&column, &value, doubt);
    }
    Ok(Some(reading.point))
}

/// The country, when the list says that it is another.
fn elsewhere(cells: &Cells<'_>) -> Option<String> {
    let (_, country) = cells.field(Field::Country)?;
    let folded = fold(country);
    let is_mali = MALI.contains(&folded.as_str()) || folded.split(' ').any(|word| word == "mali");
    (!is_mali && !cell::is_unknown(country)).then(|| cell::one_line(country).into_owned())
}
