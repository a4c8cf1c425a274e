//! A picture gives the answers of its collection, or none.

use super::*;
use crate::event::LonLat;
use crate::index::samples::{ACTOR, ATTRIBUTES, Asked, KIND, P, Plain, asked, plains};
use crate::index::{
    Change, Feature, Filter, Folding, Query, Shape, SortKey, SortProperty, Step, TextTest, TileAddress,
    TileColumn, TilePoints,
};
use proptest::collection::vec;
use proptest::prelude::*;

/// With words, and now and then without a place.
fn feature(plain: &Plain) -> Feature {
    let feature = plain.feature();
    let shape = if plain.order % 7 == 6 { Shape::None } else { feature.shape };
    Feature { shape, words: format!("word{} {}", plain.order % 5, feature.id).into(), ..feature }
}

fn load(plains: &[Plain]) -> Collection {
    Collection::bulk_load(ATTRIBUTES, plains.iter().map(feature).collect())
}

fn bytes_of(collection: &Collection) -> Vec<u8> {
    let mut bytes = Vec::new();
    collection.picture().write(&mut bytes, &|| true).unwrap();
    bytes
}

fn read(bytes: &[u8]) -> Result<Collection, PictureError> {
    Collection::from_picture(ATTRIBUTES, &mut &*bytes)
}

/// A tile with its texts instead of their codes: a dictionary may have more than the features.
fn tile(collection: &Collection, query: &Query) -> (TilePoints, Vec<Option<String>>) {
    let mut points = collection.tile(query, TileAddress::new(2, 1, 1).unwrap(), &[P, KIND]);
    let Some(TileColumn::Texts(codes, texts)) = points.columns.pop() else { panic!("a column of texts") };
    let text = |code: &u32| texts.get(*code as usize).map(ToString::to_string);
    (points, codes.iter().map(text).collect())
}

/// Everything that can be asked of both.
fn same(one: &Collection, other: &Collection, asked: &[Asked]) -> Result<(), TestCaseError> {
    prop_assert_eq!(one.len(), other.len());
    prop_assert_eq!(one.extent(), other.extent());
    prop_assert_eq!(one.time_extent(), other.time_extent());
    for id in (0..200).map(|order| format!("id-{order}")) {
        prop_assert_eq!(one.get(&id), other.get(&id));
    }
    let words = Filter::Words(vec!["word3".to_owned()]);
    let folded = Filter::Text {
        attribute: KIND,
        test: TextTest::Like("C%".to_owned()),
        folding: Folding { case: true, accents: true },
    };
    let filters = [words, folded].map(|filter| Query { filter: Some(filter), ..Query::default() });
    for query in asked.iter().map(Asked::query).chain(filters) {
        for most in [0, 20, usize::MAX] {
            prop_assert_eq!(one.search_looking_at(&query, most), other.search_looking_at(&query, most));
        }
        for attribute in [KIND, ACTOR, P] {
            let sort = vec![SortKey { property: SortProperty::Attribute(attribute), descending: true }];
            let mut query = Query { sort, limit: 7, ..query.clone() };
            let page = one.search(&query);
            prop_assert_eq!(&page, &other.search(&query));
            query.after = page.next;
            prop_assert_eq!(one.search(&query), other.search(&query));
        }
        for zoom in [0, 6, 12] {
            prop_assert_eq!(one.clusters(&query, zoom, Some(KIND)), other.clusters(&query, zoom, Some(KIND)));
        }
        let attributes = &[KIND, ACTOR];
        prop_assert_eq!(
            one.summary(&query, Step::Month, attributes),
            other.summary(&query, Step::Month, attributes)
        );
        prop_assert_eq!(tile(one, &query), tile(other, &query));
        let at = LonLat::new(-4.0, 15.0).unwrap();
        prop_assert_eq!(one.near(&query, at, 300_000.0), other.near(&query, at, 300_000.0));
        let sites = |collection: &Collection| {
            let mut sites = collection.sites(&query, KIND);
            sites.sort_by(|one, other| format!("{one:?}").cmp(&format!("{other:?}")));
            sites
        };
        prop_assert_eq!(sites(one), sites(other));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_picture_gives_the_answers_of_its_collection(
        plains in plains(200),
        gone in vec(0..200_u64, 0..60),
        later in vec(0..200_usize, 0..20),
        asked in vec(asked(), 1..4),
    ) {
        let mut collection = load(&plains);
        collection.apply(gone.iter().map(|order| Change::Remove(*order)).collect());
        let mut read = read(&bytes_of(&collection)).unwrap();
        same(&read, &collection, &asked)?;
        let kept: Vec<Plain> = plains.iter().filter(|plain| !gone.contains(&plain.order)).cloned().collect();
        same(&read, &load(&kept), &asked)?;
        // And both go on in the same way.
        for order in later {
            let change = |plain: &Plain| Change::Put(feature(&Plain { kind: Some("new"), ..plain.clone() }));
            let Some(change) = plains.get(order).map(change) else { continue };
            collection.apply(vec![change.clone()]);
            read.apply(vec![change]);
        }
        same(&read, &collection, &asked)?;
    }

    #[test]
    fn a_picture_that_is_damaged_is_none(plains in plains(30), at in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let mut bytes = bytes_of(&load(&plains));
        let at = at.index(bytes.len());
        prop_assert!(read(&bytes[..at]).is_err(), "cut off");
        bytes[at] ^= 1 << bit;
        prop_assert!(read(&bytes).is_err(), "another bit");
    }

    #[test]
    fn any_bytes_are_no_picture(bytes in vec(any::<u8>(), 0..200)) {
        prop_assert!(read(&bytes).is_err());
        // Whole frames of nonsense, too.
        let mut framed = Vec::new();
        Packer::new().unwrap().write(&bytes, &mut framed).unwrap();
        prop_assert!(read(&framed).is_err());
        let mut piece = bytes_of(&Collection::new(ATTRIBUTES));
        piece.extend(framed);
        prop_assert_eq!(read(&piece).unwrap().len(), 0, "what comes behind is not read");
    }
}

#[test]
fn many_chunks_come_back_in_their_order() {
    let plain = |order: u64| Plain {
        order,
        point: [-4.0 + order as f64 / 1e4, 15.0],
        span: None,
        kind: Some("clash"),
        actors: Vec::new(),
        p: 0.5,
    };
    let collection = load(&(0..5_000).map(plain).collect::<Vec<_>>());
    let read = read(&bytes_of(&collection)).unwrap();
    same(&read, &collection, &[]).unwrap();
    let all = Query { limit: 5_000, ..Query::default() };
    assert_eq!(read.search(&all).features, collection.search(&all).features);
}

#[test]
fn a_text_that_no_feature_has_any_more_is_not_in_the_picture() {
    let secret = |kind| Plain { order: 1, point: [0.0; 2], span: None, kind, actors: Vec::new(), p: 1.0 };
    let mut collection = load(&[secret(Some("secret"))]);
    collection.apply(vec![Change::Put(feature(&secret(Some("open"))))]);
    let read = read(&bytes_of(&collection)).unwrap();
    let texts = read.rows().attributes().texts(KIND).unwrap();
    assert_eq!(texts.iter().map(|entry| &*entry.text).collect::<Vec<_>>(), ["open"]);
}

#[test]
fn a_picture_is_of_these_attributes_and_of_no_areas() {
    let bytes = bytes_of(&Collection::new(ATTRIBUTES));
    let other = Collection::from_picture(&ATTRIBUTES[..2], &mut &*bytes);
    assert!(matches!(other, Err(PictureError::Attributes)), "{other:?}");
    let square = geo::Rect::new((0.0, 0.0), (1.0, 1.0)).to_polygon();
    let plain = Plain { order: 0, point: [0.0; 2], span: None, kind: None, actors: Vec::new(), p: 1.0 };
    let area = Feature { shape: Shape::Area(geo::MultiPolygon::new(vec![square])), ..plain.feature() };
    let areas = Collection::bulk_load(ATTRIBUTES, vec![area]);
    let written = areas.picture().write(&mut Vec::new(), &|| true);
    assert!(matches!(written, Err(PictureError::Area)), "{written:?}");
}

#[test]
fn a_picture_can_be_broken_off() {
    let plain = Plain { order: 0, point: [0.0; 2], span: None, kind: None, actors: Vec::new(), p: 1.0 };
    let written = load(&[plain]).picture().write(&mut Vec::new(), &|| false);
    assert!(matches!(written, Err(PictureError::Stopped)), "{written:?}");
}
