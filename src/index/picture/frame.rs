//! Pieces of a picture: compressed, and never taken for whole when they are not.
//!
//! In: bytes. Out: the same bytes, or what is wrong with them. It must not know what they mean.
//!
//! A frame is the length of its body, the length of what was compressed into it and a CRC-32 of that length and the body,
//! four bytes each, little-endian; then the body, as Zstandard has it.

use super::PictureError;
use std::io::{Read, Write};
use zstd::bulk::{Compressor, Decompressor};

/// The first level packs a list's features into a twelfth, as fast as a disk writes; higher ones gain a twentieth.
const LEVEL: i32 = 1;
/// More than any piece has: a chunk of features of a megabyte each. Beyond it no picture is written, and none believed.
const MAX_PIECE: usize = 1 << 30;
/// How much is asked of memory for a body before there is any of it.
const FIRST_BYTES: u64 = 1 << 20;

/// A frame as it was read.
#[derive(Debug)]
pub(super) struct Frame {
    length: [u8; 4],
    check: u32,
    body: Vec<u8>,
}

/// Writes frames.
pub(super) struct Packer(Compressor<'static>);

/// Opens frames.
pub(super) struct Unpacker {
    decompressor: Decompressor<'static>,
    piece: Vec<u8>,
}

fn check(length: [u8; 4], body: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&length);
    hasher.update(body);
    hasher.finalize()
}

impl Packer {
    pub(super) fn new() -> Result<Self, PictureError> {
        Ok(Self(Compressor::new(LEVEL)?))
    }

    pub(super) fn write(&mut self, piece: &[u8], out: &mut dyn Write) -> Result<(), PictureError> {
        let body = self.0.compress(piece)?;
        let lengths = u32::try_from(body.len()).ok().zip(u32::try_from(piece.len()).ok());
        let Some((body_length, length)) = lengths.filter(|_| piece.len() <= MAX_PIECE) else {
            return Err(PictureError::TooLarge);
        };
        let length = length.to_le_bytes();
        for part in [&body_length.to_le_bytes(), &length, &check(length, &body).to_le_bytes()] {
            out.write_all(part)?;
        }
        Ok(out.write_all(&body)?)
    }
}

impl Frame {
    pub(super) fn read(input: &mut dyn Read) -> Result<Self, PictureError> {
        let mut word = || {
            let mut word = [0; 4];
            input.read_exact(&mut word).map(|()| word)
        };
        let (body_length, length, check) = (word()?, word()?, word()?);
        let body_length = u64::from(u32::from_le_bytes(body_length));
        // A length that is wrong must not ask for more memory than there are bytes.
        let mut body = Vec::with_capacity(body_length.min(FIRST_BYTES) as usize);
        input.take(body_length).read_to_end(&mut body)?;
        if body.len() as u64 != body_length {
            return Err(PictureError::Damaged("it ends too early"));
        }
        Ok(Self { length, check: u32::from_le_bytes(check), body })
    }
}

impl Unpacker {
    pub(super) fn new() -> Result<Self, PictureError> {
        Ok(Self { decompressor: Decompressor::new()?, piece: Vec::new() })
    }

    pub(super) fn open(&mut self, frame: &Frame) -> Result<&[u8], PictureError> {
        let length = u32::from_le_bytes(frame.length) as usize;
        if check(frame.length, &frame.body) != frame.check || length > MAX_PIECE {
            return Err(PictureError::Damaged("its bytes are not those that were written"));
        }
        self.piece.clear();
        self.piece.reserve(length);
        self.decompressor.decompress_to_buffer(&frame.body, &mut self.piece)?;
        if self.piece.len() != length {
            return Err(PictureError::Damaged("a piece has another length"));
        }
        Ok(&self.piece)
    }
}
