//! Filters and orders against a definition that anyone can check by reading.

use super::*;
use crate::event::{LonLat, fold};
use crate::index::{
    Attribute, AttributeType, Change, Collection, Cursor, Feature, Page, Query, Shape, SortKey, SortProperty,
    Value,
};
use geo::{Intersects, Point, Rect, coord};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use std::cmp::Ordering;
use std::sync::Arc;

const KIND: usize = 0;
const ACTOR: usize = 1;
const DEATHS: usize = 2;
const OPEN: usize = 3;
const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("kind", AttributeType::Text, ""),
    Attribute::new("actor", AttributeType::Texts, ""),
    Attribute::new("deaths", AttributeType::Integer, ""),
    Attribute::new("open", AttributeType::Boolean, ""),
];

#[derive(Debug, Clone)]
struct Plain {
    order: u64,
    kind: Option<&'static str>,
    actors: Vec<&'static str>,
    deaths: Option<u32>,
    open: Option<bool>,
    span: Option<(i64, i64)>,
    point: Option<(f64, f64)>,
    words: Vec<&'static str>,
}

impl Plain {
    fn feature(&self) -> Feature {
        Feature {
            order: self.order,
            id: format!("id-{}", self.order),
            shape: self.point.map_or(Shape::None, |(lon, lat)| Shape::Point(LonLat::new(lon, lat).unwrap())),
            span: self.span,
            values: vec![
                self.kind.into(),
                self.actors.iter().copied().collect(),
                self.deaths.into(),
                self.open.map_or(Value::Null, Value::from),
            ],
            words: fold(&self.words.join(" ")).into(),
            geojson: self.order.to_string().into_bytes().into(),
        }
    }

    fn text(&self, attribute: usize) -> Vec<&'static str> {
        match attribute {
            KIND => self.kind.into_iter().collect(),
            ACTOR => self.actors.clone(),
            _ => Vec::new(),
        }
    }

    /// What a filter says, by the tables of three-valued logic.
    fn says(&self, filter: &Filter) -> Option<bool> {
        match filter {
            Filter::Constant(value) => *value,
            Filter::And(filters) => {
                let said: Vec<_> = filters.iter().map(|filter| self.says(filter)).collect();
                if said.contains(&Some(false)) {
                    Some(false)
                } else {
                    (!said.contains(&None)).then_some(true)
                }
            }
            Filter::Or(filters) => {
                let said: Vec<_> = filters.iter().map(|filter| self.says(filter)).collect();
                if said.contains(&Some(true)) { Some(true) } else { (!said.contains(&None)).then_some(false) }
            }
            Filter::Not(filter) => self.says(filter).map(|said| !said),
            Filter::Id { test, .. } => Some(passes(test, &format!("id-{}", self.order))),
            Filter::Text { attribute, test, folding } => {
                let plain = |text: &str| {
                    let text = if folding.accents { text.replace('é', "e") } else { text.to_owned() };
                    if folding.case { text.to_lowercase() } else { text }
                };
                let test = match test {
                    TextTest::Compare(comparison, text) => TextTest::Compare(*comparison, plain(text)),
                    TextTest::In(texts) => TextTest::In(texts.iter().map(|text| plain(text)).collect()),
                    TextTest::Between(low, high) => TextTest::Between(plain(low), plain(high)),
                    TextTest::Like(pattern) => TextTest::Like(plain(pattern)),
                };
                let texts = self.text(*attribute);
                let said: Vec<bool> = texts.iter().map(|text| passes(&test, &plain(text))).collect();
                let is_unequal = matches!(test, TextTest::Compare(Comparison::NotEqual, _));
                (!said.is_empty())
                    .then(|| if is_unequal { !said.contains(&false) } else { said.contains(&true) })
            }
            Filter::Number { attribute, test } if *attribute == DEATHS => {
                self.deaths.map(|deaths| match test {
                    NumberTest::Compare(comparison, other) => {
                        comparison.holds(f64::from(deaths).total_cmp(other))
                    }
                    NumberTest::Between(low, high) => (*low..=*high).contains(&f64::from(deaths)),
                    NumberTest::In(numbers) => numbers.contains(&f64::from(deaths)),
                })
            }
            Filter::Boolean { attribute, value } if *attribute == OPEN => {
                self.open.map(|open| open == *value)
            }
            Filter::Number { .. } | Filter::Boolean { .. } => None,
            Filter::IsNull(property) => Some(match property {
                Property::Id => false,
                Property::Time => self.span.is_none(),
                Property::Geometry => self.point.is_none(),
                Property::Attribute(KIND) => self.kind.is_none(),
                Property::Attribute(ACTOR) => self.actors.is_empty(),
                Property::Attribute(DEATHS) => self.deaths.is_none(),
                Property::Attribute(OPEN) => self.open.is_none(),
                Property::Attribute(_) => true,
            }),
            Filter::Time { start, end } => self
                .span
                .map(|(first, last)| (start.0..=start.1).contains(&first) && (end.0..=end.1).contains(&last)),
            Filter::Space(geometry) => {
                self.point.map(|(lon, lat)| geometry.intersects(&Point::new(lon, lat)))
            }
            Filter::Words(words) => Some(
                words.iter().all(|word| self.words.iter().any(|own| fold(own).starts_with(word.as_str()))),
            ),
        }
    }
}

fn passes(test: &TextTest, own: &str) -> bool {
    match test {
        TextTest::Compare(comparison, other) => comparison.holds(own.cmp(other)),
        TextTest::Between(low, high) => low.as_str() <= own && own <= high.as_str(),
        TextTest::In(texts) => texts.iter().any(|other| other == own),
        TextTest::Like(pattern) => like::Pattern::new(pattern).matches(own),
    }
}

fn a_text() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["attack", "Attack", "attaqué", "ATTAQUE", "clash", "other"])
}

fn plain() -> impl Strategy<Value = Plain> {
    (
        option::weighted(0.8, a_text()),
        vec(a_text(), 0..3),
        option::weighted(0.8, 0..4_u32),
        option::of(any::<bool>()),
        option::weighted(0.8, (0..4_i64, 0..3_i64)),
        option::weighted(0.8, (0..4_i32, 0..4_i32)),
        vec(a_text(), 0..3),
    )
        .prop_map(|(kind, actors, deaths, open, span, point, words)| Plain {
            order: 0,
            kind,
            actors,
            deaths,
            open,
            span: span.map(|(start, length)| (start, start + length)),
            point: point.map(|(lon, lat)| (lon.into(), lat.into())),
            words,
        })
}

fn plains() -> impl Strategy<Value = Vec<Plain>> {
    vec(plain(), 0..60).prop_map(|mut plains| {
        for (order, plain) in (1..).zip(&mut plains) {
            plain.order = order * 3;
        }
        plains
    })
}

fn comparison() -> impl Strategy<Value = Comparison> {
    use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    prop::sample::select(vec![Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual])
}

fn text_test() -> impl Strategy<Value = TextTest> {
    prop_oneof![
        (comparison(), a_text()).prop_map(|(comparison, text)| TextTest::Compare(comparison, text.into())),
        (a_text(), a_text()).prop_map(|(low, high)| TextTest::Between(low.into(), high.into())),
        vec(a_text(), 0..3).prop_map(|texts| TextTest::In(texts.into_iter().map(str::to_owned).collect())),
        "[aAt_%]{0,4}".prop_map(TextTest::Like),
    ]
}

fn leaf() -> impl Strategy<Value = Filter> {
    let number = (0..4_i32).prop_map(f64::from);
    let bounds = || (0..5_i64, 0..4_i64).prop_map(|(from, length)| (from, from + length));
    prop_oneof![
        option::of(any::<bool>()).prop_map(Filter::Constant),
        (0..5_usize, text_test(), any::<bool>(), any::<bool>()).prop_map(
            |(attribute, test, case, accents)| {
                Filter::Text { attribute, test, folding: Folding { case, accents } }
            }
        ),
        (0..5_usize, comparison(), number).prop_map(|(attribute, comparison, number)| Filter::Number {
            attribute,
            test: NumberTest::Compare(comparison, number)
        }),
        (0..4_i32, 0..4_i32).prop_map(|(low, high)| Filter::Number {
            attribute: DEATHS,
            test: NumberTest::Between(low.into(), high.into())
        }),
        (0..5_usize, any::<bool>()).prop_map(|(attribute, value)| Filter::Boolean { attribute, value }),
        prop::sample::select(vec![
            Property::Id,
            Property::Time,
            Property::Geometry,
            Property::Attribute(KIND),
            Property::Attribute(ACTOR),
            Property::Attribute(DEATHS),
            Property::Attribute(OPEN),
            Property::Attribute(9),
        ])
        .prop_map(Filter::IsNull),
        (bounds(), bounds()).prop_map(|(start, end)| Filter::Time { start, end }),
        (0..4_i32, 0..4_i32).prop_map(|(lon, lat)| Filter::Space(Box::new(
            Rect::new(coord! { x: f64::from(lon), y: 0.0 }, coord! { x: 3.0, y: f64::from(lat) })
                .to_polygon()
                .into()
        ))),
        vec(prop::sample::select(vec!["att", "attaque", "clash", "la"]), 0..3)
            .prop_map(|words| Filter::Words(words.into_iter().map(str::to_owned).collect())),
        (1..200_u64).prop_map(|n| {
            let test = TextTest::Compare(Comparison::Equal, format!("id-{n}"));
            Filter::Id { test, folding: Folding::default() }
        }),
    ]
}

fn filter() -> impl Strategy<Value = Filter> {
    leaf().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Filter::And),
            vec(inner.clone(), 0..4).prop_map(Filter::Or),
            inner.prop_map(|filter| Filter::Not(Box::new(filter))),
        ]
    })
}

fn sort() -> impl Strategy<Value = Vec<SortKey>> {
    let property = prop::sample::select(vec![
        SortProperty::Order,
        SortProperty::Start,
        SortProperty::End,
        SortProperty::Attribute(KIND),
        SortProperty::Attribute(ACTOR),
        SortProperty::Attribute(DEATHS),
        SortProperty::Attribute(OPEN),
    ]);
    vec((property, any::<bool>()).prop_map(|(property, descending)| SortKey { property, descending }), 0..3)
}

/// Which of two comes first; what is not known comes last either way.
fn compare(one: &Plain, other: &Plain, sort: &[SortKey]) -> Ordering {
    fn known<T: Ord>(one: Option<T>, other: Option<T>, descending: bool) -> Ordering {
        match (one, other) {
            (Some(one), Some(other)) if descending => other.cmp(&one),
            (Some(one), Some(other)) => one.cmp(&other),
            (one, other) => one.is_none().cmp(&other.is_none()),
        }
    }
    let text = |text: Option<&&'static str>| text.map(|text| fold(text));
    sort.iter()
        .map(|key| match key.property {
            SortProperty::Order => known(Some(one.order), Some(other.order), key.descending),
            SortProperty::Start => known(one.span.map(|s| s.0), other.span.map(|s| s.0), key.descending),
            SortProperty::End => known(one.span.map(|s| s.1), other.span.map(|s| s.1), key.descending),
            SortProperty::Attribute(KIND) => {
                known(text(one.kind.as_ref()), text(other.kind.as_ref()), key.descending)
            }
            SortProperty::Attribute(ACTOR) => {
                known(text(one.actors.first()), text(other.actors.first()), key.descending)
            }
            SortProperty::Attribute(DEATHS) => known(one.deaths, other.deaths, key.descending),
            _ => known(one.open, other.open, key.descending),
        })
        .find(|order| order.is_ne())
        .unwrap_or_else(|| one.order.cmp(&other.order))
}

fn bytes(plain: &Plain) -> Arc<[u8]> {
    plain.order.to_string().into_bytes().into()
}

proptest! {
    #[test]
    fn a_filter_matches_what_it_is_true_of(plains in plains(), filter in filter(), bbox in option::of(Just("0,0,2,2"))) {
        let collection = Collection::bulk_load(ATTRIBUTES, plains.iter().map(Plain::feature).collect());
        let query = Query {
            bbox: bbox.map(|bbox| bbox.parse().unwrap()),
            filter: Some(filter.clone()),
            limit: usize::MAX,
            ..Query::default()
        };
        let expected: Vec<_> = plains
            .iter()
            .filter(|plain| {
                let in_box = |(lon, lat): (f64, f64)| lon <= 2.0 && lat <= 2.0;
                bbox.is_none() || plain.point.is_none_or(in_box)
            })
            .filter(|plain| plain.says(&filter) == Some(true))
            .map(bytes)
            .collect();
        // By the tree and by the columns.
        for most in [0, usize::MAX] {
            let page = collection.search_looking_at(&query, most);
            prop_assert_eq!(page.features.iter().collect::<Vec<_>>(), expected.clone());
            prop_assert_eq!(page.matched, expected.len());
        }
    }

    #[test]
    fn sorted_pages_give_all_in_their_order_while_others_come_and_go(
        plains in plains(),
        filter in option::of(leaf()),
        sort in sort(),
        limit in 1..7_usize,
    ) {
        let mut collection = Collection::bulk_load(ATTRIBUTES, plains.iter().map(Plain::feature).collect());
        let mut expected: Vec<&Plain> = plains
            .iter()
            .filter(|plain| filter.as_ref().is_none_or(|filter| plain.says(filter) == Some(true)))
            .collect();
        expected.sort_by(|one, other| compare(one, other, &sort));
        let mut query = Query { filter, sort, limit, ..Query::default() };
        let (mut seen, mut passed) = (Vec::new(), Vec::new());
        let mut arrivals = (1..20).map(|n| Plain { order: n * 3 - 1, ..plains[0].clone() });
        loop {
            let page: Page = collection.search(&query);
            prop_assert!(page.features.len() <= limit);
            seen.extend(page.features.iter());
            let Some(next) = page.next else { break };
            // What is behind us may go, what is anywhere may come: what stays is neither skipped nor repeated.
            if let Some(last) = seen.last() {
                passed.push(String::from_utf8_lossy(last).parse::<u64>().unwrap());
            }
            let arrival = arrivals.next().map(|plain| plain.feature());
            collection.apply(arrival.into_iter().map(Change::Put).collect());
            if let Some(gone) = passed.pop().filter(|_| limit % 2 == 0) {
                collection.remove(gone);
            }
            query.after = Some(next);
        }
        let stayed: Vec<_> = seen
            .into_iter()
            .filter(|bytes| String::from_utf8_lossy(bytes).parse::<u64>().unwrap() % 3 == 0)
            .collect();
        prop_assert_eq!(stayed, expected.into_iter().map(bytes).collect::<Vec<_>>());
    }

    #[test]
    fn an_offset_leaves_out_the_first_of_a_sorted_answer(
        plains in plains(),
        sort in sort(),
        offset in 0..70_usize,
        limit in 0..9_usize,
    ) {
        let collection = Collection::bulk_load(ATTRIBUTES, plains.iter().map(Plain::feature).collect());
        let mut expected: Vec<&Plain> = plains.iter().collect();
        expected.sort_by(|one, other| compare(one, other, &sort));
        let page = collection.search(&Query { sort, offset, limit, ..Query::default() });
        let shown: Vec<_> = expected.iter().copied().skip(offset).take(limit).map(bytes).collect();
        prop_assert_eq!(page.features.iter().collect::<Vec<_>>(), shown);
        prop_assert_eq!(page.matched, plains.len());
    }
}

#[test]
fn a_text_that_comes_later_is_found_by_a_filter_made_before_it_came() {
    let plain = |order, kind| Plain {
        order,
        kind: Some(kind),
        actors: Vec::new(),
        deaths: None,
        open: None,
        span: None,
        point: None,
        words: Vec::new(),
    };
    let mut collection = Collection::bulk_load(ATTRIBUTES, vec![plain(1, "attack").feature()]);
    let test = TextTest::Compare(Comparison::Equal, "clash".into());
    let filter = Filter::Text { attribute: KIND, test, folding: Folding::default() };
    let query = Query { filter: Some(filter), ..Query::default() };
    assert_eq!(collection.search(&query).matched, 0);
    let mut copy = collection.clone();
    copy.insert(plain(2, "clash").feature());
    assert_eq!((collection.search(&query).matched, copy.search(&query).matched), (0, 1));
    collection.insert(plain(3, "other").feature());
    collection.insert(plain(4, "clash").feature());
    assert_eq!(collection.search(&query).next, None::<Cursor>);
    assert_eq!(collection.search(&query).features.iter().collect::<Vec<_>>(), [Arc::<[u8]>::from(&b"4"[..])]);
}
