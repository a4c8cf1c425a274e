//! What a file is, how high its units stand, and what is refused.

use super::*;
use std::fmt::Write;

fn error(name: &str, bytes: &[u8]) -> String {
    read_bytes(name, bytes).unwrap_err().to_string()
}

fn square(name: &str, properties: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{{"name":"{name}"{properties}}},"geometry":{{"type":"Polygon","coordinates":[[[0,16],[1,16],[1,17],[0,16]]]}}}}"#
    )
}

fn collection(features: &[String]) -> Vec<u8> {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(",")).into_bytes()
}

fn squares(count: usize) -> Vec<u8> {
    let features: Vec<String> = (0..count).map(|number| square(&format!("U{number}"), "")).collect();
    collection(&features)
}

fn level(name: &str, bytes: &[u8]) -> Option<Level> {
    read_bytes(name, bytes).ok().map(|read| read.pack.shapes[0].level)
}

#[test]
fn the_level_of_units_is_found_or_asked_for() {
    let two = squares(2);
    assert_eq!(level("mli_adm2.geojson", &two), Some(Level::Cercle));
    assert_eq!(level("communes.geojson", &two), Some(Level::Commune));
    assert_eq!(level("shapes.geojson", &two), None);
    insta::assert_snapshot!(error("shapes.geojson", &two), @"'shapes.geojson' does not say whether its 2 polygons are regions, cercles or communes: say so with --level region|cercle|commune");
    for (count, found) in [(9, Level::Region), (50, Level::Cercle), (701, Level::Commune)] {
        let read = read_bytes("shapes.geojson", &squares(count)).unwrap();
        assert_eq!(read.pack.shapes[0].level, found);
        assert!(read.report.notes[0].contains("--level"), "{:?}", read.report.notes);
    }
    let named = collection(&[square("Cercle de Gao", ""), square("Cercle de Bourem", "")]);
    assert_eq!(level("shapes.geojson", &named), Some(Level::Cercle));
    let deep = collection(&[square("x", r#","ADM1_FR":"Gao","ADM2_FR":"Bourem""#)]);
    assert_eq!(level("mli_adm3.geojson", &deep), Some(Level::Cercle), "properties come before file names");
    insta::assert_snapshot!(error("mli_adm4.geojson", &two), @"'mli_adm4.geojson' has units of level adm4: only region, cercle and commune are known");
    let wishes = PackWishes {
        level: Some(Level::Region),
        edition: Some(Edition::Until2023),
        name: Some("mine".to_owned()),
        attribution: Some("me".to_owned()),
        ..PackWishes::default()
    };
    let pack = read_pack("mli_adm2.geojson", Cursor::new(two), &wishes).unwrap().pack;
    assert_eq!((pack.name.as_str(), pack.attribution.as_str()), ("mine", "me"));
    assert_eq!(pack.shapes[0].level, Level::Region);
    assert_eq!(pack.shapes[0].edition, Some(Edition::Until2023));
}

#[test]
fn other_files_are_named_and_refused() {
    let refused = |bytes: &[u8]| error("x", bytes);
    insta::assert_snapshot!(refused(b""), @"'x' is empty: a list of places (GeoNames, GNS, CSV) or GeoJSON of units or points is needed");
    insta::assert_snapshot!(refused(b"version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 2\n"), @"'x' is a pointer of Git LFS, not the file itself: download the file it points to");
    insta::assert_snapshot!(refused(b"<!DOCTYPE html><html>"), @"'x' is a web page: it may be a login or error page saved in place of the file");
    insta::assert_snapshot!(refused(b"SQLite format 3\0abc"), @"'x' is a SQLite database or GeoPackage: turn it into GeoJSON (ogr2ogr out.geojson in) and add that");
    insta::assert_snapshot!(refused(b"name,place\nBamba,Gao\n"), @"'x' has no column for the longitude: its first row is 'name,place'");
    insta::assert_snapshot!(refused(b"{\"type\":\"Topology\",\"objects\":{}}"), @"'x' is JSON but not a GeoJSON collection of features: its type is Topology");
    insta::assert_snapshot!(refused(b"{\"type\":\"FeatureCollection\",\"features\":[{}"), @"'x' is not valid JSON");
    insta::assert_snapshot!(refused(b"{\"type\":\"FeatureCollection\",\"features\":[]}"), @"nothing in 'x' could be read as a place or a unit");
    insta::assert_snapshot!(refused(br#"{"type":"FeatureCollection","crs":{"properties":{"name":"urn:ogc:def:crs:EPSG::32630"}},"features":[]}"#), @"'x' has coordinates in 'urn:ogc:def:crs:EPSG::32630': GeoJSON has longitude and latitude (WGS 84); with GDAL: ogr2ogr -t_srs EPSG:4326 out.geojson x");
    insta::assert_snapshot!(refused(b"name,lon,lat\nBamba,east,17\n"), @"nothing in 'x' could be read as a place or a unit; line 2, lon: 'east' is not a number of degrees");
}

#[test]
fn a_pack_cannot_take_the_name_of_a_layer_that_is_there() {
    for name in ["seed", "local", "", " a", "a\nb", &"a".repeat(81)] {
        let wishes = PackWishes { name: Some(name.to_owned()), ..PackWishes::default() };
        let read = read_pack("g.tsv", Cursor::new(fixture("geonames.tsv")), &wishes);
        assert!(matches!(read, Err(PackError::Name { .. })), "{name:?}");
    }
    let own = read_bytes("seed.csv", b"name,lon,lat\nBamba,-1.4,17.03\n").unwrap();
    assert_eq!(own.pack.name, "seed-file");
}

#[test]
fn problems_are_listed_up_to_a_number_and_counted_beyond() {
    let mut table = String::from("name,lon,lat\nGood,0,16\n");
    for row in 0..250 {
        let _ = writeln!(table, "Bad {row},0,99");
    }
    let read = read_bytes("x.csv", table.as_bytes()).unwrap();
    assert_eq!(
        (read.report.problems.len(), read.report.problem_count, read.report.rejected),
        (100, 250, 250)
    );
    assert_adds_up(&read.report);
}

#[test]
fn a_nul_breaks_its_line_and_no_other() {
    for name in ["geonames.tsv", "gns-new.txt", "places.tsv", "villages-fr.csv"] {
        let sound = fixture(name);
        let whole = read_bytes(name, &sound).unwrap().report;
        // Within the last line, where a disk lost a byte.
        let mut damaged = sound.trim_ascii_end().to_vec();
        let last = damaged.iter().rposition(|byte| *byte == b'\n').unwrap();
        damaged.insert(last + 3, 0);
        let read = read_bytes(name, &damaged).unwrap_or_else(|error| panic!("{name}: {error}")).report;
        assert_eq!((read.rows, read.rejected), (whole.rows, whole.rejected + 1), "{name}");
        let problem = read.problems.last().unwrap();
        assert!(problem.reason.contains("NUL"), "{name}: {problem:?}");
        assert_eq!(problem.line, damaged.split(|byte| *byte == b'\n').count() as u64, "{name}");
        assert_adds_up(&read);
    }
    insta::assert_snapshot!(error("x", &b"\x01\0\0\x02name\0\n".repeat(9)), @"'x' is binary data: a list of places (GeoNames, GNS, CSV) or GeoJSON of units or points is needed");
}

#[test]
fn a_row_without_end_is_a_problem_and_not_the_memory() {
    let mut dump = fixture("geonames.tsv");
    dump.extend(vec![b'x'; 1 << 20]);
    let read = read_bytes("x.tsv", &dump).unwrap();
    assert_eq!(read.report.rejected, 1);
    assert!(read.report.problems[0].reason.contains("longer than 262144 bytes"));
    let mut table = b"name,lon,lat\nGood,0,16\n\"Open,0,16\n".to_vec();
    table.extend(b"More,0,16\n".repeat(50_000));
    let read = read_bytes("x.csv", &table).unwrap();
    assert_eq!((read.report.places, read.report.rejected), (50_001, 1));
    assert_eq!(read.report.problems[0].line, 3);
    assert!(read.report.problems[0].reason.contains("quotation mark"));
}

#[test]
fn geojson_that_is_deep_or_endless_is_refused() {
    let deep = [
        br#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":null,"geometry":{"type":"Polygon","coordinates":"#.to_vec(),
        vec![b'['; 100_000],
        vec![b']'; 100_000],
        b"}}]}".to_vec(),
    ]
    .concat();
    assert!(matches!(read_bytes("x.geojson", &deep), Err(PackError::Nothing { .. })));
    let many =
        [br#"{"type":"FeatureCollection","features":["#.to_vec(), b"1,".repeat(1_000_001), b"1]}".to_vec()]
            .concat();
    assert!(matches!(read_bytes("x.geojson", &many), Err(PackError::Json { .. })));
    let limits = PackLimits { max_positions: 10, ..PackLimits::default() };
    let wishes = PackWishes { limits, ..PackWishes::default() };
    let read = read_pack("adm1.geojson", Cursor::new(squares(9)), &wishes);
    assert!(matches!(read, Err(PackError::TooMany { what: "positions", .. })));
}

#[test]
fn an_open_quotation_mark_costs_its_row_and_no_other() {
    let mut table = String::from("name,lon,lat,notes\n");
    for row in 1..=50 {
        let quote = if row == 10 { "\"" } else { "" };
        let note = if row == 30 { "\"two lines\nof a note, with commas, and more\"" } else { "" };
        let _ = writeln!(table, "{quote}Place {row},-{}.5,15.25,{note}", row % 9);
    }
    let report = read_bytes("open.csv", table.as_bytes()).unwrap().report;
    assert_eq!(report.places, 49, "{:?}", report.problems);
    assert_eq!((report.problems[0].line, report.problems[0].column.as_str()), (11, "line"));
    assert!(report.problems[0].reason.contains("quotation mark"), "{:?}", report.problems);
    assert_adds_up(&report);
}

#[test]
fn points_and_shapes_that_cannot_be_are_refused_row_by_row() {
    let report = read_bytes("x.csv", b"name,lon,lat\nZero,0,0\nGood,0,16\n").unwrap().report;
    assert_eq!((report.places, report.rejected), (1, 1));
    assert_eq!(report.problems[0].reason, "stands where no position is known");
    let point = |lon: f64| {
        format!(
            r#"{{"type":"Feature","properties":{{"name":"P"}},"geometry":{{"type":"Point","coordinates":[{lon},{lon}]}}}}"#
        )
    };
    let report = read_bytes("x.geojson", &collection(&[point(0.0), point(1.0)])).unwrap().report;
    assert_eq!((report.places, report.rejected), (1, 1));
    let world = r#"{"type":"Feature","properties":{"name":"Kidal"},"geometry":{"type":"Polygon","coordinates":[[[-180,-90],[180,-90],[180,90],[-180,-90]]]}}"#;
    let read = read_bytes("mli_adm1.geojson", &collection(&[world.to_owned(), square("Gao", "")])).unwrap();
    assert_eq!((read.pack.shapes.len(), read.report.rejected), (1, 1));
    assert_eq!(read.report.problems[0].reason, "is wider than 20 degrees: no region, cercle or commune is");
}
