//! Which column of a list is what.
//!
//! In: the header, and the row of HXL tags if there is one. Out: for each column a name of its own and perhaps
//! a field; for each field its columns. It must not know rows.

use super::cell;
use super::field::Field;
use super::format::Format;
use super::header;
use crate::event::fold;
use csv::StringRecord;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The header is among the first so many records; above it may stand a title and the date of the report.
pub(super) const HEADER_WITHIN: usize = 15;

/// What the columns of a list mean.
#[derive(Debug, Clone)]
pub(super) struct Mapping {
    pub(super) format: Format,
    pub(super) columns: Vec<Column>,
    /// The columns of each field, the preferred first.
    fields: BTreeMap<Field, Vec<usize>>,
}

/// One column.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// Its name, made unique.
    pub(super) name: String,
    /// Its name folded, as fingerprints take it.
    pub(super) key: String,
    pub(super) field: Option<Field>,
    pub(super) role: Role,
}

/// What becomes of a column's cells beside their field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// They belong to the event.
    Data,
    /// They only number the rows of this very file.
    Index,
    /// They were added by our own file of rejected rows.
    Own,
}

impl Mapping {
    /// Reads the header.
    pub(super) fn of(cells: &StringRecord, hxl: Option<&StringRecord>) -> Self {
        let (written, keys) = names(cells);
        let format = Format::recognise(&keys);
        let fields = settle(claims(format, &written, &keys, hxl));
        let mut columns: Vec<Column> = unique(&written)
            .into_iter()
            .zip(keys)
            .map(|(name, key)| {
                let role = if header::is_own(&key) { Role::Own } else { Role::Data };
                Column { name, key, field: None, role }
            })
            .collect();
        for (field, places) in &fields {
            for place in places {
                columns[*place].field = Some(*field);
            }
        }
        Self { format, columns, fields }
    }

    /// Reads the header of a list of places: a column called as one of these words, the first that there is, names
    /// the place, whatever else may.
    pub(super) fn of_places(cells: &StringRecord, hxl: Option<&StringRecord>, called: &[&str]) -> Self {
        let mut mapping = Self::of(cells, hxl);
        let is_called = |word: &&str| mapping.columns.iter().position(|column| column.key == **word);
        if let Some(named) = called.iter().find_map(is_called) {
            for places in mapping.fields.values_mut() {
                places.retain(|place| *place != named);
            }
            mapping.fields.insert(Field::Place, vec![named]);
            mapping.fields.retain(|_, places| !places.is_empty());
            for (place, column) in mapping.columns.iter_mut().enumerate() {
                if place == named {
                    column.field = Some(Field::Place);
                } else if column.field == Some(Field::Place) {
                    column.field = None;
                }
            }
        }
        mapping
    }

    /// What a feature is called says where it is, unless another column does.
    pub(super) fn name_features(&mut self) {
        let called =
            |word: &str| self.columns.iter().position(|column| column.key == word && column.field.is_none());
        if self.format == Format::List
            && !self.has(Field::Place)
            && let Some(named) = called("nom").or_else(|| called("name"))
        {
            self.assign(named, Some(Field::Place));
        }
    }

    /// Half a position is none, and a lone `x` may be anything.
    pub(super) fn forget_half_a_position(&mut self) {
        if self.has(Field::Latitude) == self.has(Field::Longitude) {
            return;
        }
        for field in [Field::Latitude, Field::Longitude] {
            if let Some(at) = self.first(field).filter(|at| self.columns[*at].key.len() == 1) {
                self.assign(at, None);
            }
        }
    }

    /// Gives a column a field, or takes away the one it has.
    pub(super) fn assign(&mut self, place: usize, field: Option<Field>) {
        for places in self.fields.values_mut() {
            places.retain(|other| *other != place);
        }
        if let Some(field) = field {
            let places = self.fields.entry(field).or_default();
            if !field.repeats() {
                places.clear();
            }
            places.push(place);
            if field == Field::Actor {
                places.sort_unstable();
            }
        }
        self.fields.retain(|_, places| !places.is_empty());
        for (at, column) in self.columns.iter_mut().enumerate() {
            let has = |field: &Field| self.fields.get(field).is_some_and(|places| places.contains(&at));
            column.field = if at == place { field } else { column.field.filter(has) };
        }
    }

    /// The column that a person means by this name: the one called so, or the only one that is when case and
    /// accents are left out.
    pub(super) fn called(&self, name: &str) -> Option<usize> {
        let key = fold(name);
        let mut alike = (0..self.columns.len()).filter(|at| self.columns[*at].key == key);
        let same = self.columns.iter().position(|column| column.name == name);
        same.or_else(|| alike.next().filter(|_| !key.is_empty() && alike.next().is_none()))
    }

    /// The columns of a field, the preferred first.
    pub(super) fn all(&self, field: Field) -> &[usize] {
        self.fields.get(&field).map_or(&[], Vec::as_slice)
    }

    /// The column of a field.
    pub(super) fn first(&self, field: Field) -> Option<usize> {
        self.all(field).first().copied()
    }

    /// Whether the list has a column of this field.
    pub(super) fn has(&self, field: Field) -> bool {
        self.fields.contains_key(&field)
    }

    /// Whether anything says where the events happened.
    pub(super) fn says_where(&self) -> bool {
        [Field::Place, Field::Commune, Field::Cercle, Field::Region].into_iter().any(|field| self.has(field))
            || self.says_points()
    }

    /// Whether the list has columns of positions.
    pub(super) fn says_points(&self) -> bool {
        self.has(Field::Coordinates) || (self.has(Field::Latitude) && self.has(Field::Longitude))
    }
}

/// The columns' names as written, and folded.
fn names(cells: &StringRecord) -> (Vec<String>, Vec<String>) {
    let written: Vec<String> = cells.iter().map(header::written).collect();
    let keys = written.iter().map(|name| fold(name)).collect();
    (written, keys)
}

/// How many fields a record names, were it the header.
pub(super) fn understood(record: &StringRecord) -> usize {
    let (written, keys) = names(record);
    settle(claims(Format::recognise(&keys), &written, &keys, None)).len()
}

/// Every field that every column may be: field -> (rank, column).
fn claims(
    format: Format,
    written: &[String],
    keys: &[String],
    hxl: Option<&StringRecord>,
) -> BTreeMap<Field, Vec<(usize, usize)>> {
    let mut claims: BTreeMap<Field, Vec<(usize, usize)>> = BTreeMap::new();
    for (place, (name, key)) in written.iter().zip(keys).enumerate() {
        let tag = hxl.and_then(|tags| tags.get(place)).unwrap_or_default();
        let claim = match format {
            Format::Azalai | Format::List if !cell::clean(tag).is_empty() => header::hxl_meaning(tag),
            Format::Azalai | Format::List => header::meaning(name),
            known => known.field(key),
        };
        if let Some((field, rank)) = claim {
            claims.entry(field).or_default().push((rank, place));
        }
    }
    claims
}

/// One column per field, but for fields that several columns may have; and a lone column "jour" is a date.
fn settle(mut claims: BTreeMap<Field, Vec<(usize, usize)>>) -> BTreeMap<Field, Vec<usize>> {
    let has_parts = claims.contains_key(&Field::Year) && claims.contains_key(&Field::Month);
    if !has_parts
        && !claims.contains_key(&Field::Date)
        && let Some(days) = claims.remove(&Field::Day)
    {
        claims.insert(Field::Date, days);
    }
    claims
        .into_iter()
        .map(|(field, mut places)| {
            if field == Field::Actor {
                // In the order of the list: who did it stands before to whom.
                places.sort_unstable_by_key(|(_, place)| *place);
            } else {
                places.sort_unstable();
            }
            if !field.repeats() {
                places.truncate(1);
            }
            (field, places.into_iter().map(|(_, place)| place).collect())
        })
        .collect()
}

/// Names with a number where one stands twice; columns without a name are called `unnamed`.
fn unique(written: &[String]) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    let given: HashSet<&String> = written.iter().collect();
    // Where to go on counting: ten thousand columns of one name must not be compared with each other.
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    written
        .iter()
        .map(|name| {
            let base = if name.is_empty() { "unnamed" } else { name };
            let mut unique = base.to_owned();
            let number = numbers.entry(base).or_insert(2);
            while taken.contains(&unique) || (unique != *name && given.contains(&unique)) {
                unique = format!("{base}_{number}");
                *number += 1;
            }
            taken.insert(unique.clone());
            unique
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_our_own_rejects_belong_to_no_event() {
        let mapping =
            mapping(&["date", "lieu", "AZALAI_LINE", "azalai_reason", "azalai_line.1", "azalai reason 2"]);
        let own: Vec<bool> = mapping.columns.iter().map(|column| column.role == Role::Own).collect();
        assert_eq!(own, [false, false, true, true, true, true]);
    }

    fn mapping(header: &[&str]) -> Mapping {
        Mapping::of(&StringRecord::from(header), None)
    }

    #[test]
    fn names_that_stand_twice_or_nowhere_become_unique() {
        let names: Vec<String> = ["", "notes", "notes", "notes_2", "", "unnamed"].map(str::to_owned).to_vec();
        assert_eq!(unique(&names), ["unnamed_2", "notes", "notes_3", "notes_2", "unnamed_3", "unnamed"]);
    }

    #[test]
    fn the_better_name_has_the_field_and_the_other_stays_an_attribute() {
        let mapping = mapping(&["site", "lieu", "date", "date de l'incident"]);
        assert_eq!(mapping.first(Field::Place), Some(1));
        assert_eq!(mapping.columns[0].field, None);
        assert_eq!(mapping.first(Field::Date), Some(2));
    }

    #[test]
    fn a_lone_day_is_a_date_and_with_month_and_year_a_day() {
        assert_eq!(mapping(&["jour", "lieu"]).first(Field::Date), Some(0));
        let parts = mapping(&["jour", "mois", "année", "lieu"]);
        assert_eq!(
            (parts.first(Field::Date), parts.first(Field::Day), parts.first(Field::Year)),
            (None, Some(0), Some(2))
        );
    }

    #[test]
    fn a_letter_is_half_a_position_only_beside_the_other() {
        let fields = |header: &[&str]| {
            let mut mapping = mapping(header);
            mapping.forget_half_a_position();
            (mapping.first(Field::Latitude), mapping.first(Field::Longitude))
        };
        assert_eq!(fields(&["place", "x", "y"]), (Some(2), Some(1)));
        assert_eq!(fields(&["place", "x"]), (None, None));
        assert_eq!(fields(&["place", "latitude", "x"]), (Some(1), Some(2)));
        assert_eq!(fields(&["place", "longitude"]), (None, Some(1)), "which says what it is");
    }

    #[test]
    fn a_continent_is_no_region() {
        let mapping = mapping(&["id", "where_coordinates", "adm_1", "region", "best", "type_of_violence"]);
        assert_eq!(mapping.format, Format::UcdpGed);
        assert_eq!(mapping.all(Field::Region), [2]);
    }
}
