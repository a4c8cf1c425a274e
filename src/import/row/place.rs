//! Where it happened: as the list names it, and where that is.

use super::RowReader;
use super::asked::{elsewhere, given, given_precision, in_another_country, said};
use super::cells::Cells;
use crate::event::{Location, PlaceContext, Reason};
use crate::import::error::Problem;
use crate::import::field::Field;
use jiff::civil::Date;

/// Longer texts are no names of places, and looking them up would cost what a list is not worth.
const LONGEST_NAME: usize = 200;

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
                let precision = given_precision(cells, self.plan.mapping.format);
                // A place in another country is not held against its Malian namesake.
                let nowhere = PlaceContext::default();
                let compared = if elsewhere(cells).is_some() { &nowhere } else { &place };
                let location = self.places.given(point, precision, compared, first_day);
                if location.needs_review() {
                    let value = format!("{}, {}", point.lat(), point.lon());
                    cells.warn_field(Field::Place, &value, Reason::new(&*location.why, &*location.why_fr));
                }
                return Ok((place, location));
            }
            Ok(None) => {}
            Err(problem) if is_named => {
                let reason =
                    problem.why().so("the place is looked up by its name", "le lieu est cherché par son nom");
                cells.warn(&problem.column, &problem.value, reason);
            }
            Err(problem) => return Err(problem),
        }
        if !is_named {
            let text = cells.field(Field::Place).map_or_else(String::new, |(_, text)| text.to_owned());
            let reason = Reason::new(
                "the row names no place and no unit, and gives no coordinates",
                "la ligne ne nomme ni lieu ni unité et ne donne pas de coordonnées",
            );
            return Err(cells.problem(&cells.name(Field::Place), &text, reason));
        }
        let location = match elsewhere(cells) {
            Some(country) => {
                let reason = Reason::new(
                    "only places in Mali can be looked up",
                    "seuls les lieux du Mali peuvent être cherchés",
                );
                cells.warn_field(Field::Country, &country, reason);
                in_another_country(&country)
            }
            None => self.places.named(&place, first_day),
        };
        Ok((place, location))
    }
}

/// A name, unless it says that none is known.
fn name(cells: &mut Cells<'_>, field: Field) -> String {
    let Some((at, name)) = said(cells, field) else { return String::new() };
    if name.len() > LONGEST_NAME && name.chars().count() > LONGEST_NAME {
        let reason =
            Reason::new("this is too long for the name of a place", "c’est trop long pour un nom de lieu");
        cells.warn_field(field, &name, reason.so("left aside", "laissé de côté"));
        return String::new();
    }
    cells.hold_column(at);
    name
}
