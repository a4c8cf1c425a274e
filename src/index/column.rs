//! The values of attributes, column by column; texts by the number they have in a dictionary.

use super::attribute::{Attribute, AttributeType, Value};
use super::lists::Lists;
use crate::event::fold;
use hashbrown::HashMap;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, PoisonError, RwLock};

/// The code of a text that is not known.
pub(super) const NO_TEXT: u32 = u32::MAX;
/// A truth that is not known.
const NO_TRUTH: u8 = 2;

/// One value as a column keeps it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Text(u32),
    Texts(Vec<u32>),
    Number(f64),
    Boolean(u8),
}

/// The values of one attribute in a chunk.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Column {
    /// [`NO_TEXT`] for what is not known.
    Text(Vec<u32>),
    /// Empty for what is not known.
    Texts(Lists),
    /// Not a number for what is not known.
    Number(Vec<f64>),
    /// 0, 1, or 2 for what is not known.
    Boolean(Vec<u8>),
}

/// A text with its folded form, by which texts are sorted.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) text: Arc<str>,
    pub(super) folded: Arc<str>,
}

/// The texts of an attribute by their codes. It only grows: a text that no feature has any more keeps its code.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    texts: Texts,
    codes: HashMap<Arc<str>, u32>,
}

/// The texts of a dictionary as they are at one moment, so that nobody who adds one waits for those who look at them.
#[derive(Debug, Clone, Default)]
pub(super) struct Texts {
    /// Blocks of [`BLOCK`] texts each, shared with the dictionary.
    blocks: Vec<Arc<Vec<Entry>>>,
}

/// A text that is added copies so many at most.
const BLOCK: usize = 1_024;

impl Texts {
    fn of(entries: Vec<Entry>) -> Self {
        let mut texts = Self::default();
        for entry in entries {
            texts.push(entry);
        }
        texts
    }

    pub(super) fn len(&self) -> usize {
        let last = self.blocks.last().map_or(0, |last| last.len());
        self.blocks.len().saturating_sub(1) * BLOCK + last
    }

    pub(super) fn get(&self, code: u32) -> Option<&Entry> {
        self.blocks.get(code as usize / BLOCK)?.get(code as usize % BLOCK)
    }

    /// All, by ascending codes.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.blocks.iter().flat_map(|block| block.iter())
    }

    fn push(&mut self, entry: Entry) {
        match self.blocks.last_mut().filter(|last| last.len() < BLOCK) {
            Some(last) => Arc::make_mut(last).push(entry),
            None => self.blocks.push(Arc::new(vec![entry])),
        }
    }
}

/// The attributes of a collection with a dictionary for each that has texts.
///
/// The dictionaries are shared between a collection and its copies: since a code never changes its meaning, a copy that
/// is being changed aside adds texts that the other one simply has no use for.
#[derive(Debug, Clone)]
pub(super) struct Attributes {
    list: &'static [Attribute],
    dictionaries: Arc<[RwLock<Dictionary>]>,
}

impl Attributes {
    pub(super) fn new(list: &'static [Attribute]) -> Self {
        Self { list, dictionaries: list.iter().map(|_| RwLock::default()).collect() }
    }

    /// With dictionaries that are there already, one for each attribute.
    pub(super) fn with(list: &'static [Attribute], dictionaries: Vec<Dictionary>) -> Self {
        Self { list, dictionaries: dictionaries.into_iter().map(RwLock::new).collect() }
    }

    pub(super) fn list(&self) -> &'static [Attribute] {
        self.list
    }

    /// The texts of an attribute as they are now; none for one without texts.
    pub(super) fn texts(&self, attribute: usize) -> Option<Texts> {
        let dictionary = self.dictionaries.get(attribute)?;
        Some(dictionary.read().unwrap_or_else(PoisonError::into_inner).texts.clone())
    }

    /// A feature's values as cells, one for each attribute.
    pub(super) fn cells(&self, values: Vec<Value>) -> Vec<Cell> {
        let mut values = values.into_iter();
        self.list
            .iter()
            .zip(self.dictionaries.iter())
            .map(|(attribute, dictionary)| {
                let value = values.next().unwrap_or_default();
                let code = |text: Arc<str>| {
                    let known = dictionary.read().unwrap_or_else(PoisonError::into_inner).code(&text);
                    known.unwrap_or_else(|| {
                        dictionary.write().unwrap_or_else(PoisonError::into_inner).add(text)
                    })
                };
                match (attribute.kind, value) {
                    (AttributeType::Text, Value::Text(text)) => Cell::Text(code(text)),
                    (AttributeType::Texts, Value::Texts(texts)) => {
                        Cell::Texts(each_once(texts.into_iter().map(code)))
                    }
                    (AttributeType::Number | AttributeType::Integer, Value::Number(number)) => {
                        Cell::Number(number)
                    }
                    (AttributeType::Boolean, Value::Boolean(truth)) => Cell::Boolean(truth.into()),
                    (AttributeType::Text, _) => Cell::Text(NO_TEXT),
                    (AttributeType::Texts, _) => Cell::Texts(Vec::new()),
                    (AttributeType::Number | AttributeType::Integer, _) => Cell::Number(f64::NAN),
                    (AttributeType::Boolean, _) => Cell::Boolean(NO_TRUTH),
                }
            })
            .collect()
    }

    /// Empty columns, one for each attribute.
    pub(super) fn columns(&self) -> Vec<Column> {
        self.list
            .iter()
            .map(|attribute| match attribute.kind {
                AttributeType::Text => Column::Text(Vec::new()),
                AttributeType::Texts => Column::Texts(Lists::default()),
                AttributeType::Number | AttributeType::Integer => Column::Number(Vec::new()),
                AttributeType::Boolean => Column::Boolean(Vec::new()),
            })
            .collect()
    }
}

/// Codes in the order in which they come first: a feature that has a text twice counts once.
fn each_once(codes: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut seen = Vec::with_capacity(codes.size_hint().0);
    for code in codes {
        if !seen.contains(&code) {
            seen.push(code);
        }
    }
    seen
}

impl Dictionary {
    /// The texts whose codes are their places; `None` when one is there twice.
    pub(super) fn of(entries: Vec<Entry>) -> Option<Self> {
        let mut codes = HashMap::with_capacity(entries.len());
        for (code, entry) in (0..).zip(&entries) {
            codes.insert(Arc::clone(&entry.text), code);
        }
        (codes.len() == entries.len()).then(|| Self { texts: Texts::of(entries), codes })
    }

    /// How many texts there are.
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    pub(super) fn code(&self, text: &str) -> Option<u32> {
        self.codes.get(text).copied()
    }

    fn add(&mut self, text: Arc<str>) -> u32 {
        let next = self.texts.len() as u32;
        // Another writer may have been faster.
        let code = *self.codes.entry_ref(&text).or_insert(next);
        if code == next {
            let folded = fold(&text);
            let folded = if *folded == *text { Arc::clone(&text) } else { folded.into() };
            self.texts.push(Entry { text, folded });
        }
        code
    }
}

impl Column {
    pub(super) fn insert(&mut self, position: usize, cell: Cell) {
        match (self, cell) {
            (Self::Text(codes), Cell::Text(code)) => codes.insert(position, code),
            (Self::Texts(lists), Cell::Texts(list)) => lists.insert(position, &list),
            (Self::Number(numbers), Cell::Number(number)) => numbers.insert(position, number),
            (Self::Boolean(truths), Cell::Boolean(truth)) => truths.insert(position, truth),
            // Cells are made for the columns of the same attributes; were one not, its value would not be known.
            (Self::Text(codes), _) => codes.insert(position, NO_TEXT),
            (Self::Texts(lists), _) => lists.insert(position, &[]),
            (Self::Number(numbers), _) => numbers.insert(position, f64::NAN),
            (Self::Boolean(truths), _) => truths.insert(position, NO_TRUTH),
        }
    }

    pub(super) fn remove(&mut self, position: usize) {
        match self {
            Self::Text(codes) => drop(codes.remove(position)),
            Self::Texts(lists) => lists.remove(position),
            Self::Number(numbers) => drop(numbers.remove(position)),
            Self::Boolean(truths) => drop(truths.remove(position)),
        }
    }

    pub(super) fn split_off(&mut self, at: usize) -> Self {
        match self {
            Self::Text(codes) => Self::Text(codes.split_off(at)),
            Self::Texts(lists) => Self::Texts(lists.split_off(at)),
            Self::Number(numbers) => Self::Number(numbers.split_off(at)),
            Self::Boolean(truths) => Self::Boolean(truths.split_off(at)),
        }
    }

    /// Gives back the memory that there is for more.
    pub(super) fn shrink(&mut self) {
        match self {
            Self::Text(codes) => codes.shrink_to_fit(),
            Self::Texts(lists) => lists.shrink(),
            Self::Number(numbers) => numbers.shrink_to_fit(),
            Self::Boolean(truths) => truths.shrink_to_fit(),
        }
    }

    /// Visits the codes of texts that are known.
    pub(super) fn each_code(&self, mut visit: impl FnMut(u32)) {
        match self {
            Self::Text(codes) => codes.iter().filter(|code| **code != NO_TEXT).for_each(|code| visit(*code)),
            Self::Texts(lists) => lists.codes().iter().for_each(|code| visit(*code)),
            Self::Number(_) | Self::Boolean(_) => {}
        }
    }

    /// The same values under other codes, by the old ones.
    pub(super) fn renumbered(&self, codes: &[u32]) -> Self {
        // What is not known is not in the list, and stays what it is.
        let code = |old: &u32| codes.get(*old as usize).copied().unwrap_or(NO_TEXT);
        match self {
            Self::Text(old) => Self::Text(old.iter().map(code).collect()),
            Self::Texts(old) => Self::Texts(old.mapped(code)),
            Self::Number(_) | Self::Boolean(_) => self.clone(),
        }
    }

    /// Whether these are values of so many features, of a type, with codes below a number.
    pub(super) fn fits(&self, kind: AttributeType, len: usize, texts: u32) -> bool {
        let is_type = match self {
            Self::Text(codes) => codes.len() == len && kind == AttributeType::Text,
            Self::Texts(lists) => lists.fits(len) && kind == AttributeType::Texts,
            Self::Number(numbers) => {
                numbers.len() == len && matches!(kind, AttributeType::Number | AttributeType::Integer)
            }
            Self::Boolean(truths) => {
                truths.len() == len
                    && kind == AttributeType::Boolean
                    && truths.iter().all(|truth| *truth <= NO_TRUTH)
            }
        };
        let mut is_known = true;
        self.each_code(|code| is_known &= code < texts);
        is_type && is_known
    }

    /// Whether the value at a position is not known.
    pub(super) fn is_null(&self, position: usize) -> bool {
        match self {
            Self::Text(codes) => codes[position] == NO_TEXT,
            Self::Texts(lists) => lists.get(position).is_empty(),
            Self::Number(numbers) => numbers[position].is_nan(),
            Self::Boolean(truths) => truths[position] == NO_TRUTH,
        }
    }
}
