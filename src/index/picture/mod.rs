//! A collection as bytes, and back: a collection is read from its picture many times faster than it is built.
//!
//! In: a collection as it was at one moment, or bytes of it. Out: bytes, or a collection that gives the same answers. It
//! must not know files, nor when a picture is out of date. Bytes that are not those that were written make no collection.
//!
//! A picture is a head and pieces, each in a frame of its own: the texts of dictionaries, the book, then the chunks. Their form is
//! postcard's, by the order of fields and variants. Whoever keeps pictures must not give those of one program to another.

mod frame;
#[cfg(test)]
mod tests;

use super::attribute::{Attribute, AttributeType};
use super::book::{Book, BookForm};
use super::chunk::{Chunk, ChunkForm};
use super::collection::Collection;
use super::column::{Attributes, Dictionary, Entry, NO_TEXT};
use super::rows::Rows;
use frame::{Frame, Packer, Unpacker};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::io::{self, Read, Write};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;
use thiserror::Error;

/// Texts in a piece: some hundred kilobytes.
const TEXTS_AT_ONCE: usize = 4_096;
/// Frames that are read before somebody has time for them: some megabytes.
const FRAMES_AHEAD: usize = 64;

/// Why there is no picture.
#[derive(Debug, Error)]
pub enum PictureError {
    /// It could not be read or written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is not what was written.
    #[error("the picture is damaged: {0}")]
    Damaged(&'static str),
    /// Its bytes are whole and mean nothing.
    #[error("the picture has another form")]
    Form(#[source] postcard::Error),
    /// It is one of other features.
    #[error("the picture is of features with other attributes")]
    Attributes,
    /// Areas have no form in a picture.
    #[error("a collection with areas has no picture")]
    Area,
    /// A few features are larger than everything that was thought of.
    #[error("the features are too large for a picture")]
    TooLarge,
    /// It is not wanted any more.
    #[error("the picture was broken off")]
    Stopped,
}

/// The features of a collection at one moment. It shares them with the collection, which may go on changing.
#[derive(Debug)]
pub struct Picture(Rows);

/// What comes first.
#[derive(Debug, Serialize, Deserialize)]
struct Head<'a> {
    #[serde(borrow)]
    attributes: Vec<(Cow<'a, str>, AttributeType)>,
    /// How many texts the dictionary of each has.
    texts: Vec<u32>,
    features: u64,
    pieces: u64,
}

#[derive(Debug, Serialize, Deserialize)]
enum Piece<'a> {
    /// Texts of an attribute that follow those before, with their folded forms where these are others.
    Texts(u32, #[serde(borrow)] Vec<(&'a str, Option<&'a str>)>),
    Book(BookForm),
    Chunk(Box<ChunkForm<'a>>),
}

/// A piece read.
enum Part {
    Texts(usize, Vec<Entry>),
    Book(Box<Book>),
    Chunk(Box<Chunk>),
}

impl Picture {
    pub(super) fn of(rows: Rows) -> Self {
        Self(rows)
    }

    /// How many features there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Writes the picture on one core, which leaves the others to who asks questions; `goes_on` may break it off.
    pub fn write(&self, out: &mut dyn Write, goes_on: &dyn Fn() -> bool) -> Result<(), PictureError> {
        let Self(rows) = self;
        let list = rows.attributes().list();
        let (used, codes) = used_texts(rows);
        let (book, phrases) = rows.book().of_used(rows.chunks().iter().flat_map(|chunk| chunk.all_packed()));
        let texts_pieces: usize = used.iter().map(|used| used.len().div_ceil(TEXTS_AT_ONCE)).sum();
        let head = Head {
            attributes: names(list),
            texts: used.iter().map(|used| used.len() as u32).collect(),
            features: rows.len() as u64,
            pieces: (texts_pieces + 1 + rows.chunks().len()) as u64,
        };
        let (mut packer, mut bytes) = (Packer::new()?, Vec::new());
        packer.write(&postcard::to_extend(&head, Vec::new()).map_err(PictureError::Form)?, out)?;
        let mut put = |piece: &Piece<'_>| {
            if !goes_on() {
                return Err(PictureError::Stopped);
            }
            bytes.clear();
            bytes = postcard::to_extend(piece, std::mem::take(&mut bytes)).map_err(PictureError::Form)?;
            packer.write(&bytes, out)
        };
        for (attribute, used) in used.iter().enumerate() {
            for used in used.chunks(TEXTS_AT_ONCE) {
                let entries = entries(rows, attribute, used);
                let text = |entry: &Entry| (entry.text != entry.folded).then(|| Arc::clone(&entry.folded));
                let folded: Vec<_> = entries.iter().map(text).collect();
                let texts = entries.iter().map(|entry| &*entry.text).zip(folded.iter().map(Option::as_deref));
                put(&Piece::Texts(attribute as u32, texts.collect()))?;
            }
        }
        put(&Piece::Book(book))?;
        for chunk in rows.chunks() {
            put(&Piece::Chunk(chunk.form(&codes, &phrases).ok_or(PictureError::Area)?.into()))?;
        }
        Ok(())
    }
}

/// The codes of each attribute's texts that a feature has, ascending, and the new code of each old one. What no feature
/// has any more is not written.
fn used_texts(rows: &Rows) -> (Vec<Vec<u32>>, Vec<Vec<u32>>) {
    let mut codes: Vec<Vec<u32>> = vec![Vec::new(); rows.attributes().list().len()];
    for chunk in rows.chunks() {
        for (column, codes) in chunk.columns().iter().zip(&mut codes) {
            column.each_code(|code| {
                let code = code as usize;
                if codes.len() <= code {
                    codes.resize(code + 1, NO_TEXT);
                }
                codes[code] = 0;
            });
        }
    }
    let number = |codes: &mut Vec<u32>| {
        let mut used = Vec::new();
        for (old, new) in (0..).zip(codes).filter(|(_, new)| **new != NO_TEXT) {
            *new = used.len() as u32;
            used.push(old);
        }
        used
    };
    (codes.iter_mut().map(number).collect(), codes)
}

/// The texts of some codes.
fn entries(rows: &Rows, attribute: usize, codes: &[u32]) -> Vec<Entry> {
    let texts = rows.attributes().texts(attribute);
    codes.iter().filter_map(|code| texts.as_ref()?.get(*code).cloned()).collect()
}

fn names(list: &[Attribute]) -> Vec<(Cow<'_, str>, AttributeType)> {
    list.iter().map(|attribute| (attribute.name.into(), attribute.kind)).collect()
}

impl Collection {
    /// The collection of a picture, on all cores; reads not a byte more than the picture has.
    pub fn from_picture(
        attributes: &'static [Attribute],
        input: &mut (dyn Read + Send),
    ) -> Result<Self, PictureError> {
        let head_frame = Frame::read(input)?;
        let mut unpacker = Unpacker::new()?;
        let head: Head<'_> = postcard::from_bytes(unpacker.open(&head_frame)?).map_err(PictureError::Form)?;
        if head.attributes != names(attributes) || head.texts.len() != attributes.len() {
            return Err(PictureError::Attributes);
        }
        let mut parts = thread::scope(|scope| {
            let (to_readers, frames) = sync_channel(FRAMES_AHEAD);
            let pieces = head.pieces;
            scope.spawn(move || {
                for number in 0..pieces {
                    let frame = Frame::read(input);
                    let is_last = frame.is_err();
                    // Nobody listens any more when a piece was bad.
                    if to_readers.send((number, frame)).is_err() || is_last {
                        break;
                    }
                }
            });
            opened(frames, attributes, &head.texts)
        })?;
        parts.par_sort_unstable_by_key(|(number, _)| *number);
        let (mut texts, mut books, mut chunks) = (vec![Vec::new(); attributes.len()], Vec::new(), Vec::new());
        for (_, part) in parts {
            match part {
                Part::Texts(attribute, entries) => texts[attribute].extend(entries),
                Part::Book(book) => books.push(*book),
                Part::Chunk(chunk) => chunks.push(*chunk),
            }
        }
        let follow = |pair: &[Chunk]| pair[0].last() < pair[1].first();
        let features: usize = chunks.iter().map(Chunk::len).sum();
        if features as u64 != head.features || !chunks.windows(2).all(follow) {
            return Err(PictureError::Damaged("features are missing"));
        }
        let dictionaries: Option<Vec<Dictionary>> = texts
            .into_par_iter()
            .zip(&head.texts)
            .map(|(entries, count)| Dictionary::of(entries).filter(|texts| texts.len() as u32 == *count))
            .collect();
        let dictionaries = dictionaries.ok_or(PictureError::Damaged("texts are missing"))?;
        let book = books.pop().ok_or(PictureError::Damaged("the book is missing"))?;
        Ok(Self::of(Rows::of(Attributes::with(attributes, dictionaries), book, chunks)))
    }
}

/// Opens frames as they come, in no order.
fn opened(
    frames: Receiver<(u64, Result<Frame, PictureError>)>,
    attributes: &[Attribute],
    texts: &[u32],
) -> Result<Vec<(u64, Part)>, PictureError> {
    type Read = (u64, Result<Frame, PictureError>);
    let open = |unpacker: &mut Result<Unpacker, PictureError>, (number, frame): Read| {
        let frame = frame?;
        let unpacker = match unpacker {
            Ok(unpacker) => unpacker,
            Err(error) => return Err(std::mem::replace(error, PictureError::Stopped)),
        };
        let piece = postcard::from_bytes(unpacker.open(&frame)?).map_err(PictureError::Form)?;
        Ok((number, part(piece, attributes, texts)?))
    };
    frames.into_iter().par_bridge().map_init(Unpacker::new, open).collect()
}

fn part(piece: Piece<'_>, attributes: &[Attribute], texts: &[u32]) -> Result<Part, PictureError> {
    match piece {
        Piece::Texts(attribute, entries) if (attribute as usize) < attributes.len() => {
            let entry = |(text, folded): (&str, Option<&str>)| {
                let text: Arc<str> = text.into();
                let folded = folded.map_or_else(|| Arc::clone(&text), Into::into);
                Entry { text, folded }
            };
            Ok(Part::Texts(attribute as usize, entries.into_iter().map(entry).collect()))
        }
        Piece::Texts(..) => Err(PictureError::Attributes),
        Piece::Book(form) => {
            let book = Book::of(form).map(Box::new);
            book.map(Part::Book).ok_or(PictureError::Damaged("the book is none"))
        }
        Piece::Chunk(form) => {
            let chunk = Chunk::of(*form, attributes, texts).map(Box::new);
            chunk.map(Part::Chunk).ok_or(PictureError::Damaged("a piece is of no features"))
        }
    }
}
