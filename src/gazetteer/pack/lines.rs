//! Lines of a file of tab-separated columns, with their numbers.
//!
//! In: bytes. Out: each line that is not blank. Neither GeoNames nor GNS quotes anything, and lines end with LF
//! or CR LF. It must not know columns.

/// Lines that are not blank, with their numbers from 1.
pub(super) fn lines(bytes: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    (1..)
        .zip(text.split(|byte| *byte == b'\n'))
        .map(|(number, line)| (number, line.strip_suffix(b"\r").unwrap_or(line)))
        .filter(|(_, line)| !line.iter().all(u8::is_ascii_whitespace))
}

/// A line as text, or why it is none.
pub(super) fn as_text(line: &[u8], max_bytes: usize) -> Result<&str, super::report::Fault> {
    use super::report::Fault;
    if line.len() > max_bytes {
        let start = String::from_utf8_lossy(&line[..max_bytes.min(200)]).into_owned();
        return Err(Fault::new("line", &start, format!("is longer than {max_bytes} bytes")));
    }
    std::str::from_utf8(line).map_err(|error| {
        let bad = error.valid_up_to();
        let near = &line[bad.saturating_sub(20)..line.len().min(bad + 20)];
        Fault::new("line", &String::from_utf8_lossy(near), format!("is not UTF-8 at byte {}", bad + 1))
    })
}
