//! Columns of tables and properties of points, by the names people give them in English and French.
//!
//! In: names of columns, then cells. Out: which column is which, and places. It must not know whether the cells
//! came from a table or from GeoJSON.

use super::ids::Ids;
use super::report::Fault;
use super::{LocalityKind, PackPlace, cells, kinds, names};
use crate::event::{LonLat, fold};

/// What a column can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Name,
    Aliases,
    Lon,
    Lat,
    Kind,
    Population,
    Country,
    Region,
    Cercle,
    Commune,
    Source,
}

/// Each field and its names, folded; the better first: a table of villages may also have a column "place".
const FIELDS: [(Field, &[&str]); 12] = [
    (
        Field::Id,
        &["id", "identifiant", "uuid", "geonameid", "ufi", "pcode", "code", "code localite", "fid", "osm id"],
    ),
    (
        Field::Name,
        &[
            "name",
            "nom",
            "name fr",
            "nom fr",
            "featurename fr",
            "featurename",
            "place name",
            "nom localite",
            "nom de la localite",
            "nom village",
            "nom du village",
            "toponym",
            "toponyme",
            "localite",
            "locality",
            "village",
            "place",
            "lieu",
            "settlement",
            "ville",
            "town",
            "site",
            "asciiname",
        ],
    ),
    (
        Field::Aliases,
        &[
            "aliases",
            "alias",
            "autres noms",
            "autre nom",
            "other names",
            "other name",
            "alternate names",
            "alternatenames",
            "alternate name",
            "alt name",
            "altname",
            "alt names",
            "variantes",
            "variante",
            "variants",
            "synonymes",
            "synonyms",
            "name en",
            "nom en",
            "name ar",
            "nom local",
        ],
    ),
    (
        Field::Lon,
        &[
            "lon",
            "longitude",
            "long",
            "lng",
            "lon dd",
            "long dd",
            "longitude dd",
            "gps longitude",
            "longitude gps",
            "coord x",
            "coordonnee x",
            "point x",
            "x",
        ],
    ),
    (
        Field::Lat,
        &[
            "lat",
            "latitude",
            "lat dd",
            "latitude dd",
            "gps latitude",
            "latitude gps",
            "coord y",
            "coordonnee y",
            "point y",
            "y",
        ],
    ),
    (
        Field::Kind,
        &[
            "kind",
            "type",
            "nature",
            "categorie",
            "category",
            "feature code",
            "featurecode",
            "featuretype",
            "type localite",
            "place type",
            "fclass",
        ],
    ),
    (
        Field::Population,
        &[
            "population",
            "pop",
            "habitants",
            "inhabitants",
            "population totale",
            "nombre d habitants",
            "effectif",
        ],
    ),
    (
        Field::Country,
        &["country", "pays", "country code", "iso2", "iso a2", "cc", "adm0 pcode", "adm0 fr", "adm0"],
    ),
    (
        Field::Region,
        &[
            "region",
            "admin1",
            "adm1",
            "adm1 fr",
            "adm1 name",
            "admin1name",
            "admin1name fr",
            "adm1 en",
            "nom region",
            "adm1 nom",
            "region name",
        ],
    ),
    (
        Field::Cercle,
        &[
            "cercle",
            "admin2",
            "adm2",
            "adm2 fr",
            "adm2 name",
            "admin2name",
            "admin2name fr",
            "adm2 en",
            "nom cercle",
            "adm2 nom",
            "district",
        ],
    ),
    (
        Field::Commune,
        &[
            "commune",
            "admin3",
            "adm3",
            "adm3 fr",
            "adm3 name",
            "admin3name",
            "admin3name fr",
            "adm3 en",
            "nom commune",
            "adm3 nom",
            "municipality",
        ],
    ),
    (Field::Source, &["source", "sources"]),
];

/// Which columns hold what.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    at: [Option<usize>; FIELDS.len()],
    written: Vec<String>,
}

impl Columns {
    /// Finds the fields among names of columns.
    pub(super) fn of<'a>(header: impl Iterator<Item = &'a str>) -> Self {
        let written: Vec<String> = header.map(names::cleaned).collect();
        let folded: Vec<String> = written.iter().map(|name| fold(name)).collect();
        let find = |words: &[&str]| words.iter().find_map(|word| folded.iter().position(|name| name == word));
        Self { at: FIELDS.map(|(_, words)| find(words)), written }
    }

    /// Where a field stands.
    pub(super) fn at(&self, field: Field) -> Option<usize> {
        self.at[field as usize]
    }

    /// How many fields were found.
    pub(super) fn understood(&self) -> usize {
        self.at.iter().flatten().count()
    }

    /// The name of a field's column as it is written.
    fn written(&self, field: Field) -> &str {
        self.at(field).and_then(|at| self.written.get(at)).map_or("", String::as_str)
    }

    /// What a place without a kind is taken for: the name of the column may say it.
    fn usual_kind(&self) -> LocalityKind {
        if fold(self.written(Field::Name)).contains("village") {
            LocalityKind::Village
        } else {
            LocalityKind::Other
        }
    }

    /// The point in a row's own columns.
    pub(super) fn point(&self, row: &[&str]) -> Result<LonLat, Fault> {
        let cell = |field| (self.written(field), self.cell(row, field));
        cells::point(cell(Field::Lon), cell(Field::Lat))
    }

    fn cell<'a>(&self, row: &[&'a str], field: Field) -> &'a str {
        self.at(field).and_then(|at| row.get(at)).map_or("", |cell| cell.trim())
    }

    /// A row as a place at a point, and what could not be read of it.
    pub(super) fn place(
        &self,
        row: &[&str],
        point: LonLat,
        ids: &mut Ids,
    ) -> Result<(PackPlace, Vec<Fault>), Fault> {
        let cell = |field| self.cell(row, field);
        let name = cells::name(self.written(Field::Name), cell(Field::Name))?;
        let id = ids.id(self.written(Field::Id), cell(Field::Id), &name)?;
        let mut remarks = Vec::new();
        let (population, remark) =
            cells::population(self.written(Field::Population), cell(Field::Population));
        remarks.extend(remark);
        let written = cell(Field::Kind);
        let kind = kinds::kind(written);
        if kind.is_none() && !written.is_empty() {
            remarks.push(Fault::new(self.written(Field::Kind), written, "is no kind of place known here"));
        }
        let given = |field| Some(names::cleaned(cell(field))).filter(|text| !text.is_empty());
        let unit = |field| given(field).map(|name| names::unit_name(&name));
        let place = PackPlace {
            id,
            aliases: names::aliases(&name, cell(Field::Aliases).split(['|', ';', ','])),
            name,
            kind: kind.unwrap_or_else(|| self.usual_kind()),
            level: kind.filter(|kind| *kind == LocalityKind::Unit).and_then(|_| kinds::level(written)),
            point,
            population,
            country: country(cell(Field::Country)),
            region: unit(Field::Region),
            cercle: unit(Field::Cercle),
            commune: unit(Field::Commune),
            source: given(Field::Source),
        };
        Ok((place, remarks))
    }
}

/// A country by its code or, for Mali and those around it, its name.
fn country(cell: &str) -> Option<String> {
    const NAMES: [(&str, &str); 9] = [
        ("mali", "ML"),
        ("mli", "ML"),
        ("niger", "NE"),
        ("burkina faso", "BF"),
        ("mauritanie", "MR"),
        ("mauritania", "MR"),
        ("algerie", "DZ"),
        ("algeria", "DZ"),
        ("senegal", "SN"),
    ];
    let folded = fold(cell);
    let named = NAMES.iter().find(|(name, _)| *name == folded).map(|(_, code)| (*code).to_owned());
    named.or_else(|| cells::country(cell))
}
