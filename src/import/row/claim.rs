//! What the row's source says: how many died, how many were hurt, what is told.

use super::RowReader;
use super::cells::Cells;
use crate::event::{Claim, Figure, Reason};
use crate::import::cell;
use crate::import::field::Field;
use crate::import::number::{self, Counted};

impl RowReader<'_> {
    /// The claim; `None` when the row claims nothing and names nobody who does.
    pub(super) fn claim(&self, cells: &mut Cells<'_>) -> Option<Claim> {
        let deaths = deaths(cells);
        let injured = figure(cells, Field::Injured, Counted::Injured);
        let text = words(cells, Field::Notes);
        let mut source = words(cells, Field::Source);
        if source.is_empty() {
            source = self.options.source.clone().unwrap_or_default();
        }
        let claim = Claim { source, text, deaths, injured };
        (claim != Claim::default()).then_some(claim)
    }
}

fn words(cells: &mut Cells<'_>, field: Field) -> String {
    let text = cells.field(field).map_or_else(String::new, |(_, text)| text.to_owned());
    cells.hold(field);
    text
}

/// Deaths from up to three columns.
fn deaths(cells: &mut Cells<'_>) -> Figure {
    let best = figure(cells, Field::Deaths, Counted::Dead);
    let low = figure(cells, Field::DeathsLow, Counted::Dead);
    let high = figure(cells, Field::DeathsHigh, Counted::Dead);
    if low.is_unknown() && high.is_unknown() {
        return best;
    }
    // Of "at least 5" in the column of the best figure, the 5 is a low.
    let (best_low, best_high) = if best.best.is_none() { (best.low, best.high) } else { (None, None) };
    let deaths = Figure {
        low: low.best.or(low.low).or(best_low),
        best: best.best,
        high: high.best.or(high.high).or(best_high),
    };
    let is_above =
        |one: Option<u32>, other: Option<u32>| one.zip(other).is_some_and(|(one, other)| one > other);
    // UCDP has such rows where an event is a sum of unclear parts (event_clarity 2): kept as they are.
    if is_above(deaths.best, deaths.high) {
        let reason = Reason::new(
            "the highest figure is below the best one: kept as it is",
            "le chiffre le plus haut est inférieur au meilleur\u{a0}: gardé tel quel",
        );
        warn(cells, Field::DeathsHigh, reason);
    }
    if is_above(deaths.low, deaths.best) || is_above(deaths.low, deaths.high) {
        let reason = Reason::new(
            "the lowest figure is above another: kept as it is",
            "le chiffre le plus bas est supérieur à un autre\u{a0}: gardé tel quel",
        );
        warn(cells, Field::DeathsLow, reason);
    }
    deaths
}

fn warn(cells: &mut Cells<'_>, field: Field, reason: Reason) {
    let value = cells.field(field).map_or_else(String::new, |(_, text)| text.to_owned());
    cells.warn_field(field, &value, reason);
}

fn figure(cells: &mut Cells<'_>, field: Field, counted: Counted) -> Figure {
    let Some((at, text)) = cells.field(field) else { return Figure::UNKNOWN };
    let reading = number::read(text, counted);
    // "2 à 4" is words of the list's own beside the figure, 12 is not.
    let is_plain = cell::without_point_zero(text).bytes().all(|byte| byte.is_ascii_digit());
    let text = text.to_owned();
    match reading.doubt {
        Some(doubt) => cells.warn_field(field, &text, doubt),
        None if is_plain => cells.hold_column(at),
        None => {}
    }
    reading.figure
}
