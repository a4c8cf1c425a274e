//! A file as a stream of UTF-8, with the length of the current record bounded.
//!
//! In: bytes and their encoding. Out: `Read` in UTF-8, what is unreadable replaced by U+FFFD. It must not know
//! what a record holds.
//!
//! What is wrong with one record is kept from the others: one that is too long is cut, and a quotation mark that is
//! known never to be closed is closed at the end of its line. Both are told with the record.

use super::scan::Scan;
use encoding_rs::{Decoder, Encoding};
use std::collections::VecDeque;
use std::io::{self, Read};

const RAW_BYTES: usize = 64 * 1024;
/// A byte of a legacy encoding becomes at most three of UTF-8.
const TEXT_BYTES: usize = 3 * RAW_BYTES + 16;

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
    /// Lines with a quotation mark that is never closed, the first first.
    unclosed: VecDeque<u64>,
    /// What is to be handed out before the rest of `text`, and is not in the file.
    pending: &'static [u8],
    /// Where in the text handed out a record was mended, and how.
    mended: VecDeque<(u64, Mended)>,
}

/// What was done to a record so that the others can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mended {
    /// It was longer than allowed, and the rest left out.
    Cut,
    /// The quotation mark that opens on this line was closed at its end.
    Closed(u64),
}

impl<R: Read> Source<R> {
    pub(super) fn new(
        inner: R,
        encoding: &'static Encoding,
        delimiter: u8,
        max_record_bytes: u64,
        unclosed: &[u64],
    ) -> Self {
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
            unclosed: unclosed.iter().copied().collect(),
            pending: b"",
            mended: VecDeque::new(),
        }
    }

    /// Tells that a record ended at this offset of the text; what was done to it.
    pub(super) fn record_ended(&mut self, offset: u64) -> Option<Mended> {
        self.scan.passed(offset);
        let mut mended = None;
        while let Some((_, how)) = self.mended.front().filter(|(at, _)| *at <= offset) {
            mended = mended.or(Some(*how));
            self.mended.pop_front();
        }
        mended
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

impl<R: Read> Source<R> {
    /// Leaves out the rest of a record that is too long, and ends it for who reads.
    fn cut(&mut self) -> io::Result<()> {
        self.mended.push_back((self.scan.offset(), Mended::Cut));
        loop {
            self.refill()?;
            if self.start == self.end {
                // The file ends within the record.
                return Ok(());
            }
            let byte = self.text[self.start];
            self.start += 1;
            if self.scan.skip(byte) {
                self.pending = if self.scan.open_quote().is_some() { b"\"\n" } else { b"\n" };
                return Ok(());
            }
        }
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.pending.is_empty() && self.scan.record_bytes() > self.max_record_bytes {
            self.cut()?;
        }
        if !self.pending.is_empty() {
            let length = buffer.len().min(self.pending.len());
            let (now, later) = self.pending.split_at(length);
            buffer[..length].copy_from_slice(now);
            self.scan.insert(now);
            self.pending = later;
            return Ok(length);
        }
        self.refill()?;
        let mut length = buffer.len().min(self.end - self.start);
        if let Some(line) = self.unclosed.front().copied() {
            let part = &self.text[self.start..self.start + length];
            if let Some(until) = self.scan.until_open_at_end_of(line, part) {
                self.unclosed.pop_front();
                self.mended.push_back((self.scan.offset() + until as u64, Mended::Closed(line)));
                self.pending = b"\"";
                length = until;
            }
        }
        let part = &self.text[self.start..self.start + length];
        buffer[..length].copy_from_slice(part);
        self.scan.feed(part);
        self.start += length;
        // Nothing before the mark: it is what comes next.
        if length == 0 && !self.pending.is_empty() { self.read(buffer) } else { Ok(length) }
    }
}
