//! How much of a feature has been read, where it begins and with what.
//!
//! In: bytes as they are read. Out: the same bytes, and an end where a feature is too long; the line behind one that cannot be
//! read. It must not know JSON.

use std::cell::{Cell, RefCell};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::rc::Rc;

/// Stands before each feature in text sequences (RFC 8142).
pub(super) const RECORD_SEPARATOR: u8 = 0x1e;

/// Bytes taken since a feature began.
pub(super) struct Meter {
    taken: Cell<u64>,
    limit: u64,
    now: Cell<Place>,
    /// Where the last feature ended.
    ended: Cell<Place>,
    /// The first of them, for who must mend a feature that breaks off.
    first: RefCell<Vec<u8>>,
}

/// So many bytes of a file, and ends of lines among them.
#[derive(Debug, Clone, Copy)]
struct Place {
    bytes: u64,
    lines: u64,
}

impl Place {
    fn behind(self, bytes: &[u8]) -> Self {
        let lines = memchr::memchr_iter(b'\n', bytes).count() as u64;
        Self { bytes: self.bytes + bytes.len() as u64, lines: self.lines + lines }
    }
}

/// So many bytes of a feature that cannot be read are shown.
const SHOWN_BYTES: usize = 2_000;

impl Meter {
    /// For what is read after the first `skipped` bytes of a file, which are on its first line.
    pub(super) fn new(limit: u64, skipped: u64) -> Self {
        let start = Place { bytes: skipped, lines: 0 };
        let [now, ended] = [Cell::new(start), Cell::new(start)];
        Self { taken: Cell::new(0), limit, now, ended, first: RefCell::default() }
    }

    fn take(&self, bytes: &[u8]) {
        self.taken.set(self.taken.get() + bytes.len() as u64);
        self.now.set(self.now.get().behind(bytes));
        let mut first = self.first.borrow_mut();
        let room = SHOWN_BYTES.saturating_sub(first.len()).min(bytes.len());
        first.extend_from_slice(&bytes[..room]);
    }

    /// Whether these are more than are allowed.
    pub(super) fn is_over(&self) -> bool {
        self.taken.get() > self.limit
    }

    /// What is taken from here on counts.
    pub(super) fn count_anew(&self) {
        self.taken.set(0);
    }

    /// A feature ends here.
    pub(super) fn begin_anew(&self) {
        self.count_anew();
        self.ended.set(self.now.get());
        self.first.borrow_mut().clear();
    }

    /// Gives up the line on which a feature has begun that cannot be read: the reader goes on behind it. The number of that
    /// line, the first is 1, what it begins with, and whether there is more.
    pub(super) fn skip_line<R: Read + Seek>(&self, reader: &mut R) -> io::Result<(u64, String, bool)> {
        let mut place = self.ended.get();
        reader.seek(SeekFrom::Start(place.bytes))?;
        let (mut line, mut text) = (None, Vec::new());
        let told = |text: &[u8]| String::from_utf8_lossy(text).trim_end().to_owned();
        for byte in BufReader::new(&mut *reader).bytes() {
            let byte = byte?;
            let before = place;
            place = place.behind(&[byte]);
            match line {
                Some(line) if byte == b'\n' => {
                    reader.seek(SeekFrom::Start(place.bytes))?;
                    self.now.set(place);
                    self.begin_anew();
                    return Ok((line, told(&text), true));
                }
                None if byte.is_ascii_whitespace() || byte == RECORD_SEPARATOR => continue,
                None => line = Some(before.lines + 1),
                Some(_) => {}
            }
            if text.len() < SHOWN_BYTES {
                text.push(byte);
            }
        }
        Ok((line.unwrap_or(place.lines + 1), told(&text), false))
    }

    /// Whether the feature that has begun is on one line so far.
    pub(super) fn is_on_one_line(&self) -> bool {
        memchr::memchr(b'\n', self.first.borrow().trim_ascii()).is_none()
    }

    /// What there is of the feature that has begun.
    pub(super) fn begun(&self) -> String {
        let text = String::from_utf8_lossy(&self.first.borrow()).into_owned();
        text.trim_matches(|c: char| c == ',' || c.is_whitespace()).to_owned()
    }
}

/// Ends the reading where a feature is too long.
pub(super) struct Metered<R> {
    inner: R,
    meter: Rc<Meter>,
}

impl<R> Metered<R> {
    pub(super) fn new(inner: R, meter: Rc<Meter>) -> Self {
        Self { inner, meter }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.meter.is_over() {
            return Err(io::Error::other("a feature is too long"));
        }
        let length = self.inner.read(buffer)?;
        for byte in buffer.iter_mut().take(length).filter(|byte| **byte == RECORD_SEPARATOR) {
            *byte = b' ';
        }
        self.meter.take(&buffer[..length]);
        Ok(length)
    }
}
