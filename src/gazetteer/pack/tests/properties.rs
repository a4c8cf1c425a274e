//! Whatever the bytes, there is a pack or an error, and every row is accounted for.

use super::*;
use proptest::prelude::*;

/// A cell that a file may hold.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>().prop_map(|text| text.replace(['\t', '\n'], " ")),
        (-400.0..400.0_f64).prop_map(|number| number.to_string()),
        Just(String::new()),
        Just("Bamba".to_owned()),
        Just("NaN".to_owned()),
        Just("PPL".to_owned()),
    ]
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_bytes("x.txt", &bytes);
        let _ = read_bytes("x.zip", &[&b"PK\x03\x04"[..], &bytes].concat());
        let _ = read_bytes("x.gz", &[&b"\x1f\x8b\x08\0"[..], &bytes].concat());
        let _ = read_bytes("x.json", &[&b"{\"type\":\"FeatureCollection\",\"features\":["[..], &bytes, b"]}"].concat());
    }

    #[test]
    fn rows_of_a_dump_add_up(rows in proptest::collection::vec(proptest::collection::vec(cell(), 17..21), 0..8)) {
        let mut dump = fixture("geonames.tsv");
        for row in &rows {
            dump.extend(row.join("\t").into_bytes());
            dump.push(b'\n');
        }
        let read = read_bytes("x.tsv", &dump).unwrap();
        assert_adds_up(&read.report);
        prop_assert!(read.pack.places.len() >= 17);
    }

    #[test]
    fn rows_of_a_table_add_up(rows in proptest::collection::vec(proptest::collection::vec(cell(), 0..6), 0..12)) {
        let mut table = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        table.write_record(["name", "lon", "lat", "kind", "id"]).unwrap();
        table.write_record(["Bamba", "-1.4", "17.03", "village", "zero"]).unwrap();
        for row in rows.iter().filter(|row| !row.is_empty()) {
            table.write_record(row).unwrap();
        }
        let read = read_bytes("x.csv", &table.into_inner().unwrap()).unwrap();
        assert_adds_up(&read.report);
        let mut ids: Vec<&str> = read.pack.places.iter().map(|place| place.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), read.pack.places.len(), "ids are unique");
    }

    #[test]
    fn names_are_clean(name in any::<String>()) {
        let clean = names::cleaned(&name);
        prop_assert_eq!(names::cleaned(&clean), clean.clone());
        prop_assert!(!clean.chars().any(char::is_control));
        prop_assert_eq!(clean.trim(), clean.as_str());
    }
}
