//! What holds for every list, whatever is in it.

use super::*;
use crate::event::PlaceContext;
use crate::gazetteer::Gazetteer;
use crate::geocode::Geocoder;
use crate::import::{Asked, Options};
use proptest::prelude::*;
use std::io::Cursor;
use std::sync::LazyLock;

static GEOCODER: LazyLock<Geocoder> = LazyLock::new(|| Geocoder::new(Gazetteer::embedded().unwrap()));

fn answered(bytes: Vec<u8>) -> Result<(AnsweredList, Vec<u8>), BatchError> {
    let mut out = Vec::new();
    let done = geocode_list(&GEOCODER, Cursor::new(bytes), Options::default(), None, &mut out)?;
    let StatusCounts { located, area, review, unlocated } = done.counts;
    assert_eq!(located + area + review + unlocated, done.rows);
    assert!(done.unreadable <= unlocated);
    Ok((done, out))
}

proptest! {
    #[test]
    fn any_cells_go_through_untouched_and_every_row_is_answered(
        rows in prop::collection::vec(("\\PC{0,20}|Gao|12 km N of Gao", "\\PC{0,12}|Gao", "[-0-9., NSEWna]{0,8}"), 1..12),
    ) {
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record(["name", "region", "lon", "lat"]).unwrap();
        for (name, region, degrees) in &rows {
            csv.write_record([name, region, degrees, degrees]).unwrap();
        }
        let (done, out) = answered(csv.into_inner().unwrap()).unwrap();
        prop_assert_eq!(done.rows, rows.len() as u64);
        let mut reader = csv::Reader::from_reader(out.as_slice());
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        prop_assert_eq!(records.len(), rows.len());
        for (record, (name, region, degrees)) in records.iter().zip(&rows) {
            prop_assert_eq!([&record[0], &record[1], &record[2], &record[3]], [name, region, degrees, degrees]);
            prop_assert_eq!(record.len(), 4 + GEOCODE_COLUMNS.len());
        }
    }

    #[test]
    fn any_bytes_are_answered_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let with_header = [&b"name,region\n"[..], &bytes].concat();
        for list in [bytes, with_header] {
            let _ = answered(list);
        }
    }
}

#[test]
fn a_row_in_memory_is_answered_as_the_same_row_of_a_list() {
    let asked: Vec<Asked> = ["Bamba", "Gao", "", "Xyzabad"]
        .map(|name| Asked {
            place: PlaceContext { name: name.into(), region: "Gao".into(), ..PlaceContext::default() },
            ..Asked::default()
        })
        .to_vec();
    let (found, counts) = geocode_all(&GEOCODER, &asked);
    let list = "name,region\nBamba,Gao\nGao,Gao\n,Gao\nXyzabad,Gao\n";
    let (done, out) = answered(list.as_bytes().to_vec()).unwrap();
    assert_eq!(counts, done.counts);
    let mut reader = csv::Reader::from_reader(out.as_slice());
    for (record, found) in reader.records().zip(found) {
        assert_eq!(record.unwrap().iter().skip(2).collect::<Vec<_>>(), Found::clone(&found).cells());
    }
}
