//! Features for tests: few values, so that many are alike, and both ends of the world.
//!
//! In: chance. Out: plain features, collections of them, queries, and which of them meet which. It must share no code with
//! what it checks.

use super::attribute::{Attribute, AttributeType, Value};
use super::collection::Collection;
use super::feature::{Feature, Query, Shape};
use super::filter::{Comparison, Filter, Folding, TextTest};
use crate::event::{Bbox, DAY_MS, Interval, LonLat};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

pub(super) const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("kind", AttributeType::Text, "A kind"),
    Attribute::new("actor", AttributeType::Texts, "Actors"),
    Attribute::new("p", AttributeType::Number, "A probability"),
];
pub(super) const KIND: usize = 0;
pub(super) const ACTOR: usize = 1;
pub(super) const P: usize = 2;

/// A feature as a person would write it down.
#[derive(Debug, Clone)]
pub(super) struct Plain {
    pub(super) order: u64,
    pub(super) point: [f64; 2],
    pub(super) span: Option<(i64, i64)>,
    pub(super) kind: Option<&'static str>,
    pub(super) actors: Vec<&'static str>,
    pub(super) p: f64,
}

/// What is asked for.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) bbox: Option<Bbox>,
    pub(super) time: Option<Interval>,
    pub(super) kinds: Option<Vec<&'static str>>,
    pub(super) actor: Option<&'static str>,
}

impl Plain {
    pub(super) fn id(&self) -> String {
        format!("id-{}", self.order)
    }

    pub(super) fn feature(&self) -> Feature {
        Feature {
            order: self.order,
            id: self.id(),
            shape: Shape::Point(LonLat::new(self.point[0], self.point[1]).unwrap()),
            span: self.span,
            values: vec![self.kind.into(), self.actors.iter().copied().collect(), Value::Number(self.p)],
            words: Box::default(),
            geojson: self.id().into_bytes().into(),
        }
    }

    /// Whether it lies in a box, edges included.
    fn in_box(&self, bbox: &Bbox) -> bool {
        let [lon, lat] = self.point;
        let in_lon = if bbox.west <= bbox.east {
            bbox.west <= lon && lon <= bbox.east
        } else {
            lon >= bbox.west || lon <= bbox.east
        };
        in_lon && bbox.south <= lat && lat <= bbox.north
    }
}

impl Asked {
    pub(super) fn meets(&self, plain: &Plain) -> bool {
        self.bbox.is_none_or(|bbox| plain.in_box(&bbox))
            && self.in_time(plain)
            && self.of_kind(plain)
            && self.of_actor(plain)
    }

    pub(super) fn without_time(&self) -> Self {
        Self { time: None, ..self.clone() }
    }

    pub(super) fn without_kinds(&self) -> Self {
        Self { kinds: None, ..self.clone() }
    }

    pub(super) fn without_actor(&self) -> Self {
        Self { actor: None, ..self.clone() }
    }

    fn in_time(&self, plain: &Plain) -> bool {
        let Some((time, (start, end))) = self.time.zip(plain.span) else { return true };
        time.start().is_none_or(|from| from <= end) && time.end().is_none_or(|to| start <= to)
    }

    fn of_kind(&self, plain: &Plain) -> bool {
        self.kinds.as_ref().is_none_or(|kinds| plain.kind.is_some_and(|kind| kinds.contains(&kind)))
    }

    fn of_actor(&self, plain: &Plain) -> bool {
        self.actor.is_none_or(|actor| plain.actors.contains(&actor))
    }

    pub(super) fn query(&self) -> Query {
        let text = |attribute, test| Filter::Text { attribute, test, folding: Folding::default() };
        let kinds = self
            .kinds
            .as_ref()
            .map(|kinds| text(KIND, TextTest::In(kinds.iter().map(|kind| (*kind).to_owned()).collect())));
        let actor =
            self.actor.map(|actor| text(ACTOR, TextTest::Compare(Comparison::Equal, actor.to_owned())));
        let filter = match (kinds, actor) {
            (Some(kinds), Some(actor)) => Some(Filter::And(vec![kinds, actor])),
            (kinds, actor) => kinds.or(actor),
        };
        Query { bbox: self.bbox, time: self.time, filter, ..Query::default() }
    }
}

pub(super) fn load(plains: &[Plain]) -> Collection {
    Collection::bulk_load(ATTRIBUTES, plains.iter().map(Plain::feature).collect())
}

fn lon() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => (-24..=8_i32).prop_map(|n| f64::from(n) / 2.0),
        4 => -12.0..4.0_f64,
        1 => prop::sample::select(vec![-180.0, -179.999, 179.999, 180.0, 0.0]),
        1 => -180.0..=180.0_f64,
    ]
}

fn lat() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => (20..=50_i32).prop_map(|n| f64::from(n) / 2.0),
        4 => 10.0..25.0_f64,
        1 => prop::sample::select(vec![-90.0, 90.0, 86.0, -86.0, 0.0]),
        1 => -90.0..=90.0_f64,
    ]
}

pub(super) fn point() -> impl Strategy<Value = [f64; 2]> {
    (lon(), lat()).prop_map(|(lon, lat)| [lon, lat])
}

pub(super) fn plains(most: usize) -> impl Strategy<Value = Vec<Plain>> {
    let span = option::weighted(0.8, (-400..400_i64, 0..40_i64))
        .prop_map(|span| span.map(|(first, days)| (first * DAY_MS, (first + days) * DAY_MS - 1)));
    let kind = option::weighted(0.9, prop::sample::select(vec!["attack", "clash", "crime"]));
    let actors = vec(prop::sample::select(vec!["CSP", "FAMa", "JNIM"]), 0..3).prop_map(|mut actors| {
        actors.sort_unstable();
        actors.dedup();
        actors
    });
    // A span of no day would end before it starts.
    let span = span.prop_map(|span: Option<(i64, i64)>| span.map(|(a, b)| (a, a.max(b))));
    vec((point(), span, kind, actors, 0..=100_u8), 0..most).prop_map(|rows| {
        (0..)
            .zip(rows)
            .map(|(order, (point, span, kind, actors, p))| {
                let p = f64::from(p) / 100.0;
                Plain { order, point, span, kind, actors, p }
            })
            .collect()
    })
}

fn bbox() -> impl Strategy<Value = Bbox> {
    (lon(), lat(), lon(), lat())
        .prop_map(|(west, a, east, b)| Bbox::new(west, a.min(b), east, a.max(b)).unwrap())
}

pub(super) fn asked() -> impl Strategy<Value = Asked> {
    let time = (-400..400_i64, 0..300_i64).prop_map(|(first, days)| {
        Interval::new(Some(first * DAY_MS), Some((first + days) * DAY_MS)).unwrap()
    });
    let kinds = prop::sample::subsequence(vec!["attack", "clash", "crime", "none"], 1..3);
    let actor = prop::sample::select(vec!["CSP", "FAMa", "JNIM"]);
    (
        option::of(bbox()),
        option::weighted(0.3, time),
        option::weighted(0.3, kinds),
        option::weighted(0.3, actor),
    )
        .prop_map(|(bbox, time, kinds, actor)| Asked { bbox, time, kinds, actor })
}
