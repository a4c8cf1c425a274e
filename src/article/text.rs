//! A text with what the lexicon says of its words.
//!
//! In: words and a lexicon. Out: which entries stand where. It must not know places or dates.

use super::answer::Language;
use super::lexicon::{Entry, Lexicon};
use super::role::Role;
use super::words::{Word, words};
use std::ops::Range;
use std::sync::Arc;

/// An entry of the lexicon that stands in the text.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    /// The words that it covers.
    pub(super) at: Range<usize>,
    pub(super) entry: Arc<Entry>,
}

/// A text, its words and the entries at each.
#[derive(Debug)]
pub(super) struct Text<'t> {
    pub(super) written: &'t str,
    pub(super) words: Vec<Word<'t>>,
    hits: Vec<Hit>,
    /// For each word, where its hits begin in `hits`.
    first: Vec<usize>,
    /// Words of each sentence.
    pub(super) sentences: Vec<Range<usize>>,
    /// No word but the first of sentences has a capital: names are written without.
    pub(super) is_lower: bool,
}

/// A word without the s of its plural: tables need not have both. Short words are others without it.
fn singular(word: &str) -> Option<&str> {
    word.strip_suffix('s').filter(|one| one.len() >= 5)
}

/// How far back it is looked for words that end before another.
const LONGEST_BEFORE: usize = 8;

impl<'t> Text<'t> {
    /// A text of a year, if that is known: of two actors of one name the one that existed then is meant.
    pub(super) fn read(written: &'t str, lexicon: &Lexicon, year: Option<i16>) -> Self {
        let words = words(written);
        let mut hits: Vec<Hit> = Vec::new();
        let mut first = Vec::with_capacity(words.len() + 1);
        for (at, word) in words.iter().enumerate() {
            first.push(hits.len());
            let known = lexicon
                .beginning(&word.folded)
                .iter()
                .chain(singular(&word.folded).map_or(&[][..], |one| lexicon.beginning(one)));
            let of_then = known.clone().filter(|entry| entry.existed(year));
            for entry in of_then.chain(known.filter(|entry| !entry.existed(year))) {
                let end = at + entry.words.len();
                let known = hits
                    .get(first[at]..)
                    .is_some_and(|here| here.iter().any(|hit| hit.entry.role == entry.role));
                let Some(covered) = words.get(at..end).filter(|_| !known) else { continue };
                let fits = covered.iter().zip(&entry.words).all(|(word, wanted)| {
                    word.folded == *wanted || singular(&word.folded).is_some_and(|one| one == wanted)
                });
                // An entry does not run over the end of a sentence or a bracket.
                let whole =
                    covered.iter().skip(1).all(|word| !word.opens && !word.gap.contains(['.', ';', '(']));
                if fits && whole {
                    hits.push(Hit { at: at..end, entry: Arc::clone(entry) });
                }
            }
        }
        first.push(hits.len());
        let mut sentences: Vec<Range<usize>> = Vec::new();
        for (at, word) in words.iter().enumerate() {
            match sentences.last_mut() {
                Some(last) if !word.opens => last.end = at + 1,
                _ => sentences.push(at..at + 1),
            }
        }
        let is_lower = !words.iter().any(|word| word.is_capital && !word.opens);
        Self { written, words, hits, first, sentences, is_lower }
    }

    /// The entries that begin at a word.
    pub(super) fn hits(&self, at: usize) -> &[Hit] {
        let next = at.checked_add(1).and_then(|next| self.first.get(next));
        let bounds = self.first.get(at).copied().zip(next.copied());
        bounds.and_then(|(from, to)| self.hits.get(from..to)).unwrap_or_default()
    }

    /// All entries, in the order of the text.
    pub(super) fn all_hits(&self) -> &[Hit] {
        &self.hits
    }

    /// The entry of a role that begins at a word.
    pub(super) fn at(&self, at: usize, role: Role) -> Option<&Hit> {
        self.hits(at).iter().find(|hit| hit.entry.role == role)
    }

    /// The longest entry of a role that ends before a word.
    pub(super) fn before(&self, at: usize, role: Role) -> Option<&Hit> {
        (1..=LONGEST_BEFORE.min(at))
            .rev()
            .filter_map(|back| self.at(at - back, role))
            .find(|hit| hit.at.end == at)
    }

    /// The first entry of a role within some words.
    pub(super) fn within(&self, range: Range<usize>, role: Role) -> Option<&Hit> {
        range.clone().filter_map(|at| self.at(at, role)).find(|hit| hit.at.end <= range.end)
    }

    /// Whether an entry of a role lies within some words.
    pub(super) fn has(&self, range: Range<usize>, role: Role) -> bool {
        self.within(range, role).is_some()
    }

    /// A number that an entry of a role gives at a word, and how many words it has.
    pub(super) fn number<N: std::str::FromStr>(&self, at: usize, role: Role) -> Option<(N, usize)> {
        let hit = self.at(at, role)?;
        Some((hit.entry.value.parse().ok()?, hit.at.len()))
    }

    /// The folded word at a position; empty beyond the end.
    pub(super) fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.folded.as_str())
    }

    /// Some words as written.
    pub(super) fn slice(&self, range: &Range<usize>) -> &'t str {
        let bytes = self.bytes(range);
        self.written.get(bytes).unwrap_or_default()
    }

    /// The bytes of some words.
    pub(super) fn bytes(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.words.get(range.start).map_or(0, |word| word.start);
        let end =
            range.end.checked_sub(1).and_then(|last| self.words.get(last)).map_or(start, |word| word.end);
        start..end.max(start)
    }

    /// The words of the sentence that a word is in.
    pub(super) fn sentence_of(&self, at: usize) -> Range<usize> {
        let number = self.words.get(at).map_or(0, |word| word.sentence);
        self.sentences.get(number).cloned().unwrap_or(0..0)
    }

    /// Where the clause that a word is in ends: at a sign, or with the sentence.
    pub(super) fn clause_end(&self, at: usize) -> usize {
        let end = self.sentence_of(at).end;
        (at + 1..end).find(|next| self.words.get(*next).is_some_and(Word::is_apart)).unwrap_or(end)
    }

    /// The language, by its small words.
    pub(super) fn language(&self) -> Language {
        let count = |role| self.hits.iter().filter(|hit| hit.entry.role == role).count();
        let (english, french) = (count(Role::StopEn), count(Role::StopFr));
        match english.cmp(&french) {
            std::cmp::Ordering::Greater => Language::English,
            std::cmp::Ordering::Less => Language::French,
            std::cmp::Ordering::Equal => Language::Unknown,
        }
    }
}
