//! Lines of a file, with their numbers.
//!
//! In: bytes. Out: each line that is not blank, or the line on which a byte stands. Neither GeoNames nor GNS
//! quotes anything, and their lines end with LF or CR LF. It must not know columns.

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
    let broken = |bad: usize, what: &str| {
        let near = &line[bad.saturating_sub(20)..line.len().min(bad + 20)];
        Fault::new("line", &String::from_utf8_lossy(near), format!("{what} at byte {}", bad + 1))
    };
    if let Some(bad) = line.iter().position(|byte| *byte == 0) {
        return Err(broken(bad, "has a NUL"));
    }
    std::str::from_utf8(line).map_err(|error| broken(error.valid_up_to(), "is not UTF-8"))
}

/// Finds on which line bytes stand, asked in their order.
pub(super) struct LineCounter<'a> {
    text: &'a [u8],
    /// How far was counted.
    at: usize,
    line: u64,
}

impl<'a> LineCounter<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// The line of what begins at an offset, or after the line ends that stand there: the csv reader counts the
    /// end of a line to the next record.
    pub(super) fn line_of(&mut self, offset: usize) -> u64 {
        let ends = self.text.get(offset..).unwrap_or_default().iter();
        let to = offset + ends.take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        for (at, byte) in (self.at..to).zip(self.text.get(self.at..to).unwrap_or_default()) {
            // A lone CR ends a line too.
            let ends = *byte == b'\n' || (*byte == b'\r' && self.text.get(at + 1) != Some(&b'\n'));
            self.line += u64::from(ends);
        }
        self.at = self.at.max(to);
        self.line
    }
}
