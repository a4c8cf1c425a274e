//! Text of tables and GeoJSON in the encodings they come in.
//!
//! In: bytes. Out: bytes that are UTF-8 but for a few. GeoNames and GNS are UTF-8 always and do not come here. It
//! must not know columns.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use std::borrow::Cow;

/// Text, and how it was read where it was not UTF-8.
pub(super) struct Decoded<'a> {
    pub(super) bytes: Cow<'a, [u8]>,
    pub(super) note: Option<String>,
}

/// Decodes by the mark at the beginning; without one it is UTF-8 if most of what is not ASCII is, else
/// Windows-1252, in which French tables are saved by older programs.
pub(super) fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        return if encoding == UTF_8 { plain(rest) } else { read_as(encoding, rest) };
    }
    let (mut valid, mut invalid) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        if !chunk.valid().is_ascii() {
            valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        }
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    if invalid <= valid { plain(bytes) } else { read_as(WINDOWS_1252, bytes) }
}

fn plain(bytes: &[u8]) -> Decoded<'_> {
    Decoded { bytes: Cow::Borrowed(bytes), note: None }
}

fn read_as(encoding: &'static Encoding, bytes: &[u8]) -> Decoded<'static> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let note = format!("read as {}", encoding.name().to_lowercase());
    Decoded { bytes: Cow::Owned(text.into_owned().into_bytes()), note: Some(note) }
}
