//! The sentences that say why: short, for a tired person.
//!
//! In: what was decided. Out: English. It must not decide anything.

use super::context::{Context, Position};
use super::rank::Ranked;
use crate::event::UnitPath;
use crate::gazetteer::{Gazetteer, Level, Place, Tier};

/// "Bamba (Koro, Mopti)".
pub(super) fn place_with_units(name: &str, units: &UnitPath) -> String {
    let path: Vec<&str> = [&units.cercle, &units.region]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .filter(|unit| *unit != name)
        .collect();
    if path.is_empty() { name.to_owned() } else { format!("{name} ({})", path.join(", ")) }
}

/// How the name was matched: "matched 'Bamba' exactly".
pub(super) fn matched(written: &str, found: &Ranked, name: &str) -> String {
    let alias = if found.is_alias && found.matched != name {
        format!(", another name of {name}")
    } else {
        String::new()
    };
    let written = cut(written);
    let matched = &found.matched;
    match found.tier {
        Tier::Exact => format!("matched '{written}' exactly{alias}"),
        Tier::Plain => format!("matched '{written}' as '{matched}' but for accents and signs{alias}"),
        Tier::Sahel => format!("'{written}' is another spelling of '{matched}'{alias}"),
        Tier::Near(1) => format!("'{written}' is one letter from '{matched}'{alias}"),
        Tier::Near(edits) => format!("'{written}' is {edits} letters from '{matched}'{alias}"),
    }
}

/// A text of the list, cut to what fits a sentence.
pub(super) fn cut(text: &str) -> String {
    const MAX_QUOTED_CHARS: usize = 60;
    // What is not printed (control characters, marks of direction) would garble the sentence.
    let shown = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let mut quoted: String = text.chars().filter(shown).take(MAX_QUOTED_CHARS).collect();
    if text.chars().filter(shown).nth(MAX_QUOTED_CHARS).is_some() {
        quoted.push('…');
    }
    quoted
}

/// "Gao region", "Bourem cercle".
pub(super) fn unit(name: &str, level: Level) -> String {
    format!("{name} {}", level.word())
}

/// What the row's units say for a place: "in Gao region as the row says". Empty when it names none.
pub(super) fn inside(context: &Context, found: &Ranked) -> Option<String> {
    let named = units_by(context, found, |position| position.is_inside());
    (!named.is_empty()).then(|| format!("in {} as the row says", named.join(" and ")))
}

/// What they say against it: "outside Gao region, which the row names, by 120 km".
pub(super) fn outside(context: &Context, found: &Ranked) -> Option<String> {
    let named = units_by(context, found, |position| !position.is_inside());
    (!named.is_empty()).then(|| format!("outside {}, which the row names", named.join(" and ")))
}

fn units_by(context: &Context, found: &Ranked, wanted: impl Fn(&Position) -> bool) -> Vec<String> {
    let mut named = Vec::new();
    for (given, position) in context.given.iter().zip(&found.positions) {
        let name = unit(&given.name, given.level);
        if wanted(position) && !named.contains(&name) {
            named.push(name);
        }
    }
    named
}

/// What speaks for and against a candidate, in words.
pub(super) fn candidate(context: &Context, written: &str, found: &Ranked, name: &str) -> String {
    let parts = [
        Some(matched(written, found, name)),
        inside(context, found),
        outside(context, found),
        found.supported.then(|| "the other name beside it is near by or holds it".to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// Units that no edition knows: "no region called 'Azawad' in any edition".
pub(super) fn unknown_units(context: &Context) -> Option<String> {
    let named: Vec<String> = context
        .unknown
        .iter()
        .map(|(level, text)| format!("no {} called '{}' is known in any edition", level.word(), cut(text)))
        .collect();
    (!named.is_empty()).then(|| named.join("; "))
}

/// "306 km", "850 m".
pub(super) fn distance(metres: f64) -> String {
    if metres < 1_000.0 { format!("{metres:.0} m") } else { format!("{:.0} km", metres / 1_000.0) }
}

/// Name of a place, as the gazetteer shows it.
pub(super) fn name_of(gazetteer: &Gazetteer, place: Place) -> &str {
    match place {
        Place::Locality(number) => gazetteer.locality(number).map_or("", |locality| locality.name.as_str()),
        Place::Unit(number) => gazetteer.unit(number).map_or("", |unit| unit.name.as_str()),
    }
}
