//! A file as a stream of UTF-8, with the length of the current record bounded.
//!
//! In: bytes and their encoding. Out: `Read` in UTF-8, what is unreadable replaced by U+FFFD. It must not know
//! what a record holds.

use super::scan::Scan;
use encoding_rs::{Decoder, Encoding};
use std::io::{self, Read};
use thiserror::Error;

const RAW_BYTES: usize = 64 * 1024;
/// A byte of a legacy encoding becomes at most three of UTF-8.
const TEXT_BYTES: usize = 3 * RAW_BYTES + 16;

/// The current record is longer than allowed.
#[derive(Debug, Error)]
#[error("the record that begins on line {line} is longer than {limit} bytes")]
pub(super) struct RecordTooLong {
    pub(super) line: u64,
    pub(super) limit: u64,
}

/// Decodes as it is read; never holds more than its two buffers.
pub(super) struct Source<R> {
    inner: R,
    decoder: Decoder,
    raw: Box<[u8]>,
    text: Box<[u8]>,
    /// What of `text` is still to be handed out.
    start: usize,
    end: usize,
    ended: bool,
    scan: Scan,
    max_record_bytes: u64,
}

impl<R: Read> Source<R> {
    pub(super) fn new(inner: R, encoding: &'static Encoding, delimiter: u8, max_record_bytes: u64) -> Self {
        Self {
            inner,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; RAW_BYTES].into_boxed_slice(),
            text: vec![0; TEXT_BYTES].into_boxed_slice(),
            start: 0,
            end: 0,
            ended: false,
            scan: Scan::new(delimiter),
            max_record_bytes,
        }
    }

    /// Tells that a record ended at this offset of the text, and asks for lines and quotation marks.
    pub(super) fn record_ended(&mut self, offset: u64) {
        self.scan.passed(offset);
    }

    pub(super) fn scan(&self) -> &Scan {
        &self.scan
    }

    fn refill(&mut self) -> io::Result<()> {
        while self.start == self.end && !self.ended {
            let length = self.inner.read(&mut self.raw)?;
            self.ended = length == 0;
            // `text` has room for whatever `raw` can become, so that one call takes it all.
            let (_, _, written, _) =
                self.decoder.decode_to_utf8(&self.raw[..length], &mut self.text, self.ended);
            self.start = 0;
            self.end = written;
        }
        Ok(())
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.scan.record_bytes() > self.max_record_bytes {
            let line = self.scan.record_line();
            return Err(io::Error::other(RecordTooLong { line, limit: self.max_record_bytes }));
        }
        self.refill()?;
        let length = buffer.len().min(self.end - self.start);
        let part = &self.text[self.start..self.start + length];
        buffer[..length].copy_from_slice(part);
        self.scan.feed(part);
        self.start += length;
        Ok(length)
    }
}
