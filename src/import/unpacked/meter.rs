//! How much of a feature has been read, and what it begins with.
//!
//! In: bytes as they are read. Out: the same bytes, and an end where a feature is too long. It must not know JSON.

use std::cell::{Cell, RefCell};
use std::io::{self, Read};
use std::rc::Rc;

/// Stands before each feature in text sequences (RFC 8142).
pub(super) const RECORD_SEPARATOR: u8 = 0x1e;

/// Bytes taken since a feature began.
pub(super) struct Meter {
    taken: Cell<u64>,
    limit: u64,
    /// The first of them, for who must mend a feature that breaks off.
    first: RefCell<Vec<u8>>,
}

/// So many bytes of a feature that cannot be read are shown.
const SHOWN_BYTES: usize = 2_000;

impl Meter {
    pub(super) fn new(limit: u64) -> Self {
        Self { taken: Cell::new(0), limit, first: RefCell::default() }
    }

    fn take(&self, bytes: &[u8]) {
        self.taken.set(self.taken.get() + bytes.len() as u64);
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
        self.first.borrow_mut().clear();
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
