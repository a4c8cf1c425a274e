//! Features that were found: where they are kept, not yet their bytes.
//!
//! In: rows of chunks, or bytes of features. Out: their bytes, when somebody wants them. It must not know why they were
//! found.

use super::book::{Book, SLACK};
use super::rows::{Chunks, Rows};
use std::fmt;
use std::hint::black_box;
use std::sync::Arc;

/// Bytes that come from memory at once.
const CACHE_LINE: usize = 64;

/// Features in an order. They stay as they were found, whatever happens to the collection, and are unpacked one by one.
///
/// All chunks are held at once: to count who holds each of them would take longer than to find its row.
#[derive(Clone, Default)]
pub struct Features {
    book: Arc<Book>,
    chunks: Arc<Chunks>,
    found: Vec<Found>,
}

#[derive(Clone)]
enum Found {
    /// Number of its chunk, and position there.
    Row(u32, u32),
    Bytes(Arc<[u8]>),
}

/// Where the bytes of a feature are.
enum Place<'a> {
    Packed(&'a [u8]),
    Bytes(&'a [u8]),
}

/// Features whose places are known.
pub struct AtHand<'a> {
    book: &'a Book,
    places: Vec<Place<'a>>,
}

impl Features {
    /// None yet, of these rows.
    pub(super) fn of(rows: &Rows) -> Self {
        Self { book: Arc::clone(rows.book()), chunks: Arc::clone(rows.shared_chunks()), found: Vec::new() }
    }

    pub(super) fn push(&mut self, chunk: usize, position: usize) {
        self.found.push(Found::Row(chunk as u32, position as u32));
    }

    fn place<'a>(&'a self, found: &'a Found) -> Place<'a> {
        match found {
            Found::Row(chunk, position) => {
                let chunk = self.chunks.get(*chunk as usize);
                Place::Packed(chunk.map(|chunk| chunk.packed(*position as usize)).unwrap_or_default())
            }
            Found::Bytes(bytes) => Place::Bytes(bytes),
        }
    }

    /// All of them, looked up at once: what is far away is asked for together, and comes together.
    pub fn at_hand(&self) -> AtHand<'_> {
        AtHand { book: &self.book, places: self.found.iter().map(|found| self.place(found)).collect() }
    }

    /// How many they are.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Writes the bytes of one behind what there is; nothing when there is no such feature.
    pub fn write(&self, number: usize, out: &mut Vec<u8>) {
        if let Some(found) = self.found.get(number) {
            self.place(found).write(&self.book, out);
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

impl Place<'_> {
    fn write(&self, book: &Book, out: &mut Vec<u8>) {
        match self {
            Self::Packed(packed) => book.unpack(packed, out),
            Self::Bytes(bytes) => out.extend_from_slice(bytes),
        }
    }

    /// How large the feature is. All its bytes are asked for from memory, beside those of the features before and behind it:
    /// one that is unpacked alone waits for each line of its own.
    fn fetch(&self) -> usize {
        let (bytes, size) = match self {
            Self::Packed(packed) => (packed, Book::size(packed)),
            Self::Bytes(bytes) => (bytes, bytes.len()),
        };
        bytes.iter().step_by(CACHE_LINE).for_each(|byte| {
            black_box(*byte);
        });
        size
    }
}

impl AtHand<'_> {
    /// How much memory to ask for at once to write them all: some more than they have bytes.
    pub fn size(&self) -> usize {
        self.places.iter().map(Place::fetch).sum::<usize>() + SLACK
    }

    /// Writes the bytes of one behind what there is; nothing when there is no such feature.
    pub fn write(&self, number: usize, out: &mut Vec<u8>) {
        if let Some(place) = self.places.get(number) {
            place.write(self.book, out);
        }
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
