//! Features that were found: where they are kept, not yet their bytes.
//!
//! In: rows of chunks, or bytes of features. Out: their bytes, when somebody wants them. It must not know why they were
//! found.

use super::book::{Book, SLACK};
use super::chunk::Chunk;
use std::fmt;
use std::sync::Arc;

/// Features in an order. They stay as they were found, whatever happens to the collection, and are unpacked one by one.
#[derive(Clone, Default)]
pub struct Features {
    book: Arc<Book>,
    found: Vec<Found>,
}

#[derive(Clone)]
enum Found {
    Row(Arc<Chunk>, u32),
    Bytes(Arc<[u8]>),
}

impl Features {
    pub(super) fn packed_by(book: &Arc<Book>) -> Self {
        Self { book: Arc::clone(book), found: Vec::new() }
    }

    pub(super) fn push(&mut self, chunk: &Arc<Chunk>, position: usize) {
        self.found.push(Found::Row(Arc::clone(chunk), position as u32));
    }

    /// How many they are.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// How much memory to ask for at once to write them all: some more than they have bytes.
    pub fn size(&self) -> usize {
        let size = |found: &Found| match found {
            Found::Row(chunk, position) => Book::size(chunk.packed(*position as usize)),
            Found::Bytes(bytes) => bytes.len(),
        };
        self.found.iter().map(size).sum::<usize>() + SLACK
    }

    /// Writes the bytes of one behind what there is; nothing when there is no such feature.
    pub fn write(&self, number: usize, out: &mut Vec<u8>) {
        match self.found.get(number) {
            Some(Found::Row(chunk, position)) => self.book.unpack(chunk.packed(*position as usize), out),
            Some(Found::Bytes(bytes)) => out.extend_from_slice(bytes),
            None => {}
        }
    }

    /// The bytes of each.
    pub fn iter(&self) -> impl Iterator<Item = Arc<[u8]>> {
        (0..self.len()).map(|number| {
            let mut bytes = Vec::new();
            self.write(number, &mut bytes);
            bytes.into()
        })
    }
}

impl FromIterator<Arc<[u8]>> for Features {
    fn from_iter<I: IntoIterator<Item = Arc<[u8]>>>(features: I) -> Self {
        Self { found: features.into_iter().map(Found::Bytes).collect(), ..Self::default() }
    }
}

impl PartialEq for Features {
    /// The same bytes in the same order, wherever they are.
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl fmt::Debug for Features {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())).finish()
    }
}
