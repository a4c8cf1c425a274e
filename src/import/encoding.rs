//! Which encoding a file is in.
//!
//! In: the bytes of a file, once through. Out: its encoding, and how many bytes it has. It must not know
//! records.

use super::{ImportError, Options, binary};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;
use std::io::{ErrorKind, Read};

/// What the bytes say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Encoded {
    pub(super) encoding: &'static Encoding,
    pub(super) bytes: u64,
    /// Sequences that are not valid in UTF-8, if that is what it is otherwise.
    pub(super) invalid: u64,
}

const CHUNK_BYTES: usize = 64 * 1024;
/// How much text beyond ASCII the guesser of legacy encodings is shown.
const GUESS_BYTES: usize = 1 << 20;

/// Reads the file once. The whole of it decides: in a list of Windows-1252 the first accent may stand far down.
pub(super) fn detect(reader: &mut impl Read, options: &Options) -> Result<Encoded, ImportError> {
    let stated = options.encoding.as_deref().map(by_label).transpose()?;
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut tally = Tally::default();
    let mut marked = None;
    let mut bytes = 0_u64;
    loop {
        let length = fill(reader, &mut chunk)?;
        let part = &chunk[..length];
        if bytes == 0 {
            binary::refuse_signatures(part)?;
            marked = Encoding::for_bom(part).map(|(encoding, _)| encoding);
            let wide = marked.or(stated).or_else(|| wide_without_mark(part));
            if !wide.is_some_and(|encoding| encoding == UTF_16LE || encoding == UTF_16BE) {
                binary::refuse_nul(part)?;
            }
            tally.wide = wide.filter(|encoding| *encoding != UTF_8);
        }
        bytes += length as u64;
        if bytes > options.limits.max_bytes {
            return Err(ImportError::TooLarge { limit: options.limits.max_bytes });
        }
        let last = length < chunk.len();
        if stated.is_none() && tally.wide.is_none() {
            tally.feed(part, last);
        }
        if last {
            break;
        }
    }
    let invalid = tally.invalid;
    let encoding = stated.or(marked).unwrap_or_else(|| tally.verdict());
    let invalid = if encoding == UTF_8 { invalid } else { 0 };
    Ok(Encoded { encoding, bytes, invalid })
}

/// A text that is no list, in the encoding that its bytes speak for; Windows-1252, which any bytes are, where none does.
pub fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let encoding = detect(&mut &*bytes, &Options::default()).map_or(WINDOWS_1252, |encoded| encoded.encoding);
    encoding.decode(bytes).0
}

fn by_label(label: &str) -> Result<&'static Encoding, ImportError> {
    Encoding::for_label(label.trim().as_bytes())
        .ok_or_else(|| ImportError::UnknownEncoding { label: label.chars().take(40).collect() })
}

/// Fills the buffer as far as the file goes.
fn fill(reader: &mut impl Read, buffer: &mut [u8]) -> Result<usize, ImportError> {
    let mut length = 0;
    while length < buffer.len() {
        match reader.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(length)
}

/// UTF-16 without a mark: in lists of our languages every other byte is mostly zero, and the others never.
fn wide_without_mark(head: &[u8]) -> Option<&'static Encoding> {
    let pairs = head.chunks_exact(2);
    let count = pairs.len();
    let (mut first_zero, mut second_zero) = (0, 0);
    for pair in pairs {
        first_zero += usize::from(pair[0] == 0);
        second_zero += usize::from(pair[1] == 0);
    }
    if count == 0 {
        None
    } else if second_zero * 10 >= count * 6 && first_zero == 0 {
        Some(UTF_16LE)
    } else if first_zero * 10 >= count * 6 && second_zero == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Counts what speaks for UTF-8 and against it, and keeps what a guesser may be shown.
struct Tally {
    /// How often each byte beyond ASCII occurs.
    beyond_ascii: [u64; 128],
    wide: Option<&'static Encoding>,
    carry: Vec<u8>,
    valid: u64,
    invalid: u64,
    /// What the guesser would be shown; it costs half a second, and is hardly ever asked.
    shown: Vec<u8>,
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            beyond_ascii: [0; 128],
            wide: None,
            carry: Vec::new(),
            valid: 0,
            invalid: 0,
            shown: Vec::new(),
        }
    }
}

impl Tally {
    fn feed(&mut self, part: &[u8], last: bool) {
        if self.carry.is_empty() && part.is_ascii() {
            return;
        }
        if self.shown.len() < GUESS_BYTES {
            self.shown.extend_from_slice(part);
        }
        for byte in part.iter().filter(|byte| !byte.is_ascii()) {
            self.beyond_ascii[usize::from(byte & 0x7f)] += 1;
        }
        let mut joined = std::mem::take(&mut self.carry);
        joined.extend_from_slice(part);
        let mut rest = joined.as_slice();
        loop {
            match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.valid += letters_beyond_ascii(text);
                    return;
                }
                Err(error) => {
                    let (good, bad) = rest.split_at(error.valid_up_to());
                    // Valid by the check just made.
                    self.valid += std::str::from_utf8(good).map_or(0, letters_beyond_ascii);
                    match error.error_len() {
                        Some(length) => {
                            self.invalid += 1;
                            rest = &bad[length..];
                        }
                        None if last => {
                            self.invalid += 1;
                            return;
                        }
                        None => {
                            self.carry = bad.to_vec();
                            return;
                        }
                    }
                }
            }
        }
    }

    /// UTF-8 where most of what is not ASCII is valid UTF-8: accents of Windows-1252 practically never are.
    fn verdict(self) -> &'static Encoding {
        if let Some(wide) = self.wide {
            return wide;
        }
        if self.invalid == 0 || self.valid > self.invalid {
            return UTF_8;
        }
        if self.is_french() {
            return WINDOWS_1252;
        }
        let mut guesser = EncodingDetector::new(Iso2022JpDetection::Deny);
        guesser.feed(&self.shown, true);
        let guess = guesser.guess(Some(b"fr"), Utf8Detection::Deny);
        if guess.is_single_byte() { guess } else { WINDOWS_1252 }
    }
}

/// What French and English texts hold beyond ASCII, as bytes of Windows-1252.
const FRENCH: &str = "àâäçèéêëîïôöùûüÿœæÀÂÇÈÉÊËÎÏÔÙÛŒÆ«»’‘“”–—…•°º²€½\u{a0}";

impl Tally {
    /// Whether nine of ten bytes beyond ASCII are French when read as Windows-1252.
    ///
    /// The lists of this field are French or English, and a small one has too few accents for the guesser,
    /// which takes "é" alone for Hebrew.
    fn is_french(&self) -> bool {
        let (bytes, _, _) = WINDOWS_1252.encode(FRENCH);
        let french: u64 = bytes.iter().map(|byte| self.beyond_ascii[usize::from(byte & 0x7f)]).sum();
        let all: u64 = self.beyond_ascii.iter().sum();
        french * 10 >= all * 9
    }
}

fn letters_beyond_ascii(text: &str) -> u64 {
    if text.is_ascii() { 0 } else { text.chars().filter(|c| !c.is_ascii()).count() as u64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_any_encoding_are_read() {
        let wide: Vec<u8> = "Léré, près de Niafunké".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [
            "Léré, près de Niafunké".as_bytes().to_vec(),
            [&[0xEF, 0xBB, 0xBF], "Léré, près de Niafunké".as_bytes()].concat(),
            b"L\xe9r\xe9, pr\xe8s de Niafunk\xe9".to_vec(),
            [&[0xFF, 0xFE], wide.as_slice()].concat(),
            wide,
        ] {
            assert_eq!(decoded(&bytes), "Léré, près de Niafunké");
        }
        assert_eq!(decoded(b"%PDF-\xe9"), "%PDF-é");
    }
}
