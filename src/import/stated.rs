//! What the operator says that columns mean.
//!
//! In: `field=column` as typed, and the mapping that was guessed. Out: the mapping that was meant, or what is
//! wrong with what was typed and what there is. It must not know rows.

use super::field::Field;
use super::mapping::Mapping;
use thiserror::Error;

/// Why a stated mapping cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MappingError {
    /// There is no `=` in it, or nothing after it.
    #[error(
        "'{text}' is not FIELD=COLUMN, such as place=Lieu dit, or none=Lieu dit for a column only to be kept"
    )]
    Form {
        /// As typed.
        text: String,
    },
    /// No field has this name.
    #[error("'{field}' is not a field; fields are {known}, and none")]
    UnknownField {
        /// As typed.
        field: String,
        /// All there are.
        known: String,
    },
    /// The list has no column of this name.
    #[error("the list has no column '{column}'; its columns are {found}")]
    UnknownColumn {
        /// As typed.
        column: String,
        /// All there are, as far as an error can list them.
        found: String,
    },
    /// Two columns are said to be what only one can be.
    #[error("{field} can be read from one column only, and both '{first}' and '{second}' are given for it")]
    Twice {
        /// The field.
        field: &'static str,
        /// The column given first.
        first: String,
        /// The other.
        second: String,
    },
}

/// What a person types for a field that is none: the column is kept as an attribute.
const NONE: &str = "none";

/// How much of what was typed an error repeats, in characters.
const REPEATED_CHARS: usize = 60;

/// Reads `place=Lieu dit` or `none=Col`.
pub fn parse_mapping(text: &str) -> Result<(Option<Field>, String), MappingError> {
    let repeated = |text: &str| text.chars().take(REPEATED_CHARS).collect::<String>();
    let pair = text.split_once('=').map(|(field, column)| (field.trim(), column.trim()));
    let Some((name, column)) = pair.filter(|(_, column)| !column.is_empty()) else {
        return Err(MappingError::Form { text: repeated(text) });
    };
    if name == NONE {
        return Ok((None, column.to_owned()));
    }
    let field = Field::by_name(name).ok_or_else(|| MappingError::UnknownField {
        field: repeated(name),
        known: Field::names().collect::<Vec<_>>().join(", "),
    })?;
    Ok((Some(field), column.to_owned()))
}

impl Mapping {
    /// Follows what was stated, and tells how that differs from the guess; nothing when it does not.
    ///
    /// A column that is given a field loses the one it had; a field that only one column can have leaves the
    /// column it was guessed for.
    pub(super) fn follow(
        &mut self,
        stated: &[(Option<Field>, String)],
        found: impl FnOnce(&Self) -> String,
    ) -> Result<String, MappingError> {
        let mut places: Vec<(Option<Field>, usize)> = Vec::with_capacity(stated.len());
        for (field, name) in stated {
            let Some(place) = self.called(name) else {
                let column = name.chars().take(REPEATED_CHARS).collect();
                return Err(MappingError::UnknownColumn { column, found: found(self) });
            };
            let single = field.filter(|field| !field.repeats());
            if let Some(field) = single
                && let Some((_, first)) =
                    places.iter().find(|(other, at)| *other == Some(field) && *at != place)
            {
                return Err(MappingError::Twice {
                    field: field.name(),
                    first: self.columns[*first].name.clone(),
                    second: self.columns[place].name.clone(),
                });
            }
            places.push((*field, place));
        }
        let before: Vec<Option<Field>> = self.columns.iter().map(|column| column.field).collect();
        for (field, place) in places {
            self.assign(place, field);
        }
        let mut changed: Vec<String> = self
            .columns
            .iter()
            .zip(before)
            .filter(|(column, before)| column.field != *before)
            .map(|(column, _)| format!("{}={}", column.field.map_or(NONE, Field::name), column.key))
            .collect();
        changed.sort_unstable();
        Ok(changed.join("\u{1f}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use csv::StringRecord;

    fn follow(header: &[&str], stated: &[&str]) -> Result<(String, Mapping), MappingError> {
        let mut mapping = Mapping::of(&StringRecord::from(header), None);
        let stated = stated.iter().map(|text| parse_mapping(text)).collect::<Result<Vec<_>, _>>()?;
        let changed = mapping.follow(&stated, |_| "these".to_owned())?;
        Ok((changed, mapping))
    }

    #[test]
    fn what_is_stated_goes_before_what_is_guessed() {
        let (changed, mapping) = follow(&["Lieu dit", "lieu", "date"], &["place=Lieu dit"]).unwrap();
        assert_eq!(mapping.all(Field::Place), [0]);
        assert_eq!(mapping.columns[1].field, None, "kept as an attribute");
        assert_eq!(changed, "none=lieu\u{1f}place=lieu dit");
        let (changed, mapping) = follow(&["lieu", "date", "notes"], &["none=notes", "place=lieu"]).unwrap();
        assert!(!mapping.has(Field::Notes));
        assert_eq!(changed, "none=notes");
        let (_, mapping) = follow(&["actor1", "lieu", "groupe x"], &["actor=groupe x"]).unwrap();
        assert_eq!(mapping.all(Field::Actor), [0, 2], "several columns may be actors");
        let (_, mapping) = follow(&["Localité / Site", "quartier"], &["place=localite/site"]).unwrap();
        assert_eq!(mapping.all(Field::Place), [0], "without accents, case and spaces");
        let (_, mapping) = follow(&["CÔTÉ", "Coté", "cote"], &["place=cote"]).unwrap();
        assert_eq!(mapping.all(Field::Place), [2], "the one called so before those that are like it");
        let error = follow(&["CÔTÉ", "Coté"], &["place=cote"]).err();
        assert!(matches!(error, Some(MappingError::UnknownColumn { .. })), "which of both?");
    }

    #[test]
    fn what_cannot_be_followed_says_what_there_is() {
        let told = |header: &[&str], stated: &[&str]| follow(header, stated).err().unwrap().to_string();
        assert!(told(&["lieu"], &["lieu"]).starts_with("'lieu' is not FIELD=COLUMN"));
        assert!(told(&["lieu"], &["spot=lieu"]).starts_with("'spot' is not a field; fields are id, date, "));
        assert_eq!(told(&["lieu"], &["place=x"]), "the list has no column 'x'; its columns are these");
        assert_eq!(
            told(&["a", "b"], &["place=a", "place=b"]),
            "place can be read from one column only, and both 'a' and 'b' are given for it"
        );
    }
}
