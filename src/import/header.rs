//! What a column's name or HXL tag says that it holds, in English and French.
//!
//! In: a column's name. Out: a field and how good a name for it that is. It must not know other columns.

use super::cell;
use super::field::Field;
use crate::event::fold;
use csv::StringRecord;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words for each field, the best first.
const LEXICON: &str = include_str!("../../data/lexicon/headers.csv");

/// Words that change nothing: "Nombre de morts", "Date de l'incident".
const STOP_WORDS: [&str; 22] = [
    "de",
    "d",
    "du",
    "des",
    "la",
    "le",
    "les",
    "l",
    "the",
    "of",
    "nombre",
    "nb",
    "nbre",
    "number",
    "total",
    "incident",
    "incidents",
    "evenement",
    "evenements",
    "event",
    "estimated",
    "information",
];

/// Columns that our own file of rejected rows adds; when it comes back mended they say nothing of the event.
pub(super) const OWN_COLUMNS: [&str; 3] = ["azalai_line", "azalai_reason", "azalai_dates"];
/// The one among them that says how the dates of its row are written: a few rejected rows prove it no more.
pub(super) const ORDER_COLUMN: &str = OWN_COLUMNS[2];

/// Whether a column, by its folded name, is one of them; a number behind it is from whoever met two of them.
pub(super) fn is_own(key: &str) -> bool {
    let base = key.trim_end_matches(|letter: char| letter.is_ascii_digit()).trim_end();
    OWN_COLUMNS.iter().any(|own| fold(own) == base)
}

/// Whether a column, by its name, is the one of them that says why its row was rejected.
pub(super) fn is_reason(name: &str) -> bool {
    fold(name) == fold(OWN_COLUMNS[1])
}

/// Whether a column, by its folded name, is the one of them that says how dates are written.
pub(super) fn says_order(key: &str) -> bool {
    is_own(key) && key.starts_with(&fold(ORDER_COLUMN))
}

struct Lexicon {
    exact: HashMap<String, (Field, usize)>,
    loose: HashMap<String, (Field, usize)>,
}

static WORDS: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon = Lexicon { exact: HashMap::new(), loose: HashMap::new() };
    for (name, words) in LEXICON.lines().skip(1).filter_map(|line| line.split_once(',')) {
        let Some(field) = Field::by_name(name) else { continue };
        for (rank, word) in words.split('|').enumerate() {
            let word = fold(word);
            lexicon.loose.entry(without_stop_words(&word)).or_insert((field, rank));
            lexicon.exact.entry(word).or_insert((field, rank));
        }
    }
    lexicon.loose.remove("");
    lexicon
});

fn without_stop_words(folded: &str) -> String {
    folded.split(' ').filter(|word| !STOP_WORDS.contains(word)).collect::<Vec<_>>().join(" ")
}

/// The name as written, on one line and in its right letters.
pub(super) fn written(cell: &str) -> String {
    // Names go where no NUL can: to a database that takes none, to a command line.
    let cell = cell.replace('\0', "\u{fffd}");
    let text = cell::one_line(cell::clean(&cell));
    cell::mend_mojibake(&text).unwrap_or_else(|| text.into_owned())
}

/// What a column of this name most likely holds; the smaller the number, the better the name says so.
pub(super) fn meaning(name: &str) -> Option<(Field, usize)> {
    let words = &WORDS;
    // Longer names are sentences, and no lexicon has them.
    if name.len() > 120 {
        return None;
    }
    let exact = |text: &str| words.exact.get(&fold(text)).copied();
    let plain = without_parentheses(name);
    exact(name)
        .or_else(|| exact(&plain))
        .or_else(|| exact(&apart(&plain)))
        // A name that needs words left out says it less well than any that does not.
        .or_else(|| {
            let loose = words.loose.get(&without_stop_words(&fold(&plain)));
            loose.map(|(field, rank)| (*field, rank + 100))
        })
        .or_else(|| in_parts(name))
}

/// `Localité/Village`, `Victimes (morts)`, `Date - Jour`: what the parts say that say anything, if they all say the
/// same. Of words with a dash and no spaces between all must say it: `Mise-à-jour` is no day.
fn in_parts(name: &str) -> Option<(Field, usize)> {
    let said = |part: &str| WORDS.exact.get(&fold(part)).map(|(field, rank)| (*field, rank + 200));
    let agreed = |said: Vec<(Field, usize)>| {
        let first = said.first().copied()?;
        said.iter().all(|(field, _)| *field == first.0).then_some(first)
    };
    let loose = name.replace(" - ", "/").replace(" – ", "/");
    let parts = || loose.split(['/', '(', ')', '[', ']']).filter(|part| !fold(part).is_empty());
    if parts().nth(1).is_some() {
        return agreed(parts().filter_map(said).collect());
    }
    let joined: Option<Vec<_>> = name.split('-').map(said).collect();
    joined.filter(|said| said.len() > 1).and_then(agreed)
}

/// `Date (jj/mm/aaaa)` as `Date`.
fn without_parentheses(name: &str) -> String {
    let mut depth = 0_usize;
    name.chars()
        .filter(|letter| {
            match letter {
                '(' | '[' => depth += 1,
                ')' | ']' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

/// `EventDate` as `Event Date`.
fn apart(name: &str) -> String {
    let mut spaced = String::with_capacity(name.len() + 4);
    let mut after_small = false;
    for letter in name.chars() {
        if after_small && letter.is_uppercase() {
            spaced.push(' ');
        }
        after_small = letter.is_lowercase();
        spaced.push(letter);
    }
    spaced
}

/// Whether a name is that of the row numbers which pandas, R and spreadsheets put in the first column.
pub(super) fn is_nameless(name: &str) -> bool {
    matches!(fold(name).as_str(), "" | "unnamed 0" | "index" | "level 0") || name == "...1"
}

/// Whether a record is a row of HXL tags, the second line of many files on the Humanitarian Data Exchange.
/// See <https://hxlstandard.org/standard/1-1final/>. Beside them may stand the names of columns that our own file of
/// rejected rows adds.
pub(super) fn is_hxl<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let (mut tags, mut others) = (0, 0);
    for cell in cells.map(cell::clean).filter(|cell| !cell.is_empty() && !is_own(&fold(cell))) {
        let is_tag =
            cell.strip_prefix('#').is_some_and(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic()));
        if is_tag {
            tags += 1;
        } else {
            others += 1;
        }
    }
    tags > 0 && others == 0
}

/// Whether the record below a header says what is in the columns that its merged cells stand over: below "Lieu" and a blank
/// "Cercle" and "Village", and nothing below "Date". A row of the list has something there, or says no names of columns.
pub(super) fn goes_on(header: &StringRecord, below: &StringRecord) -> bool {
    let width = header.len().max(below.len());
    let text = |record: &StringRecord, at: usize| cell::clean(record.get(at).unwrap_or_default()).to_owned();
    let reaches_over =
        |at: usize| text(header, at).is_empty() || (at + 1 < width && text(header, at + 1).is_empty());
    let names: Vec<(usize, String)> =
        (0..width).map(|at| (at, text(below, at))).filter(|(_, name)| !name.is_empty()).collect();
    let is_name = |name: &str| !name.contains(|letter: char| letter.is_ascii_digit());
    !is_hxl(below.iter())
        && names.iter().all(|(at, name)| reaches_over(*at) && is_name(name))
        && names.iter().filter(|(_, name)| meaning(name).is_some()).count() >= 2
}

/// The names of the columns of such a header: the lower ones where there are any.
pub(super) fn of_two_lines(header: &StringRecord, below: &StringRecord) -> StringRecord {
    let name = |at: usize| {
        let filled = |record: &'_ StringRecord| {
            record.get(at).map(cell::clean).filter(|name| !name.is_empty()).map(str::to_owned)
        };
        filled(below).or_else(|| filled(header)).unwrap_or_default()
    };
    (0..header.len().max(below.len())).map(name).collect()
}

/// What an HXL tag says.
pub(super) fn hxl_meaning(tag: &str) -> Option<(Field, usize)> {
    let tag = cell::clean(tag).to_lowercase();
    let mut parts = tag.split('+').map(str::trim);
    let hashtag = parts.next()?;
    let attributes: Vec<&str> = parts.collect();
    let has = |name: &str| attributes.contains(&name);
    let is_code = has("code") || has("id");
    let field = match hashtag {
        "#date" if has("end") => Field::EndDate,
        "#date" if has("year") => Field::Year,
        "#date" if !has("reported") => Field::Date,
        "#loc" if !is_code => Field::Place,
        "#adm1" if !is_code => Field::Region,
        "#adm2" if !is_code => Field::Cercle,
        "#adm3" if !is_code => Field::Commune,
        "#country" if !is_code => Field::Country,
        "#geo" if has("lat") => Field::Latitude,
        "#geo" if has("lon") => Field::Longitude,
        "#geo" if has("coord") => Field::Coordinates,
        "#event" if is_code => Field::Id,
        "#event" | "#cause" => Field::Kind,
        "#actor" | "#group" if !is_code => Field::Actor,
        "#affected" if has("killed") => Field::Deaths,
        "#affected" if has("injured") => Field::Injured,
        "#meta" if has("id") => Field::Id,
        "#meta" if has("source") => Field::Source,
        "#description" => Field::Notes,
        _ => return None,
    };
    // The plainest tag is the one meant: #loc before #loc+type.
    Some((field, attributes.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_understood_in_english_and_french() {
        for (name, field) in [
            ("Date", Some(Field::Date)),
            ("Date (jj/mm/aaaa)", Some(Field::Date)),
            ("DATE DE L’INCIDENT", Some(Field::Date)),
            ("EventDate", Some(Field::Date)),
            ("date_fin", Some(Field::EndDate)),
            ("Année", Some(Field::Year)),
            ("Lieu", Some(Field::Place)),
            ("Lieu de l'incident", Some(Field::Place)),
            ("Localité", Some(Field::Place)),
            ("Type d'incident", Some(Field::Kind)),
            ("Auteur présumé", Some(Field::Actor)),
            ("actor2", Some(Field::Actor)),
            ("Nombre de morts", Some(Field::Deaths)),
            ("Tués", Some(Field::Deaths)),
            ("fatalities", Some(Field::Deaths)),
            ("Blessés", Some(Field::Injured)),
            ("Résumé", Some(Field::Notes)),
            ("N°", Some(Field::Id)),
            ("Région", Some(Field::Region)),
            ("admin2", Some(Field::Cercle)),
            ("Commune", Some(Field::Commune)),
            ("Coordonnées GPS", Some(Field::Coordinates)),
            ("lng", Some(Field::Longitude)),
            ("Localité/Village", Some(Field::Place)),
            ("Localité - Village", Some(Field::Place)),
            ("Localité-Village", Some(Field::Place)),
            ("Village / Humeur", Some(Field::Place)),
            ("Quoi", Some(Field::Kind)),
            ("Quand", Some(Field::Date)),
            ("Où", Some(Field::Place)),
            ("Victimes", None),
            ("Victimes (morts)", Some(Field::Deaths)),
            ("Morts/Blessés", None),
            ("Date/Lieu", None),
            ("Mise-à-jour", None),
            ("Chef-lieu", None),
            ("Humeur du chef", None),
            ("", None),
        ] {
            assert_eq!(meaning(name).map(|(field, _)| field), field, "{name}");
        }
    }

    #[test]
    fn every_line_of_the_lexicon_names_a_field_and_no_word_twice() {
        let mut seen = HashMap::new();
        for line in LEXICON.lines().skip(1) {
            let (name, words) = line.split_once(',').unwrap();
            assert!(Field::by_name(name).is_some(), "{name}");
            for word in words.split('|') {
                assert_eq!(fold(word), word, "words are written folded");
                assert_eq!(seen.insert(word, name), None, "{word} stands twice");
            }
        }
    }

    #[test]
    fn a_row_of_tags_is_hxl() {
        assert!(is_hxl(["#date", "", "#loc +name"].into_iter()));
        assert!(!is_hxl(["#1", "Gao"].into_iter()));
        assert!(!is_hxl(["", ""].into_iter()));
        assert_eq!(hxl_meaning("#affected+killed").map(|(f, _)| f), Some(Field::Deaths));
        assert_eq!(hxl_meaning("#adm1+code"), None);
    }
}
