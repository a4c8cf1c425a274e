//! What is promised for any file.

use super::*;
use proptest::prelude::*;

/// Cells without the letters that mean something to a delimiter under test; some with quotes and lines.
fn cell_text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Zéèàçô' -]{0,12}",
        1 => "[a-z\"\n,;éè]{0,12}",
        1 => "[0-9/.-]{0,10}",
    ]
}

fn table(rows: std::ops::Range<usize>) -> impl Strategy<Value = Vec<[String; 4]>> {
    prop::collection::vec([cell_text(), cell_text(), cell_text(), cell_text()], rows)
}

const HEADER: [&str; 4] = ["date", "lieu", "région", "notes"];

fn written(rows: &[[String; 4]], delimiter: u8) -> String {
    let mut csv = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    csv.write_record(HEADER).unwrap();
    for row in rows {
        csv.write_record(row).unwrap();
    }
    String::from_utf8(csv.into_inner().unwrap()).unwrap()
}

fn is_blank(row: &[String; 4]) -> bool {
    row.iter().all(|text| cell::clean(text).is_empty())
}

proptest! {
    #[test]
    fn any_bytes_are_a_list_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = load(&bytes);
    }

    #[test]
    fn any_bytes_after_a_header_are_rows_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..500)) {
        let mut file = b"date,lieu,lat,lon,morts,notes\n2023-10-01,Bamba,,,,\n".to_vec();
        file.extend(bytes);
        let _ = load(&file);
    }

    #[test]
    fn marks_and_line_breaks_in_any_order_are_rows_or_an_error(text in "[\",;\t|\r\n a1-]{0,80}") {
        let _ = load(format!("date,lieu,morts\n{text}").as_bytes());
    }

    #[test]
    fn every_record_has_a_verdict_and_its_own_line(rows in table(1..12)) {
        let text = written(&rows, b',');
        match load(text.as_bytes()) {
            Ok(loaded) => {
                let expected = rows.iter().filter(|row| !is_blank(row)).count();
                prop_assert_eq!(loaded.rows.len(), expected);
                for row in &loaded.rows {
                    // The line is where the first cell of the record stands in the text.
                    let line = text.split('\n').nth(row.line as usize - 1).unwrap();
                    let first = row.record[0].split('\n').next().unwrap().replace('"', "");
                    prop_assert!(line.replace('"', "").starts_with(&first), "{} {}", line, first);
                }
            }
            Err(error) => prop_assert!(rows.iter().all(is_blank), "{error}"),
        }
    }

}

proptest! {
    // Each case reads ten lists.
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn delimiter_and_encoding_do_not_change_fingerprints(rows in table(1..6)) {
        prop_assume!(rows.iter().any(|row| !is_blank(row)));
        let plain = written(&rows, b',');
        let expected = prints(plain.as_bytes());
        for delimiter in [b';', b'\t', b'|'] {
            prop_assert_eq!(&prints(written(&rows, delimiter).as_bytes()), &expected);
        }
        let (legacy, _, _) = encoding_rs::WINDOWS_1252.encode(&plain);
        prop_assert_eq!(&prints(&legacy), &expected);
        prop_assert_eq!(&prints(format!("\u{feff}{plain}").as_bytes()), &expected);
        let little: Vec<u8> = plain.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = plain.encode_utf16().flat_map(u16::to_be_bytes).collect();
        prop_assert_eq!(&prints(&little), &expected);
        prop_assert_eq!(&prints(&big), &expected);
        prop_assert_eq!(&prints(&[b"\xff\xfe", little.as_slice()].concat()), &expected);
        prop_assert_eq!(&prints(&[b"\xfe\xff", big.as_slice()].concat()), &expected);
    }

    #[test]
    fn a_moved_column_does_not_change_fingerprints(rows in table(1..6)) {
        prop_assume!(rows.iter().any(|row| !is_blank(row)));
        let mut csv = csv::Writer::from_writer(Vec::new());
        for [date, place, region, notes] in std::iter::once(&HEADER.map(str::to_owned)).chain(&rows) {
            csv.write_record([notes, region, date, place]).unwrap();
        }
        let moved = csv.into_inner().unwrap();
        prop_assert_eq!(prints(&moved), prints(written(&rows, b',').as_bytes()));
    }
}

/// The fingerprints, or the content when a row was rejected for it.
fn prints(bytes: &[u8]) -> Vec<String> {
    load(bytes)
        .unwrap()
        .rows
        .iter()
        .map(|row| match &row.outcome {
            Outcome::Parsed(parsed) => parsed.fingerprint.as_str().to_owned(),
            Outcome::Rejected(problems) => problems[0].reason.clone(),
        })
        .collect()
}
