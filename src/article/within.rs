//! The units that stand behind places.
//!
//! In: the places of a text. Out: each with the units that the words behind it name, which are then no places of their own.
//! It must not resolve them.

use super::answer::PlaceRole;
use super::places::{Form, PlaceMention};
use super::role::Role;
use super::text::Text;
use crate::gazetteer::{Gazetteer, Level, Place};

/// Gives places the units that stand behind them: "Bamba, in the Gao region", "Bamba (Gao)", "Bamba, Bourem, Gao".
pub(super) fn attach(text: &Text<'_>, places: &mut [PlaceMention], gazetteer: &Gazetteer) {
    for number in 1..places.len() {
        let Some([place, next]) = places.get_mut(number - 1..=number) else { continue };
        let between = place.at.end..next.at.start;
        let again = place.form == Form::Name
            && next.form == Form::Beside
            && place.role == PlaceRole::Event
            && next.role == PlaceRole::Event
            && between.len() <= 4
            && between.clone().all(|at| text.at(at, Role::TellsAgain).is_some())
            && text.words.get(next.at.start).is_some_and(|word| !word.opens)
            && (between.len() > 1
                || (between.start..=next.at.start)
                    .any(|at| text.words.get(at).is_some_and(|word| word.gap.contains([',', '(']))));
        if again {
            next.role = PlaceRole::Context;
        }
    }
    for number in 0..places.len() {
        let (mut units, mut context) = (Vec::new(), Vec::new());
        let Some(place) = places.get(number) else { continue };
        if matches!(place.form, Form::Abroad(_)) {
            continue;
        }
        let sentence = text.sentence_of(place.at.start);
        let mut end = place.at.end;
        for (ahead, next) in places.iter().enumerate().skip(number + 1) {
            let near = next.at.start >= end && next.at.start - end <= 5 && next.at.end <= sentence.end;
            let only_small = (end..next.at.start).all(|at| text.at(at, Role::BeforeUnit).is_some());
            if !near || !only_small || matches!(next.form, Form::Beside | Form::Between) {
                break;
            }
            if let Form::Abroad(_) = next.form {
                // "Gao, Niger" is a question of its own; "Djibo, Burkina Faso" was taken before.
                break;
            }
            let name = text.slice(&next.name);
            let listed = (end..next.at.start).any(|at| matches!(text.word(at), "and" | "et"));
            let level = match next.form {
                Form::Unit(level) if !listed => Some(level),
                Form::Unit(_) => None,
                _ if listed => None,
                // A bare name is a unit only where the place is known to lie in it.
                _ => bare_unit(gazetteer, text.slice(&place.name), name).filter(|_| {
                    let gap = text.words.get(next.at.start).map_or("", |word| word.gap);
                    gap.contains([',', '('])
                        || matches!(text.word(next.at.start.wrapping_sub(1)), "in" | "dans")
                }),
            };
            let Some(level) = level else { break };
            if let Form::Unit(own) = place.form
                && level >= own
            {
                break;
            }
            units.push((level, name.to_owned()));
            context.push(ahead);
            end = next.at.end;
        }
        if let Some(place) = places.get_mut(number) {
            place.units.extend(units);
        }
        for one in context {
            if let Some(unit) = places.get_mut(one)
                && unit.role == PlaceRole::Event
            {
                unit.role = PlaceRole::Context;
            }
        }
    }
}

/// The level of a unit that a bare name beside a place names, if a place of that name lies in it.
fn bare_unit(gazetteer: &Gazetteer, place: &str, unit: &str) -> Option<Level> {
    let units = gazetteer.units_named(unit, None);
    let holds = |locality: u32| {
        crate::gazetteer::Edition::ALL
            .iter()
            .any(|edition| gazetteer.units_of(locality, *edition).known().any(|known| units.contains(&known)))
    };
    let lies = gazetteer.find(place).into_iter().any(|hit| match hit.place {
        Place::Locality(number) => holds(number),
        Place::Unit(_) => false,
    });
    let level = units.iter().filter_map(|unit| gazetteer.unit(*unit)).map(|unit| unit.level).min();
    level.filter(|_| lies && crate::event::fold(place) != crate::event::fold(unit))
}
