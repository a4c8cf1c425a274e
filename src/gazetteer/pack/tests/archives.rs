//! ZIP and gzip, as sources pack them and as an attacker would.

use super::*;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use zip::write::SimpleFileOptions;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn small(limits: PackLimits) -> PackWishes {
    PackWishes { limits, ..PackWishes::default() }
}

fn error(name: &str, bytes: &[u8]) -> String {
    read_bytes(name, bytes).unwrap_err().to_string()
}

#[test]
fn a_dump_is_the_same_packed_or_not() {
    let plain = fixture("geonames.tsv");
    let expected = read_bytes("ML.txt", &plain).unwrap().pack;
    let readme = b"Readme for GeoNames Gazetteer extract files\n";
    let packed = zip_of(&[("readme.txt", readme), ("ML.txt", &plain)]);
    let read = read_bytes("ML.zip", &packed).unwrap();
    assert_eq!(read.pack, expected);
    assert_eq!(read.report.file, "ML.txt");
    assert_eq!(read_bytes("ML.txt.gz", &gzip(&plain)).unwrap().pack, expected);
    let nested = zip_of(&[("a/", b""), ("a/b/ML.txt", &plain), ("__MACOSX/a/b/._ML.txt", b"\0\x05\x16\x07")]);
    assert_eq!(read_bytes("ML.zip", &nested).unwrap().pack, expected);
}

#[test]
fn of_a_packed_boundary_the_full_shapes_are_taken() {
    let full = fixture("geoboundaries-adm2.geojson");
    let packed = zip_of(&[
        ("geoBoundaries-MLI-ADM2_simplified.geojson", &full),
        ("geoBoundaries-MLI-ADM2.geojson", &full),
        ("geoBoundaries-MLI-ADM2.shp", b"\0\0\x27\x0a"),
        ("geoBoundaries-MLI-ADM2-metaData.json", b"{}"),
        ("CITATION-AND-USE-geoBoundaries.txt", b"cite"),
    ]);
    let read = read_bytes("geoBoundaries-MLI-ADM2-all.zip", &packed).unwrap();
    assert_eq!((read.pack.shapes.len(), read.report.file.as_str()), (2, "geoBoundaries-MLI-ADM2.geojson"));
    assert_eq!(read_bytes("x.geojson.gz", &gzip(&full)).unwrap().pack, read.pack);
}

#[test]
fn names_of_entries_go_nowhere() {
    let plain = fixture("geonames.tsv");
    let packed = zip_of(&[("../../../etc/evil.txt", &plain)]);
    let read = read_bytes("x.zip", &packed).unwrap();
    assert_eq!(read.report.file, "evil.txt");
    let packed = zip_of(&[("C:\\windows\\evil.txt", &plain)]);
    assert_eq!(read_bytes("x.zip", &packed).unwrap().report.file, "evil.txt");
}

#[test]
fn a_bomb_stops_at_the_limit() {
    let limits = PackLimits { max_bytes: 1 << 20, ..PackLimits::default() };
    let bomb = vec![b'a'; 64 << 20];
    for (name, bytes) in [("b.txt.gz", gzip(&bomb)), ("b.zip", zip_of(&[("b.txt", &bomb)]))] {
        assert!(bytes.len() < 100_000, "{name} is a bomb");
        let error = read_pack(name, Cursor::new(bytes), &small(limits)).unwrap_err();
        assert!(matches!(error, PackError::TooLarge { limit: 1_048_576, .. }), "{name}: {error}");
    }
}

#[test]
fn a_file_is_held_in_memory_of_its_size() {
    let list = b"name,lon,lat\nBamba,-1.4,17.03\n".repeat(40_000);
    let limits = PackLimits::default();
    for (name, bytes) in
        [("a.csv", list.clone()), ("a.csv.gz", gzip(&list)), ("a.zip", zip_of(&[("a.csv", &list)]))]
    {
        let content = archive::open(name, Cursor::new(bytes), &limits).unwrap();
        assert!(content.bytes == list && content.bytes.capacity() == list.len(), "{name}");
    }
}

#[test]
fn an_archive_of_many_files_is_refused_before_it_is_listed() {
    let names: Vec<String> = (0..1_001).map(|number| format!("{number}.txt")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let error = read_bytes("many.zip", &zip_of(&entries)).unwrap_err();
    assert!(matches!(error, PackError::TooMany { what: "files", limit: 1_000, .. }), "{error}");
    // A directory that lies about their number.
    let mut lying = zip_of(&entries);
    let end = lying.len() - 12;
    lying[end..end + 2].copy_from_slice(&1_u16.to_le_bytes());
    lying[end - 2..end].copy_from_slice(&1_u16.to_le_bytes());
    assert!(read_bytes("many.zip", &lying).is_err());
}

#[test]
fn a_damaged_archive_is_an_error() {
    let plain = fixture("geonames.tsv");
    for (name, bytes) in [("x.txt.gz", gzip(&plain)), ("x.zip", zip_of(&[("ML.txt", &plain)]))] {
        for cut in [bytes.len() / 2, bytes.len() - 3] {
            assert!(read_bytes(name, &bytes[..cut]).is_err(), "{name} cut at {cut}");
        }
        let mut flipped = bytes.clone();
        flipped[bytes.len() / 3] ^= 0x55;
        assert!(read_bytes(name, &flipped).is_err(), "{name} with a flipped byte");
    }
}

#[test]
fn what_an_archive_holds_instead_is_said() {
    let dump = fixture("geonames.tsv");
    let sheet = zip_of(&[("xl/workbook.xml", b"<x/>"), ("[Content_Types].xml", b"<x/>")]);
    insta::assert_snapshot!(error("list.xlsx", &sheet), @"'list.xlsx' holds no list of places and no GeoJSON, but an Excel workbook; save the sheet as CSV and add that");
    let shapes = zip_of(&[("a.shp", b""), ("a.dbf", b"")]);
    insta::assert_snapshot!(error("a.zip", &shapes), @"'a.zip' holds no list of places and no GeoJSON, but a shapefile; turn it into GeoJSON (ogr2ogr out.geojson in.shp) and add that");
    insta::assert_snapshot!(error("a.zip", &zip_of(&[("b.zip", b"PK")])), @"'a.zip' holds no list of places and no GeoJSON, but another archive; unpack it and add what is inside");
    insta::assert_snapshot!(error("a.zip", &zip_of(&[])), @"'a.zip' holds no list of places and no GeoJSON, but nothing");
    insta::assert_snapshot!(error("a.zip", &zip_of(&[("NE.txt", &dump), ("ML.txt", &dump)])), @"'a.zip' holds more than one list (NE.txt, ML.txt): unpack it and add the one that is meant");
    insta::assert_snapshot!(error("a.txt.gz", &gzip(&gzip(&dump))), @"'a.txt' is an archive in an archive: unpack it and add what is inside");
}
