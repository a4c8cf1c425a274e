//! Files of NGA's server of names (GNS): tabs, a header, one row per name.
//!
//! In: the bytes of a file, of the layout until 2021 (`RC UFI UNI LAT LONG ... FULL_NAME_RO`) or since
//! (`rk ufi uni full_name nt lat_dd long_dd ...`). Out: one place per feature, with all its names. It must not
//! know archives.

use super::geonames::Codes;
use super::report::{Fault, Tally};
use super::{LocalityKind, PackPlace, cells, designation, lines, names};
use std::collections::HashMap;

pub(super) const ATTRIBUTION: &str = "NGA GEOnet Names Server, public domain";

/// What is read of a row, and the names of its column in both layouts, folded to lower case.
const COLUMNS: [(&str, &[&str]); 10] = [
    ("ufi", &["ufi"]),
    ("name", &["full_name_ro", "full_name", "full_name_rg"]),
    ("lon", &["long", "long_dd"]),
    ("lat", &["lat", "lat_dd"]),
    ("class", &["fc"]),
    ("code", &["dsg", "desig_cd"]),
    ("country", &["cc1", "cc_ft"]),
    ("adm1", &["adm1"]),
    ("pop", &["pop"]),
    ("nt", &["nt"]),
];
const UFI: usize = 0;
const NAME: usize = 1;
const LON: usize = 2;
const LAT: usize = 3;
const CLASS: usize = 4;
const CODE: usize = 5;
const COUNTRY: usize = 6;
const ADM1: usize = 7;
const POP: usize = 8;
const NT: usize = 9;

/// Codes of countries in the old layout (FIPS 10-4), Mali and those around it, and in ISO 3166.
const FIPS: [(&str, &str); 11] = [
    ("ML", "ML"),
    ("NG", "NE"),
    ("NI", "NG"),
    ("AG", "DZ"),
    ("MR", "MR"),
    ("UV", "BF"),
    ("SG", "SN"),
    ("GV", "GN"),
    ("IV", "CI"),
    ("GH", "GH"),
    ("LY", "LY"),
];

/// Where each column stands in the file.
struct Header {
    at: [Option<usize>; COLUMNS.len()],
    /// The layout whose country codes are FIPS.
    is_old: bool,
}

impl Header {
    fn of(line: &str) -> Option<Self> {
        let written: Vec<String> = line.split('\t').map(|cell| cell.trim().to_lowercase()).collect();
        let find =
            |wanted: &[&str]| wanted.iter().find_map(|name| written.iter().position(|cell| cell == name));
        let at = COLUMNS.map(|(_, wanted)| find(wanted));
        let has_all = [UFI, NAME, LON, LAT].iter().all(|column| at[*column].is_some());
        has_all.then(|| Self { at, is_old: written.iter().any(|cell| cell == "cc1") })
    }

    fn cells<'a>(&self, line: &'a str) -> [&'a str; COLUMNS.len()] {
        let written: Vec<&str> = line.split('\t').collect();
        self.at.map(|at| at.and_then(|at| written.get(at)).map_or("", |cell| cell.trim()))
    }

    fn width(&self) -> usize {
        self.at.iter().flatten().max().map_or(0, |last| last + 1)
    }
}

/// Whether a line is the header of such a file.
pub(super) fn is_header(line: &str) -> bool {
    Header::of(line).is_some()
}

/// A feature and its names, best first once sorted.
struct Feature<'a> {
    line: u64,
    cells: [&'a str; COLUMNS.len()],
    names: Vec<(u8, String)>,
}

/// Reads a file.
pub(super) fn read(bytes: &[u8], max_line_bytes: usize, tally: &mut Tally) -> Vec<PackPlace> {
    let mut rows = lines::lines(bytes);
    let header = rows.next().and_then(|(_, line)| Header::of(std::str::from_utf8(line).ok()?));
    let Some(header) = header else { return Vec::new() };
    let mut features: Vec<Feature<'_>> = Vec::new();
    let mut by_ufi: HashMap<&str, usize> = HashMap::new();
    let mut codes = Codes::default();
    for (line, bytes) in rows {
        tally.rows += 1;
        let (cells, name) = match row(&header, bytes, max_line_bytes) {
            Ok(row) => row,
            Err(fault) => {
                tally.reject(line, fault);
                continue;
            }
        };
        codes.learn(cells[COUNTRY], cells[CODE], [cells[ADM1], "", ""], &name);
        if designation::kind(cells[CLASS], cells[CODE]).is_none() {
            tally.leave_out(cells[CLASS], cells[CODE]);
            continue;
        }
        let named = (rank(cells[NT]), name);
        if let Some(feature) = by_ufi.get(cells[UFI]).and_then(|at| features.get_mut(*at)) {
            feature.names.push(named);
            tally.joined += 1;
        } else {
            by_ufi.insert(cells[UFI], features.len());
            features.push(Feature { line, cells, names: vec![named] });
        }
    }
    features.into_iter().filter_map(|feature| place(feature, &header, &codes, tally)).collect()
}

type Cells<'a> = [&'a str; COLUMNS.len()];

fn row<'a>(header: &Header, bytes: &'a [u8], max_line_bytes: usize) -> Result<(Cells<'a>, String), Fault> {
    let text = lines::as_text(bytes, max_line_bytes)?;
    let count = text.split('\t').count();
    if count < header.width() {
        let reason = format!("has {count} columns, and the header needs {}", header.width());
        return Err(Fault::new("line", text, reason));
    }
    let cells = header.cells(text);
    if cells[UFI].is_empty() {
        return Err(Fault::new("UFI", "", "is missing"));
    }
    cells::point(("LONG", cells[LON]), ("LAT", cells[LAT]))?;
    let name = cells::name("FULL_NAME", cells[NAME])?;
    Ok((cells, name))
}

/// How good a name is by its type: approved, conventional, not verified, variants, historical, other scripts.
fn rank(name_type: &str) -> u8 {
    match name_type {
        "N" => 0,
        "C" => 1,
        "D" | "P" | "" => 2,
        "V" | "VA" => 3,
        "H" => 4,
        _ => 5,
    }
}

fn place(
    mut feature: Feature<'_>,
    header: &Header,
    codes: &Codes<'_>,
    tally: &mut Tally,
) -> Option<PackPlace> {
    let cells = feature.cells;
    // Both were seen to be right when the row was read.
    let point = cells::point(("LONG", cells[LON]), ("LAT", cells[LAT])).ok()?;
    feature.names.sort_by_key(|(rank, _)| *rank);
    let (_, name) = feature.names.first()?.clone();
    let (population, remark) = cells::population("POP", cells[POP]);
    if let Some(remark) = remark {
        tally.remark(feature.line, remark);
    }
    Some(PackPlace {
        id: format!("gns:{}", cells[UFI]),
        aliases: names::aliases(&name, feature.names.iter().map(|(_, name)| name.as_str())),
        name,
        kind: designation::kind(cells[CLASS], cells[CODE]).unwrap_or(LocalityKind::Other),
        level: designation::level(cells[CODE]),
        point,
        population,
        country: country(cells[COUNTRY], header.is_old),
        region: codes.name(cells[COUNTRY], [cells[ADM1], "", ""], 1),
        cercle: None,
        commune: None,
        source: None,
    })
}

/// The first country of a cell (`ML,NE` for what lies on a border).
fn country(cell: &str, is_old: bool) -> Option<String> {
    let first = cell.split([',', ';', ' ']).next()?;
    if is_old {
        return FIPS.iter().find(|(fips, _)| *fips == first).map(|(_, iso)| (*iso).to_owned());
    }
    cells::country(first)
}
