//! SHA-256 of files, as `sha256sum` writes it.
//!
//! In: bytes. Out: hexadecimal digits. It must not know whose bytes they are.

use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The hash of all that is left to read, to be continued, and how many bytes that was.
pub(super) fn hashed(from: &mut impl Read) -> io::Result<(Sha256, u64)> {
    let mut hash = Sha256::new();
    let mut chunk = vec![0; 64 << 10];
    let mut bytes = 0;
    loop {
        let read = from.read(&mut chunk)?;
        if read == 0 {
            return Ok((hash, bytes));
        }
        hash.update(&chunk[..read]);
        bytes += read as u64;
    }
}

/// The checksum of a file and its length.
pub(super) fn sha256_of(path: &Path) -> io::Result<(String, u64)> {
    let (hash, bytes) = hashed(&mut File::open(path)?)?;
    Ok((hex(hash), bytes))
}

/// The digits of a hash.
pub(super) fn hex(hash: Sha256) -> String {
    hash.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // writing to a String cannot fail
        text
    })
}
