//! Which line of a list touched an event first, and whether it was told to be unchanged.
//!
//! In: numbers of events and of lines. Out: the same again. It must not know events.

use crate::service::report::Verdict;
use std::collections::HashMap;

/// Events by their numbers, with a line. Those that a list adds have numbers that follow each other, and need no more than
/// their lines: of a million rows that is a fifth of a table.
#[derive(Default)]
pub(super) struct Seen {
    first: u64,
    following: Vec<First>,
    others: HashMap<u64, First>,
}

/// The line that touched an event first and, as its last bit, whether it was told to be unchanged.
#[derive(Clone, Copy)]
struct First(u64);

impl First {
    fn new(line: u64, verdict: Verdict) -> Self {
        Self(line << 1 | u64::from(verdict == Verdict::Unchanged))
    }

    fn line(self) -> u64 {
        self.0 >> 1
    }
}

impl Seen {
    pub(super) fn insert(&mut self, fid: u64, line: u64, verdict: Verdict) {
        let first = First::new(line, verdict);
        if self.following.is_empty() {
            self.first = fid;
        }
        if fid.checked_sub(self.first) == Some(self.following.len() as u64) {
            self.following.push(first);
        } else {
            self.others.insert(fid, first);
        }
    }

    fn at(&mut self, fid: u64) -> Option<&mut First> {
        let at = fid.checked_sub(self.first).and_then(|at| usize::try_from(at).ok());
        at.and_then(|at| self.following.get_mut(at)).or_else(|| self.others.get_mut(&fid))
    }

    /// The line that touched an event first.
    pub(super) fn line(&mut self, fid: u64) -> Option<u64> {
        self.at(fid).map(|first| first.line())
    }

    /// The event is changed after all: that line, if it was told to be unchanged until now.
    pub(super) fn change(&mut self, fid: u64) -> Option<u64> {
        let first = self.at(fid).filter(|first| first.0 & 1 == 1)?;
        *first = First::new(first.line(), Verdict::Updated);
        Some(first.line())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_that_touched_an_event_first_is_known_in_whatever_order_they_are_numbered() {
        let mut seen = Seen::default();
        let fids = [7, 8, 9, 3, 10, 20, 0, 11];
        let verdict = |fid: u64| if fid.is_multiple_of(2) { Verdict::Unchanged } else { Verdict::Added };
        for (line, fid) in (100..).zip(fids) {
            assert_eq!(seen.line(fid), None, "{fid}");
            seen.insert(fid, line, verdict(fid));
        }
        for (line, fid) in (100..).zip(fids) {
            assert_eq!(seen.line(fid), Some(line), "{fid}");
            // Told once.
            assert_eq!(seen.change(fid), (fid % 2 == 0).then_some(line));
            assert_eq!(seen.change(fid), None);
            assert_eq!(seen.line(fid), Some(line), "{fid}");
        }
        assert_eq!((seen.line(12), seen.change(12)), (None, None));
    }
}
