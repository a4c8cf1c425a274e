//! Country dumps of GeoNames: 19 columns, tabs, no header, no quotes
//! (<https://download.geonames.org/export/dump/readme.txt>).
//!
//! In: the bytes of a dump. Out: its places, with the names of units that its own rows give to its codes. It must
//! not know archives.

use super::report::{Fault, Tally};
use super::{PackPlace, cells, designation, lines, names};
use std::collections::{HashMap, HashSet};

/// Attribution that the licence asks for.
pub(super) const ATTRIBUTION: &str = "GeoNames (geonames.org), CC BY 4.0";

pub(super) const COLUMNS: usize = 19;

/// A row as it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a>([&'a str; COLUMNS]);

impl<'a> Row<'a> {
    /// Splits a line; or says how many columns it has instead.
    pub(super) fn split(line: &'a str) -> Result<Self, usize> {
        let mut cells = [""; COLUMNS];
        let mut count = 0;
        for cell in line.split('\t') {
            if let Some(place) = cells.get_mut(count) {
                *place = cell.trim();
            }
            count += 1;
        }
        if count == COLUMNS { Ok(Self(cells)) } else { Err(count) }
    }

    fn id(&self) -> &'a str {
        self.0[0]
    }
    fn class(&self) -> &'a str {
        self.0[6]
    }
    fn code(&self) -> &'a str {
        self.0[7]
    }
    fn country(&self) -> &'a str {
        self.0[8]
    }
    /// Codes of the units of the first three levels.
    fn admin(&self) -> [&'a str; 3] {
        [self.0[10], self.0[11], self.0[12]]
    }

    /// Whether this looks like a row of a dump: a number, and a class of one letter.
    pub(super) fn is_likely(&self) -> bool {
        !self.id().is_empty()
            && self.id().bytes().all(|byte| byte.is_ascii_digit())
            && matches!(self.class().as_bytes(), [] | [b'A'..=b'Z'])
    }
}

/// Names of units by country and codes, from large to small.
#[derive(Debug, Default)]
pub(super) struct Codes<'a>(HashMap<(&'a str, [&'a str; 3]), String>);

impl<'a> Codes<'a> {
    /// Learns the name of a unit from its own row.
    pub(super) fn learn(&mut self, country: &'a str, code: &str, admin: [&'a str; 3], name: &str) {
        let level = match code {
            "ADM1" => 1,
            "ADM2" => 2,
            "ADM3" => 3,
            // Historical units share codes with those that came after.
            _ => return,
        };
        if let Some(key) = key(country, admin, level) {
            self.0.entry(key).or_insert_with(|| names::unit_name(&names::cleaned(name)));
        }
    }

    /// The name of the unit of a level that a place's codes mean.
    pub(super) fn name(&self, country: &'a str, admin: [&'a str; 3], level: usize) -> Option<String> {
        self.0.get(&key(country, admin, level)?).cloned()
    }
}

/// The codes down to a level. `00` is GeoNames' word for "not known".
fn key<'a>(country: &'a str, admin: [&'a str; 3], level: usize) -> Option<(&'a str, [&'a str; 3])> {
    let own = admin.get(level.checked_sub(1)?)?;
    if own.is_empty() || *own == "00" {
        return None;
    }
    let mut codes = admin;
    codes.iter_mut().skip(level).for_each(|below| *below = "");
    Some((country, codes))
}

/// Reads a dump.
pub(super) fn read(bytes: &[u8], max_line_bytes: usize, tally: &mut Tally) -> Vec<PackPlace> {
    let mut rows = Vec::new();
    let mut codes = Codes::default();
    for (line, text) in lines::lines(bytes) {
        match split(text, max_line_bytes) {
            Ok(row) if row.id() == "geonameid" => {}
            Ok(row) => {
                codes.learn(row.country(), row.code(), row.admin(), row.0[1]);
                tally.rows += 1;
                rows.push((line, row));
            }
            Err(fault) => {
                tally.rows += 1;
                tally.reject(line, fault);
            }
        }
    }
    let mut seen = HashSet::new();
    let mut places = Vec::new();
    for (line, row) in rows {
        if !seen.insert(row.id()) {
            tally.reject(line, Fault::new("geonameid", row.id(), "is the id of an earlier row"));
            continue;
        }
        let Some(kind) = designation::kind(row.class(), row.code()) else {
            tally.leave_out(row.class(), row.code());
            continue;
        };
        match place(&row, &codes) {
            Ok((mut place, remark)) => {
                place.kind = kind;
                places.push(place);
                if let Some(remark) = remark {
                    tally.remark(line, remark);
                }
            }
            Err(fault) => tally.reject(line, fault),
        }
    }
    places
}

fn split(line: &[u8], max_line_bytes: usize) -> Result<Row<'_>, Fault> {
    let text = lines::as_text(line, max_line_bytes)?;
    Row::split(text)
        .map_err(|count| Fault::new("line", text, format!("has {count} columns instead of {COLUMNS}")))
}

fn place(row: &Row<'_>, codes: &Codes<'_>) -> Result<(PackPlace, Option<Fault>), Fault> {
    let cell = &row.0;
    if row.id().is_empty() || !row.id().bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Fault::new("geonameid", row.id(), "is not a number"));
    }
    let name = cells::name("name", cell[1])?;
    let point = cells::point(("longitude", cell[5]), ("latitude", cell[4]))?;
    let (population, remark) = cells::population("population", cell[14]);
    let ascii = Some(cell[2]).filter(|ascii| names::differ(ascii, &name));
    let place = PackPlace {
        id: format!("geonames:{}", row.id()),
        aliases: names::aliases(&name, ascii.into_iter().chain(cell[3].split(','))),
        name,
        kind: super::LocalityKind::Other,
        level: designation::level(row.code()),
        point,
        population,
        country: cells::country(row.country()),
        region: codes.name(row.country(), row.admin(), 1),
        cercle: codes.name(row.country(), row.admin(), 2),
        commune: codes.name(row.country(), row.admin(), 3),
        source: None,
    };
    Ok((place, remark))
}
