//! Summaries against a count by hand.

use super::*;
use crate::event::DAY_MS;
use crate::index::filter::{Filter, Folding, Property, TextTest};
use crate::index::samples::{ACTOR, Asked, KIND, P, Plain, asked, load, plains};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Counts of texts, and of features without any.
fn counted<'a>(
    plains: impl Iterator<Item = &'a Plain>,
    texts: impl Fn(&Plain) -> Vec<&'static str>,
) -> Facet {
    let (mut counts, mut facet) = (BTreeMap::<&str, usize>::new(), Facet::default());
    for plain in plains {
        facet.matched += 1;
        let texts = texts(plain);
        facet.unknown += usize::from(texts.is_empty());
        for text in texts {
            *counts.entry(text).or_default() += 1;
        }
    }
    facet.values = counts.into_iter().map(|(text, count)| (Arc::from(text), count)).collect();
    facet.values.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    facet
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn each_facet_is_counted_without_its_own_condition(plains in plains(200), asked in asked()) {
        let summary = load(&plains).summary(&asked.query(), Step::Day, &[KIND, ACTOR]);
        let meeting = |asked: Asked| plains.iter().filter(move |plain| asked.meets(plain));
        prop_assert_eq!(summary.matched, meeting(asked.clone()).count());
        let kinds = counted(meeting(asked.without_kinds()), |plain| plain.kind.into_iter().collect());
        prop_assert_eq!(&summary.facets[0], &kinds);
        let actors = counted(meeting(asked.without_actor()), |plain| plain.actors.clone());
        prop_assert_eq!(&summary.facets[1], &actors);
        let mut days = BTreeMap::<i64, usize>::new();
        let mut undated = 0;
        for plain in meeting(asked.without_time()) {
            match plain.span {
                Some((start, _)) => *days.entry(start.div_euclid(DAY_MS)).or_default() += 1,
                None => undated += 1,
            }
        }
        let found: BTreeMap<i64, usize> = summary
            .histogram
            .columns
            .iter()
            .map(|(date, count)| (i64::from((*date - jiff::civil::date(1970, 1, 1)).get_days()), *count))
            .collect();
        prop_assert_eq!(found, days);
        prop_assert_eq!(summary.histogram.undated, undated);
        prop_assert_eq!(summary.histogram.matched, meeting(asked.without_time()).count());
    }
}

#[test]
fn what_has_no_texts_has_no_facet() {
    let plains = [Plain { order: 0, point: [0.0; 2], span: None, kind: None, actors: vec![], p: 0.5 }];
    let summary = load(&plains).summary(&Query::default(), Step::Year, &[P, 99]);
    assert_eq!(summary.facets, [Facet::default(), Facet::default()]);
}

#[test]
fn a_feature_that_has_a_text_twice_counts_once() {
    let plain = Plain {
        order: 0,
        point: [0.0; 2],
        span: None,
        kind: None,
        actors: vec!["CSP", "FAMa", "CSP"],
        p: 0.5,
    };
    let facet = &load(&[plain]).summary(&Query::default(), Step::Year, &[ACTOR]).facets[0];
    assert_eq!(facet.values, [(Arc::from("CSP"), 1), (Arc::from("FAMa"), 1)]);
}

#[test]
fn only_what_must_hold_is_a_facets_own() {
    let kind = |text: &str| Filter::Text {
        attribute: KIND,
        test: TextTest::In(vec![text.to_owned()]),
        folding: Folding::default(),
    };
    let actor = || Filter::IsNull(Property::Attribute(ACTOR));
    let with = |filter| Query { filter: Some(filter), ..Query::default() };
    let without_kind = |filter| own::without_attribute(&with(filter), KIND).map(|query| query.filter);
    // Of one or the other nothing can be left out.
    assert_eq!(without_kind(Filter::Or(vec![kind("a"), actor()])), None);
    assert_eq!(without_kind(Filter::Or(vec![kind("a"), kind("b")])), Some(None));
    assert_eq!(without_kind(Filter::Not(Box::new(kind("a")))), Some(None));
    let both = Filter::And(vec![Filter::And(vec![actor(), kind("b")]), kind("a")]);
    assert_eq!(without_kind(both), Some(Some(Filter::And(vec![Filter::And(vec![actor()])]))));
    assert_eq!(without_kind(Filter::Constant(Some(true))), None);
    assert_eq!(own::without_time(&with(actor())), None);
    let dated = Filter::Not(Box::new(Filter::IsNull(Property::Time)));
    assert_eq!(own::without_time(&with(dated)).map(|query| query.filter), Some(None));
}
