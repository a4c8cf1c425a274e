//! Tests of texts and numbers, ready to be made many times.

use super::like::Pattern;
use super::{Comparison, Folding, NumberTest, TextTest};
use std::borrow::Cow;
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A [`TextTest`] with its texts folded.
#[derive(Debug)]
pub(super) struct TextMatcher {
    test: Folded,
    folding: Folding,
}

#[derive(Debug)]
enum Folded {
    Compare(Comparison, String),
    Between(String, String),
    In(HashSet<String>),
    Like(Pattern),
}

impl TextMatcher {
    pub(super) fn new(test: &TextTest, folding: Folding) -> Self {
        let folded = |text: &String| folding.apply(text).into_owned();
        let test = match test {
            TextTest::Compare(comparison, other) => Folded::Compare(*comparison, folded(other)),
            TextTest::Between(low, high) => Folded::Between(folded(low), folded(high)),
            TextTest::In(texts) => Folded::In(texts.iter().map(folded).collect()),
            TextTest::Like(pattern) => Folded::Like(Pattern::new(&folded(pattern))),
        };
        Self { test, folding }
    }

    pub(super) fn matches(&self, text: &str) -> bool {
        let text = self.folding.apply(text);
        let text = text.as_ref();
        match &self.test {
            Folded::Compare(comparison, other) => comparison.holds(text.cmp(other)),
            Folded::Between(low, high) => low.as_str() <= text && text <= high.as_str(),
            Folded::In(texts) => texts.contains(text),
            Folded::Like(pattern) => pattern.matches(text),
        }
    }

    /// Whether a feature with several texts passes when one of them does not: "not this actor" means none of them.
    pub(super) fn is_negative(&self) -> bool {
        matches!(self.test, Folded::Compare(Comparison::NotEqual, _))
    }
}

impl Folding {
    /// A text without what makes no difference. Twice the same as once.
    pub fn apply(self, text: &str) -> Cow<'_, str> {
        let plain: Cow<'_, str> = if self.accents && !text.is_ascii() {
            text.nfd().filter(|letter| !is_combining_mark(*letter)).nfc().collect::<String>().into()
        } else {
            text.into()
        };
        if !self.case || plain.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
            plain
        } else if plain.is_ascii() {
            plain.to_ascii_lowercase().into()
        } else {
            // By way of upper case, and letter by letter: ß is ss, and a sigma at the end of a word is a sigma.
            plain.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect::<String>().into()
        }
    }
}

impl NumberTest {
    /// Whether it holds; unknown for what is not a number.
    pub(super) fn holds(&self, number: f64) -> Option<bool> {
        let compared = |comparison: Comparison, other: f64| {
            number.partial_cmp(&other).map(|order| comparison.holds(order))
        };
        match self {
            Self::Compare(comparison, other) => compared(*comparison, *other),
            Self::Between(low, high) => {
                Some(compared(Comparison::GreaterOrEqual, *low)? && compared(Comparison::LessOrEqual, *high)?)
            }
            Self::In(numbers) => (!number.is_nan()).then(|| numbers.contains(&number)),
        }
    }
}
