//! Packs as bytes: the same again, or an error that says what is wrong.

use super::*;
use geo::{Coord, LineString, Polygon};
use proptest::prelude::*;

fn kinds() -> impl Strategy<Value = LocalityKind> {
    prop_oneof![
        Just(LocalityKind::RegionSeat),
        Just(LocalityKind::Village),
        Just(LocalityKind::Unit),
        Just(LocalityKind::Other)
    ]
}

fn places() -> impl Strategy<Value = PackPlace> {
    let text = || proptest::option::of(any::<String>());
    let point = (-180.0..=180.0_f64, -90.0..=90.0_f64);
    let names = (any::<String>(), any::<String>(), proptest::collection::vec(any::<String>(), 0..4));
    (names, kinds(), point, any::<Option<u32>>(), (text(), text(), text(), text(), text())).prop_map(
        |((id, name, aliases), kind, (lon, lat), population, (country, region, cercle, commune, source))| {
            let point = LonLat::new(lon, lat).unwrap();
            PackPlace {
                id,
                name,
                aliases,
                kind,
                level: None,
                point,
                population,
                country,
                region,
                cercle,
                commune,
                source,
            }
        },
    )
}

fn rings() -> impl Strategy<Value = LineString> {
    let position = (-180.0..=180.0_f64, -90.0..=90.0_f64).prop_map(|(x, y)| Coord { x, y });
    proptest::collection::vec(position, 4..8).prop_map(LineString)
}

fn shapes() -> impl Strategy<Value = PackShape> {
    let polygon = (rings(), proptest::collection::vec(rings(), 0..3))
        .prop_map(|(exterior, interiors)| Polygon::new(exterior, interiors));
    let shape = proptest::collection::vec(polygon, 0..3).prop_map(MultiPolygon);
    let edition = proptest::option::of(prop_oneof![Just(Edition::Before2016), Just(Edition::Since2023)]);
    let texts = (any::<String>(), proptest::collection::vec(any::<String>(), 0..3));
    (texts, prop_oneof![Just(Level::Region), Just(Level::Commune)], edition, shape).prop_map(
        |((name, aliases), level, edition, shape)| {
            let parents = aliases.clone();
            PackShape { name, aliases, level, parents, edition, shape }
        },
    )
}

proptest! {
    #[test]
    fn a_pack_is_the_same_again(
        name in any::<String>(),
        places in proptest::collection::vec(places(), 0..5),
        shapes in proptest::collection::vec(shapes(), 0..3),
    ) {
        let pack = Pack { attribution: name.clone(), name, format: PackFormat::Units, places, shapes };
        let bytes = pack.to_bytes().unwrap();
        prop_assert_eq!(Pack::from_bytes(&bytes).unwrap(), pack);
    }

    #[test]
    fn any_change_of_a_byte_is_noticed(at in any::<prop::sample::Index>(), flip in 1..=255_u8) {
        let mut bytes = read_fixture("geonames.tsv").pack.to_bytes().unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        prop_assert!(Pack::from_bytes(&bytes).is_err());
    }

    #[test]
    fn any_bytes_are_no_pack_and_no_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Pack::from_bytes(&bytes).is_err());
        let framed = [&b"AZPK\x01"[..], &(bytes.len() as u64).to_le_bytes(), &crc32fast::hash(&bytes).to_le_bytes(), &bytes].concat();
        // With a right check it may be one by chance; it must not panic, nor reserve what it does not hold.
        let _ = Pack::from_bytes(&framed);
    }
}

#[test]
fn what_is_wrong_with_stored_bytes_is_said() {
    let bytes = read_fixture("geonames.tsv").pack.to_bytes().unwrap();
    let error = |bytes: &[u8]| Pack::from_bytes(bytes).unwrap_err();
    assert!(matches!(error(b""), BlobError::NoPack));
    assert!(matches!(error(b"GPKG"), BlobError::NoPack));
    assert!(matches!(error(&bytes[..bytes.len() - 1]), BlobError::Length { .. }));
    let with = |at: usize, byte: u8| [&bytes[..at], &[byte], &bytes[at + 1..]].concat();
    assert!(matches!(error(&with(4, 9)), BlobError::Version(9)));
    assert!(matches!(error(&with(bytes.len() - 1, bytes[bytes.len() - 1] ^ 1)), BlobError::Checksum));
}

/// When this fails, fields or variants have changed: raise the version.
#[test]
fn packs_of_this_version_stay_readable() {
    let pack = Pack {
        name: "p".to_owned(),
        format: PackFormat::Table,
        attribution: "a".to_owned(),
        places: vec![PackPlace {
            id: "p:1".to_owned(),
            name: "Bamba".to_owned(),
            aliases: vec!["Banba".to_owned()],
            kind: LocalityKind::Other,
            level: None,
            point: LonLat::new(-1.5, 17.0).unwrap(),
            population: Some(300),
            country: Some("ML".to_owned()),
            region: None,
            cercle: Some("Bourem".to_owned()),
            commune: None,
            source: None,
        }],
        shapes: vec![PackShape {
            name: "B".to_owned(),
            aliases: Vec::new(),
            level: Level::Commune,
            parents: vec!["Gao".to_owned()],
            edition: Some(Edition::Since2023),
            shape: MultiPolygon(vec![Polygon::new(LineString::from(vec![(0.0, 1.0)]), Vec::new())]),
        }],
    };
    let bytes: Vec<u8> = (0..VERSION_1.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&VERSION_1[at..at + 2], 16).unwrap())
        .collect();
    assert_eq!(Pack::from_bytes(&bytes).unwrap(), pack);
    assert_eq!(pack.to_bytes().unwrap(), bytes);
}

const VERSION_1: &str = "\
    415a504b015a00000000000000b53d24db01700201610103703a310542616d6261010542616e62610f00000000000000f8bf00000000\
    0000314001ac0201024d4c000106426f7572656d00000101420002010347616f01020101010000000000000000000000000000f03f";
