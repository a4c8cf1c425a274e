//! Where lines begin and whether a quotation mark is open, told beside the reader of records.
//!
//! In: the text, as it is handed to the reader. Out: the line of a record, its length so far, an unclosed
//! quotation mark. It must not know what records hold.
//!
//! The csv crate counts blank lines before a record to it and ends the last record silently where a quotation
//! mark is never closed; a verdict per row needs the true line, and to know.

use memchr::memchr3;
use std::collections::VecDeque;

/// Follows the text byte by byte.
#[derive(Debug)]
pub(super) struct Scan {
    delimiter: u8,
    state: State,
    /// Bytes seen.
    offset: u64,
    line: u64,
    at_line_start: bool,
    after_return: bool,
    /// Offset and number of each line that is not empty, from the current record on. A record is bounded,
    /// and with it this list.
    lines: VecDeque<(u64, u64)>,
    quote_line: u64,
    /// Where who reads the text stands, while the rest of a record is skipped.
    resume: Option<State>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    CellStart,
    Bare,
    Quoted,
    QuoteInQuoted,
}

impl Scan {
    pub(super) fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            state: State::CellStart,
            offset: 0,
            line: 1,
            at_line_start: true,
            after_return: false,
            lines: VecDeque::new(),
            quote_line: 0,
            resume: None,
        }
    }

    /// Takes the next bytes of the text.
    pub(super) fn feed(&mut self, mut bytes: &[u8]) {
        while let Some((&byte, rest)) = bytes.split_first() {
            self.count_line(byte);
            self.follow_quotes(byte);
            self.offset += 1;
            // Most bytes say nothing of lines or quotation marks: they are passed as fast as memory is read.
            let says_nothing = self.says_nothing(rest);
            self.offset += says_nothing as u64;
            bytes = rest.get(says_nothing..).unwrap_or_default();
        }
    }

    /// How many bytes from here on change nothing, but for the offset.
    fn says_nothing(&self, bytes: &[u8]) -> usize {
        if self.at_line_start || self.after_return {
            return 0;
        }
        let next = match self.state {
            State::Bare => memchr3(b'\n', b'\r', self.delimiter, bytes),
            State::Quoted => memchr3(b'\n', b'\r', b'"', bytes),
            State::CellStart | State::QuoteInQuoted => return 0,
        };
        next.unwrap_or(bytes.len())
    }

    /// Takes the next byte of a record that nobody will read; whether the record ends with it.
    pub(super) fn skip(&mut self, byte: u8) -> bool {
        self.resume.get_or_insert(self.state);
        let was_quoted = self.state == State::Quoted;
        match byte {
            b'\n' if self.after_return => self.after_return = false,
            b'\n' | b'\r' => {
                self.line += 1;
                self.after_return = byte == b'\r';
            }
            _ => self.after_return = false,
        }
        self.follow_quotes(byte);
        let ends = !was_quoted && matches!(byte, b'\n' | b'\r');
        if ends {
            self.at_line_start = true;
            self.state = self.resume.take().unwrap_or(self.state);
        }
        ends
    }

    /// Takes bytes that the text does not have: they are on no line.
    pub(super) fn insert(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.follow_quotes(byte);
        }
        self.offset += bytes.len() as u64;
    }

    /// How many of these bytes come before the end of a line within a quotation mark that was opened on that line.
    pub(super) fn until_open_at_end_of(&self, line: u64, bytes: &[u8]) -> Option<usize> {
        if self.line > line {
            return None;
        }
        let mut ahead = Self { lines: VecDeque::new(), ..*self };
        for (at, &byte) in bytes.iter().enumerate() {
            let ends = matches!(byte, b'\n' | b'\r') && ahead.line == line;
            if ends && ahead.state == State::Quoted && ahead.quote_line == line {
                return Some(at);
            }
            ahead.count_line(byte);
            ahead.follow_quotes(byte);
            ahead.lines.clear();
            if ahead.line > line {
                return None;
            }
        }
        None
    }

    fn count_line(&mut self, byte: u8) {
        match byte {
            // CR LF is one line break, and so is each alone.
            b'\n' if self.after_return => self.after_return = false,
            b'\n' | b'\r' => {
                self.line += 1;
                self.at_line_start = true;
                self.after_return = byte == b'\r';
            }
            _ => {
                if self.at_line_start {
                    self.lines.push_back((self.offset, self.line));
                    self.at_line_start = false;
                }
                self.after_return = false;
            }
        }
    }

    fn follow_quotes(&mut self, byte: u8) {
        self.state = match (self.state, byte) {
            (State::Quoted, b'"') => State::QuoteInQuoted,
            (State::Quoted, _) | (State::QuoteInQuoted, b'"') => State::Quoted,
            (State::CellStart, b'"') => {
                self.quote_line = self.line;
                State::Quoted
            }
            (_, b'\n' | b'\r') => State::CellStart,
            (_, byte) if byte == self.delimiter => State::CellStart,
            _ => State::Bare,
        };
    }

    /// Tells that the reader has taken everything before this offset: lines before it are done with.
    pub(super) fn passed(&mut self, offset: u64) {
        while self.lines.front().is_some_and(|(start, _)| *start < offset) {
            self.lines.pop_front();
        }
    }

    /// First line of the record that comes next or is being read.
    pub(super) fn record_line(&self) -> u64 {
        self.lines.front().map_or(self.line, |(_, line)| *line)
    }

    /// Bytes of the record that is being read, blank lines before it not counted.
    pub(super) fn record_bytes(&self) -> u64 {
        self.lines.front().map_or(0, |(start, _)| self.offset - start)
    }

    /// Bytes of text seen.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// The line of a quotation mark that is open now.
    pub(super) fn open_quote(&self) -> Option<u64> {
        (self.state == State::Quoted).then_some(self.quote_line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str) -> Vec<u64> {
        let mut scan = Scan::new(b',');
        scan.feed(text.as_bytes());
        scan.lines.iter().map(|(_, line)| *line).collect()
    }

    #[test]
    fn every_kind_of_line_break_is_one() {
        for text in ["a\n\nb\nc", "a\r\n\r\nb\r\nc", "a\r\rb\rc"] {
            assert_eq!(lines(text), [1, 3, 4], "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn bytes_that_are_passed_together_are_those_passed_one_by_one(text in "[ab,;\"\n\r ]{0,60}", at in 0..60_usize) {
            let (mut whole, mut single) = (Scan::new(b','), Scan::new(b','));
            let (first, second) = text.as_bytes().split_at(at.min(text.len()));
            whole.feed(first);
            whole.feed(second);
            text.bytes().for_each(|byte| single.feed(&[byte]));
            prop_assert_eq!(format!("{whole:?}"), format!("{single:?}"));
        }
    }

    #[test]
    fn a_quotation_mark_is_open_until_it_is_closed() {
        for (text, open) in [
            ("a,\"b\nc", Some(1)),
            ("a\n\"b\"\"c", Some(2)),
            ("a,\"b\",c", None),
            ("a,b\"c", None),
            ("a,\"b\"\"\"\n", None),
            ("", None),
        ] {
            let mut scan = Scan::new(b',');
            scan.feed(text.as_bytes());
            assert_eq!(scan.open_quote(), open, "{text:?}");
        }
    }
}
