//! A filter made ready for the columns of one collection.
//!
//! Texts are tested once for each text of the dictionary, not once for each feature; what is left for a row is to look
//! up a bit. Conditions are joined as sets of rows, 64 at a time, and what is cheap decides first: what one condition
//! has ruled out, the next is not asked about.

use super::matcher::TextMatcher;
use super::{Filter, Folding, NumberTest, Property, TextTest};
use crate::event::Bbox;
use crate::index::chunk::{ALWAYS, CHUNK_MAX, Chunk, Place};
use crate::index::column::{Attributes, Column, NO_TEXT};
use crate::index::mask::{Mask, Truth};
use geo::{BoundingRect, Geometry, Intersects, Point, Rect};
use memchr::memmem::Finder;

/// From this share of a chunk's rows on, they are dense.
const DENSE: usize = 8;
/// The same where rows are compared with a few codes, many at a time.
const DENSE_FOR_FEW: usize = 32;
/// So many codes are few.
const FEW: usize = 4;

/// A condition on the rows of one collection, as its dictionaries are at this moment.
#[derive(Debug)]
pub(in crate::index) struct Compiled(Test);

#[derive(Debug)]
enum Test {
    Constant(Option<bool>),
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
    Id(TextMatcher),
    Codes { attribute: usize, passes: Codes, all: bool },
    Number { attribute: usize, test: NumberTest },
    Boolean { attribute: usize, value: bool },
    IsNull(Property),
    Time { start: (i64, i64), end: (i64, i64) },
    Space { geometry: Box<Geometry>, bounds: Rect },
    Words(Vec<Finder<'static>>),
}

/// A set of codes.
#[derive(Debug)]
struct Codes {
    bits: Vec<u64>,
    /// All of them, where they are few.
    few: Option<Vec<u32>>,
}

impl Codes {
    /// Of the codes whose bits are set.
    fn new(bits: Vec<u64>) -> Self {
        let words = (0_u32..).zip(&bits).filter(|(_, word)| **word != 0);
        let set = words.flat_map(|(at, word)| {
            (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| at * 64 + bit)
        });
        let few: Vec<u32> = set.take(FEW + 1).collect();
        Self { few: (few.len() <= FEW).then_some(few), bits }
    }

    fn contains(&self, code: u32) -> bool {
        self.bits.get(code as usize / 64).is_some_and(|bits| bits >> (code % 64) & 1 == 1)
    }

    /// Whether it is faster to test all rows of a chunk than some of them.
    fn are_dense(&self, some: usize, all: usize) -> bool {
        some * (if self.few.is_some() { DENSE_FOR_FEW } else { DENSE }) >= all
    }

    /// For each code whether it is in the set, the lowest bit, and whether it is that of no text, the next.
    fn tested(&self, codes: &[u32]) -> [u8; CHUNK_MAX] {
        let mut bytes = [0; CHUNK_MAX];
        for (byte, code) in bytes.iter_mut().zip(codes) {
            *byte = u8::from(*code == NO_TEXT) << 1;
        }
        match &self.few {
            Some(few) => {
                for one in few {
                    for (byte, code) in bytes.iter_mut().zip(codes) {
                        *byte |= u8::from(code == one);
                    }
                }
            }
            None => {
                for (byte, code) in bytes.iter_mut().zip(codes) {
                    *byte |= u8::from(self.contains(*code));
                }
            }
        }
        bytes
    }
}

impl Compiled {
    pub(in crate::index) fn new(filter: &Filter, attributes: &Attributes) -> Self {
        Self(test(filter, attributes))
    }

    /// The rows among these that it is true of.
    pub(in crate::index) fn matching(&self, chunk: &Chunk, among: &Mask) -> Mask {
        self.0.truth(chunk, among).yes
    }

    /// A box outside of which it is true of nothing, where it has one: the tree can look there alone.
    pub(in crate::index) fn bounds(&self) -> Option<Bbox> {
        self.0.bounds()
    }
}

fn test(filter: &Filter, attributes: &Attributes) -> Test {
    let several = |filters: &[Filter]| {
        let mut tests: Vec<Test> = filters.iter().map(|filter| test(filter, attributes)).collect();
        tests.sort_by_key(Test::cost);
        tests
    };
    match filter {
        Filter::Constant(value) => Test::Constant(*value),
        Filter::And(filters) => Test::All(several(filters)),
        Filter::Or(filters) => Test::Any(several(filters)),
        Filter::Not(filter) => Test::Not(Box::new(test(filter, attributes))),
        Filter::Id { test, folding } => Test::Id(TextMatcher::new(test, *folding)),
        Filter::Text { attribute, test, folding } => codes(*attribute, test, *folding, attributes),
        Filter::Number { attribute, test } => Test::Number { attribute: *attribute, test: test.clone() },
        Filter::Boolean { attribute, value } => Test::Boolean { attribute: *attribute, value: *value },
        Filter::IsNull(property) => Test::IsNull(*property),
        Filter::Time { start, end } => Test::Time { start: *start, end: *end },
        Filter::Space(geometry) => match geometry.bounding_rect() {
            Some(bounds) => Test::Space { geometry: geometry.clone(), bounds },
            // A geometry without a coordinate shares no point with anything.
            None => Test::Not(Box::new(Test::Any(vec![
                Test::Not(Box::new(Test::IsNull(Property::Geometry))),
                Test::Constant(None),
            ]))),
        },
        Filter::Words(words) => {
            let finder = |word: &String| Finder::new(&format!(" {word}")).into_owned();
            Test::Words(words.iter().map(finder).collect())
        }
    }
}

fn codes(attribute: usize, test: &TextTest, folding: Folding, attributes: &Attributes) -> Test {
    let Some(texts) = attributes.texts(attribute) else { return Test::Constant(None) };
    let matcher = TextMatcher::new(test, folding);
    let mut passes = vec![0_u64; texts.len().div_ceil(64)];
    for (code, entry) in texts.iter().enumerate() {
        passes[code / 64] |= u64::from(matcher.matches(&entry.text)) << (code % 64);
    }
    Test::Codes { attribute, passes: Codes::new(passes), all: matcher.is_negative() }
}

impl Test {
    /// How long a row takes, roughly: only the order of asking hangs on it.
    fn cost(&self) -> u32 {
        match self {
            Self::Constant(_) => 0,
            Self::Time { .. } | Self::Boolean { .. } => 1,
            Self::Number { .. } | Self::Codes { .. } | Self::IsNull(_) => 2,
            Self::Id(_) => 20,
            Self::Space { .. } => 50,
            Self::Words(_) => 200,
            Self::Not(test) => test.cost(),
            Self::All(tests) | Self::Any(tests) => tests.iter().map(Self::cost).sum(),
        }
    }

    fn truth(&self, chunk: &Chunk, among: &Mask) -> Truth {
        match self {
            Self::Constant(value) => Truth::constant(among, *value),
            Self::All(tests) => {
                let mut all = Truth::constant(among, Some(true));
                for test in tests {
                    // What is false already stays false.
                    let open = among.without(&all.no);
                    if open.is_empty() {
                        break;
                    }
                    let next = test.truth(chunk, &open);
                    all = Truth { yes: all.yes.and(&next.yes), no: all.no.or(&next.no) };
                }
                all
            }
            Self::Any(tests) => {
                let mut any = Truth::constant(among, Some(false));
                for test in tests {
                    let open = among.without(&any.yes);
                    if open.is_empty() {
                        break;
                    }
                    let next = test.truth(chunk, &open);
                    any = Truth { yes: any.yes.or(&next.yes), no: any.no.and(&next.no) };
                }
                any
            }
            Self::Not(test) => test.truth(chunk, among).not(),
            Self::Id(matcher) => Truth::of(among, |row| Some(matcher.matches(chunk.id(row)))),
            Self::Codes { attribute, passes, all } => codes_truth(chunk, among, *attribute, passes, *all),
            Self::Number { attribute, test } => match chunk.column(*attribute) {
                Some(Column::Number(numbers)) => Truth::of(among, |row| test.holds(numbers[row])),
                _ => Truth::constant(among, None),
            },
            Self::Boolean { attribute, value } => match chunk.column(*attribute) {
                Some(Column::Boolean(truths)) => {
                    Truth::of(among, |row| (truths[row] < 2).then(|| (truths[row] == 1) == *value))
                }
                _ => Truth::constant(among, None),
            },
            Self::IsNull(property) => Truth::of(among, |row| Some(is_null(chunk, row, *property))),
            Self::Time { start, end } => Truth::of(among, |row| {
                let span = chunk.span(row);
                let within = |time: i64, (from, to): (i64, i64)| from <= time && time <= to;
                (span != ALWAYS).then(|| within(span.0, *start) && within(span.1, *end))
            }),
            Self::Space { geometry, bounds } => {
                Truth::of(among, |row| meets(&chunk.place(row), geometry, bounds))
            }
            Self::Words(finders) => Truth::of(among, |row| {
                let words = chunk.words(row);
                Some(finders.iter().all(|finder| finder.find(words).is_some()))
            }),
        }
    }

    fn bounds(&self) -> Option<Bbox> {
        match self {
            Self::Space { bounds, .. } => {
                Bbox::new(bounds.min().x, bounds.min().y, bounds.max().x, bounds.max().y).ok()
            }
            Self::All(tests) => tests.iter().find_map(Self::bounds),
            _ => None,
        }
    }
}

fn codes_truth(chunk: &Chunk, among: &Mask, attribute: usize, passes: &Codes, all: bool) -> Truth {
    match chunk.column(attribute) {
        // Where most rows are asked about, all of them in one run are faster than one by one.
        Some(Column::Text(codes)) if passes.are_dense(among.len(), codes.len()) => {
            let (yes, unknown) = Mask::two_of(&passes.tested(codes));
            let yes = yes.and(among);
            Truth { yes, no: among.without(&yes).without(&unknown) }
        }
        Some(Column::Text(codes)) => {
            Truth::of(among, |row| (codes[row] != NO_TEXT).then(|| passes.contains(codes[row])))
        }
        Some(Column::Texts(lists)) => Truth::of(among, |row| {
            let mut codes = lists.get(row).iter();
            (!codes.as_slice().is_empty()).then(|| {
                if all {
                    codes.all(|code| passes.contains(*code))
                } else {
                    codes.any(|code| passes.contains(*code))
                }
            })
        }),
        _ => Truth::constant(among, None),
    }
}

fn is_null(chunk: &Chunk, row: usize, property: Property) -> bool {
    match property {
        Property::Id => false,
        Property::Time => chunk.span(row) == ALWAYS,
        Property::Geometry => matches!(chunk.place(row), Place::Nowhere),
        Property::Attribute(attribute) => chunk.column(attribute).is_none_or(|column| column.is_null(row)),
    }
}

fn meets(place: &Place, geometry: &Geometry, bounds: &Rect) -> Option<bool> {
    match place {
        Place::Nowhere => None,
        Place::Point([lon, lat]) => {
            let point = Point::new(*lon, *lat);
            Some(bounds.intersects(&point) && geometry.intersects(&point))
        }
        Place::Area(area) => Some(area.meets_geometry(geometry, bounds)),
    }
}
