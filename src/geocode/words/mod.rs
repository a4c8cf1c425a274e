//! The sentences that say why: short, for a tired person.
//!
//! In: what was decided. Out: English and French, made together. It must not decide anything.

pub(super) mod french;

use super::context::{Context, Given, Position};
use super::rank::Ranked;
use crate::event::{Reason, UnitPath};
use crate::gazetteer::{Edition, Gazetteer, Level, Place, Tier, numbered, plain_key};

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
pub(super) fn matched(written: &str, found: &Ranked, name: &str) -> Reason {
    let (alias, alias_fr) = if found.is_alias && found.matched != name {
        (format!(", another name of {name}"), format!(", autre nom {}", french::of(name)))
    } else {
        (String::new(), String::new())
    };
    let written = cut(written);
    let matched = &found.matched;
    let (written_fr, matched_fr) = (french::quoted(&written), french::quoted(matched));
    let (en, fr) = match found.tier {
        Tier::Exact => {
            (format!("matched '{written}' exactly"), format!("{written_fr} correspond exactement"))
        }
        Tier::Plain => (
            format!("matched '{written}' as '{matched}' but for accents and signs"),
            format!("{written_fr} correspond à {matched_fr} aux accents et aux signes près"),
        ),
        Tier::Sahel => (
            format!("'{written}' is another spelling of '{matched}'"),
            format!("{written_fr} est une autre graphie de {matched_fr}"),
        ),
        Tier::Bare => (
            format!("'{written}' is '{matched}' but for the particle before it"),
            format!("{written_fr} est {matched_fr}, à la particule initiale près"),
        ),
        Tier::Skeleton => (
            format!("'{written}' sounds like '{matched}' in another script"),
            format!("{written_fr} se lit comme {matched_fr} dans une autre écriture"),
        ),
        Tier::Words => (
            format!("'{written}' has the words of '{matched}' in another order"),
            format!("{written_fr} a les mots de {matched_fr} dans un autre ordre"),
        ),
        Tier::Part => (
            format!("'{written}' and '{matched}' share a part of the name"),
            format!("{written_fr} et {matched_fr} ont une partie du nom en commun"),
        ),
        Tier::Near(_) => match letters_off(&written, matched) {
            // Only the signs differ, where the rest was left out before.
            0 => (
                format!("'{written}' is written like '{matched}'"),
                format!("{written_fr} s’écrit comme {matched_fr}"),
            ),
            1 => (
                format!("'{written}' is one letter from '{matched}'"),
                format!("{written_fr} est à une lettre de {matched_fr}"),
            ),
            edits => (
                format!("'{written}' is {edits} letters from '{matched}'"),
                format!("{written_fr} est à {edits} lettres de {matched_fr}"),
            ),
        },
    };
    Reason::new(en + &alias, fr + &alias_fr)
}

/// Letters that must be changed to make one name of another, as a reader counts them: accents and signs aside.
pub(super) fn letters_off(written: &str, known: &str) -> usize {
    strsim::osa_distance(&plain_key(written), &plain_key(known))
}

/// A text of the list, cut to what fits a sentence.
pub(super) fn cut(text: &str) -> String {
    const MAX_QUOTED_CHARS: usize = 60;
    // What is not printed (control characters, marks of direction) would garble the sentence.
    let shown = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let letters = || text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(shown);
    let mut quoted: String = letters().take(MAX_QUOTED_CHARS).collect();
    if letters().nth(MAX_QUOTED_CHARS).is_some() {
        quoted.push('…');
    }
    quoted
}

/// "Gao region", "Bourem cercle".
pub(super) fn unit(name: &str, level: Level) -> String {
    // "Commune V" says it.
    if numbered(name).is_some() { name.to_owned() } else { format!("{name} {}", level.word()) }
}

/// A unit as a whole: "Gao region is a unit, not a place: shown as an area".
pub(super) fn as_area(name: &str, level: Level) -> Reason {
    let e = if french::is_feminine(name, level) { "e" } else { "" };
    Reason::new(
        format!("{} is a unit, not a place: shown as an area", unit(name, level)),
        format!("{} est une unité, pas un lieu\u{a0}: représenté{e} par une zone", french::unit(name, level)),
    )
}

/// What the row's units say for a place: "in Gao region as the row says". Empty when it names none.
pub(super) fn inside(gazetteer: &Gazetteer, context: &Context, found: &Ranked) -> Option<Reason> {
    let other = |given: &Given| context.of_another_edition(gazetteer, given, found.place);
    let units = |wanted: fn(&Position) -> bool, edition: Option<Edition>| {
        units_by(context, found, french::unit, |given, position| wanted(position) && other(given) == edition)
    };
    let is_inside = |position: &Position| matches!(position, Position::Inside);
    let by_edition = [None].into_iter().chain(Edition::ALL.map(Some)).filter_map(|edition| {
        let (en, fr) = units(is_inside, edition)?;
        let (by, by_fr) = edition.map_or(("", ""), by_division);
        Some(Reason::new(
            format!("in {en} as the row says{by}"),
            format!("dans {fr} comme le dit la ligne{by_fr}"),
        ))
    });
    let is_in_namesake = |_: &Given, position: &Position| matches!(position, Position::InNamesake);
    let namesake = units_by(context, found, french::unit, is_in_namesake).map(|(en, fr)| {
        Reason::new(
            format!("in a unit of that name, though not in {en}"),
            format!("dans une unité de ce nom, mais pas dans {fr}"),
        )
    });
    Reason::all(by_edition.chain(namesake))
}

/// Which division says so, where it is not the one of the day.
fn by_division(edition: Edition) -> (&'static str, &'static str) {
    match edition {
        Edition::Before2016 => (", by the division before 2016", ", selon le découpage d’avant 2016"),
        Edition::Until2023 => (", by the division of 2016 to 2023", ", selon le découpage de 2016 à 2023"),
        Edition::Since2023 => (", by the division since 2023", ", selon le découpage depuis 2023"),
    }
}

/// What they say against it: "outside Gao region, which the row names".
pub(super) fn outside(context: &Context, found: &Ranked) -> Option<Reason> {
    let (en, fr) = units_by(context, found, french::of_unit, |_, position| !position.is_inside())?;
    Some(Reason::new(format!("outside {en}, which the row names"), format!("hors {fr}, que nomme la ligne")))
}

/// The units of the row that a place lies in or outside of, in English and as `french` puts each.
fn units_by(
    context: &Context,
    found: &Ranked,
    french: fn(&str, Level) -> String,
    wanted: impl Fn(&Given, &Position) -> bool,
) -> Option<(String, String)> {
    let mut named: Vec<(&str, Level)> = Vec::new();
    for (given, position) in context.given.iter().zip(&found.positions) {
        let name = (given.name.as_str(), given.level);
        if wanted(given, position) && !named.contains(&name) {
            named.push(name);
        }
    }
    let joined = |say: fn(&str, Level) -> String, and: &str| {
        named.iter().map(|(name, level)| say(name, *level)).collect::<Vec<_>>().join(and)
    };
    (!named.is_empty()).then(|| (joined(unit, " and "), joined(french, " et ")))
}

/// What speaks for and against a candidate, in words.
pub(super) fn candidate(
    gazetteer: &Gazetteer,
    context: &Context,
    written: &str,
    found: &Ranked,
    name: &str,
) -> Reason {
    let supported = || {
        Reason::new(
            "the other name beside it is near by or holds it",
            "l’autre nom donné avec lui est celui d’un lieu proche, ou qui le contient",
        )
    };
    let more = [inside(gazetteer, context, found), outside(context, found), found.supported.then(supported)];
    more.into_iter().flatten().fold(matched(written, found, name), Reason::and)
}

/// How a place was chosen, as far as its own name and units say.
pub(super) fn chosen(gazetteer: &Gazetteer, because: Reason, context: &Context, found: &Ranked) -> Reason {
    let against =
        outside(context, found).map(|out| Reason::new(format!("but {}", out.en), format!("mais {}", out.fr)));
    inside(gazetteer, context, found).into_iter().chain(against).fold(because, Reason::and)
}

/// Units that no edition knows: "no region called 'Azawad' is known in any edition".
pub(super) fn unknown_units(context: &Context) -> Option<Reason> {
    Reason::all(context.unknown.iter().map(|(level, text)| unknown_unit(*level, &cut(text))))
}

/// "no region called 'Azawad' is known in any edition".
pub(super) fn unknown_unit(level: Level, written: &str) -> Reason {
    Reason::new(
        format!("no {} called '{written}' is known in any edition", level.word()),
        format!("{} {} dans aucun découpage connu", french::none_called(level), french::quoted(written)),
    )
}

/// "306 km", "850 m".
pub(super) fn distance(metres: f64) -> String {
    if metres < 1_000.0 { format!("{metres:.0} m") } else { format!("{:.0} km", metres / 1_000.0) }
}

/// "12 km", "1.5 km"; of miles no more than the words can mean.
pub(super) fn kilometres(km: f64) -> String {
    format!("{} km", (km * 10.0).round() / 10.0)
}

/// Name of a place, as the gazetteer shows it.
pub(super) fn name_of(gazetteer: &Gazetteer, place: Place) -> &str {
    match place {
        Place::Locality(number) => gazetteer.locality(number).map_or("", |locality| locality.name.as_str()),
        Place::Unit(number) => gazetteer.unit(number).map_or("", |unit| unit.name.as_str()),
    }
}
