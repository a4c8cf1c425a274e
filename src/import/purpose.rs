//! What a list is read for, and what it must have for that.
//!
//! In: a header. Out: what its columns mean, whether they suffice, and if not the error. It must not know rows.

use super::error::ImportError;
use super::field::Field;
use super::format::Format;
use super::mapping::{Mapping, Role};
use csv::StringRecord;

/// What a list is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Its events, each to be placed and kept.
    Events,
    /// Its places, each to be found by its name.
    Names,
    /// Its points, each to be told in words.
    Points,
    /// Its texts, each to be read for what it tells.
    Texts,
}

/// What the column of names is called in lists of places. In lists of events "name" is mostly a person's.
const NAMES: [&str; 2] = ["name", "nom"];

/// What the column of texts is called, the surest first.
const TEXTS: [&str; 19] = [
    "text",
    "texte",
    "body",
    "corps",
    "article",
    "content",
    "contenu",
    "narrative",
    "recit",
    "notes",
    "note",
    "summary",
    "resume",
    "description",
    "details",
    "report",
    "rapport",
    "message",
    "title",
];
/// What the column of the day of publication is called; else the column of dates counts.
const PUBLISHED: [&str; 12] = [
    "published",
    "publication date",
    "date published",
    "published at",
    "published on",
    "pub date",
    "pubdate",
    "publie",
    "publie le",
    "date publication",
    "date de publication",
    "publication",
];

/// Column names an error lists before it says how many more there are.
const NAMES_SHOWN: usize = 20;
/// Characters of each of them.
const NAME_CHARS: usize = 40;

impl Purpose {
    /// What the columns mean.
    pub(super) fn mapping(self, cells: &StringRecord, hxl: Option<&StringRecord>) -> Mapping {
        match self {
            Self::Events => Mapping::of(cells, hxl),
            Self::Names | Self::Points => Mapping::of_places(cells, hxl, &NAMES),
            Self::Texts => {
                let mut mapping = Mapping::of(cells, hxl);
                let called = |words: &[&str]| {
                    words
                        .iter()
                        .find_map(|word| mapping.columns.iter().position(|column| column.key == *word))
                };
                let (text, day) = (called(&TEXTS), called(&PUBLISHED).or_else(|| mapping.first(Field::Date)));
                // What stands in the other columns is not asked, and must not make a row unfit.
                for at in 0..mapping.columns.len() {
                    mapping.assign(at, None);
                }
                for (at, field) in [(day, Field::Date), (text, Field::Place)] {
                    if let Some(at) = at {
                        mapping.assign(at, Some(field));
                    }
                }
                mapping
            }
        }
    }

    /// Whether the columns suffice.
    pub(super) fn is_served_by(self, mapping: &Mapping) -> bool {
        match self {
            Self::Events => mapping.says_where(),
            Self::Names | Self::Texts => mapping.has(Field::Place),
            Self::Points => {
                mapping.has(Field::Coordinates)
                    || (mapping.has(Field::Latitude) && mapping.has(Field::Longitude))
            }
        }
    }

    /// Whether a record is a header: it has what is needed and something else that is understood. A lone "place"
    /// or "name" above other lines may be a title or a value.
    pub(super) fn is_header(self, cells: &StringRecord) -> bool {
        let mapping = self.mapping(cells, None);
        let named = mapping.columns.iter().filter(|column| column.field.is_some()).count();
        if self == Self::Texts {
            return self.is_served_by(&mapping);
        }
        let is_named = || self == Self::Names && mapping.columns.len() > 1 && calls_a_name(&mapping);
        self.is_served_by(&mapping) && (named >= 2 || mapping.format != Format::List || is_named())
    }

    /// The error of a list that lacks what is needed.
    ///
    /// The samples, as far as there are any, tell which column may be meant.
    pub(super) fn missing(self, mapping: &Mapping, samples: &[Vec<String>]) -> ImportError {
        let found = found(mapping);
        match self {
            Self::Events => {
                let understood = "place, location, village, town, site, lieu, localité, ville; region, cercle, \
                                  commune, admin1 to admin3; latitude and longitude, coordinates, coordonnées";
                let example = likely_place(mapping, samples);
                ImportError::NoPlace { found, understood: understood.to_owned(), example, detected: None }
            }
            Self::Names => ImportError::NoColumn {
                wanted: "is called name",
                found,
                understood: "nom, place, location, village, town, site, lieu, localité, ville",
            },
            Self::Texts => ImportError::NoColumn {
                wanted: "is called text",
                found,
                understood: "texte, body, article, content, narrative, notes, summary, description",
            },
            Self::Points => ImportError::NoColumn {
                wanted: "is called lon, or none lat",
                found,
                understood: "longitude and latitude, lng, x and y; coordinates, coordonnées, gps",
            },
        }
    }
}

/// The name of the column that rather holds names of places: nothing else is known of it, and its values are words.
fn likely_place(mapping: &Mapping, samples: &[Vec<String>]) -> String {
    let is_word = |text: &String| text.starts_with(char::is_alphabetic) && text.split(' ').count() <= 4;
    let is_free =
        |at: &usize| mapping.columns[*at].field.is_none() && mapping.columns[*at].role == Role::Data;
    let holds_words =
        |at: &usize| samples.get(*at).is_some_and(|some| !some.is_empty() && some.iter().all(is_word));
    let free: Vec<usize> = (0..mapping.columns.len()).filter(is_free).collect();
    let likely = free.iter().copied().find(holds_words).or_else(|| free.first().copied()).unwrap_or_default();
    mapping
        .columns
        .get(likely)
        .map_or_else(String::new, |column| column.name.chars().take(NAME_CHARS).collect())
}

fn calls_a_name(mapping: &Mapping) -> bool {
    mapping.columns.iter().any(|column| NAMES.contains(&column.key.as_str()))
}

/// The names of the columns, as many and as much of them as an error can list.
pub(super) fn found(mapping: &Mapping) -> String {
    let names: Vec<String> = mapping
        .columns
        .iter()
        .take(NAMES_SHOWN)
        .map(|column| column.name.chars().take(NAME_CHARS).collect())
        .collect();
    match mapping.columns.len().saturating_sub(NAMES_SHOWN) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place_column(header: &[&str]) -> Option<usize> {
        Purpose::Names.mapping(&StringRecord::from(header), None).first(Field::Place)
    }

    #[test]
    fn a_column_called_name_is_the_place_before_any_other() {
        assert_eq!(place_column(&["place", "Name", "region"]), Some(1));
        assert_eq!(place_column(&["lieu", "NOM"]), Some(1));
        assert_eq!(place_column(&["nom", "name"]), Some(1));
        assert_eq!(
            place_column(&["site", "lieu"]),
            Some(1),
            "else the better of those that every list knows"
        );
        assert_eq!(place_column(&["region", "colour"]), None);
        let events = Purpose::Events.mapping(&StringRecord::from(vec!["name", "place"]), None);
        assert_eq!(events.first(Field::Place), Some(1), "a list of events is read as before");
    }

    #[test]
    fn what_is_missing_is_told_with_the_columns_found() {
        let header: Vec<String> = (0..25).map(|number| format!("c{number}")).collect();
        let mapping = Purpose::Names.mapping(&StringRecord::from(header), None);
        let told = Purpose::Names.missing(&mapping, &[]).to_string();
        assert!(told.starts_with("no column is called name. Columns found: c0, c1, "), "{told}");
        assert!(told.contains("c19 and 5 more"), "{told}");
    }

    #[test]
    fn a_list_without_places_is_told_how_to_say_which_column_it_is() {
        let mapping = Mapping::of(&StringRecord::from(vec!["date", "nombre x", "Coin perdu"]), None);
        let samples = [vec!["2023-10-01".to_owned()], vec!["12".to_owned()], vec!["Bamba".to_owned()]];
        let told = Purpose::Events.missing(&mapping, &samples).to_string();
        assert!(told.contains("such as --map \"place=Coin perdu\""), "{told}");
    }
}
