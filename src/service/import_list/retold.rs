//! Events of earlier imports as the rows of this list tell them, in whatever order these come.
//!
//! In: an event as it is in the store, and the rows that tell it. Out: what it is to be after the last of them. It must not
//! write anything.
//!
//! An export by actor has several rows of an event, in another order every time, and a row that is corrected or gone is only
//! seen when all rows have come. What they say is gathered and compared with what the store has, whatever the order. Nearly
//! always it is the same, and then nothing waits any more. Where one row came of what several told, that is kept in few
//! bytes: a list may leave the other rows of all its events out.

use super::settle::says_the_same;
use crate::event::{Account, Event, Fingerprint, Identity, Origin};
use crate::store::Found;
use std::collections::{HashMap, HashSet};

/// What a row tells.
pub(super) struct Telling {
    pub(super) identity: Identity,
    pub(super) fingerprint: Fingerprint,
    pub(super) event: Event,
}

/// An event as the rows of this list tell it so far.
pub(super) struct Retold {
    /// The first row, with what the others said.
    pub(super) first: Telling,
    rows: u32,
    /// The row that tells date, place and kind as the store has them, if one does.
    head: Option<Fingerprint>,
    /// Whether nothing was told that the store does not have.
    is_part: bool,
}

/// The events of which more rows may come.
#[derive(Default)]
pub(super) struct Retelling {
    /// Of which one row told a part and nothing else.
    parts: HashMap<u64, Part>,
    others: HashMap<u64, Retold>,
}

/// A row that tells a part of what the store has.
struct Part {
    /// `None` of the row that the event was read from.
    fingerprint: Option<Fingerprint>,
    /// Which accounts.
    told: Box<[usize]>,
}

/// What an event is to be.
pub(super) enum Outcome {
    /// As it is, of the origin that this has.
    Same(Event),
    /// Another.
    Changed(Fingerprint, Event),
}

/// So many events may wait with all they say: some 20 megabytes.
const MAX_WAITING: usize = 10_000;

impl Telling {
    /// Whether it is the row that the event was read from, whatever the gazetteer makes of it by now.
    pub(super) fn is_verbatim(&self, found: &Found) -> bool {
        self.fingerprint == found.fingerprint
    }

    /// Whether it tells all that the store has and nothing else.
    pub(super) fn tells_all_of(&self, found: &Found) -> bool {
        says_the_same(&found.event, &self.event)
            || (same_accounts(&found.event, &self.event) && self.tells_head_of(found))
    }

    /// Whether it tells date, place and kind as the store has them.
    fn tells_head_of(&self, found: &Found) -> bool {
        if self.is_verbatim(found) {
            return true;
        }
        let mut alike = self.event.clone();
        alike.take_accounts(found.event.clone());
        alike.origin.clone_from(&found.event.origin);
        says_the_same(&found.event, &alike)
    }

    /// Whether its accounts are among those that the store has.
    fn tells_part_of(&self, found: &Found) -> bool {
        accounts(&self.event).is_subset(&accounts(&found.event))
    }

    /// Whether it says nothing that its event was not read from: so also when an earlier version read the same otherwise.
    fn says_nothing_new(&self, found: &Found) -> bool {
        self.is_verbatim(found) || self.tells_part_of(found)
    }
}

fn accounts(event: &Event) -> HashSet<Account<'_>> {
    event.accounts().collect()
}

/// Whether the same is told of two events, in whatever order.
fn same_accounts(one: &Event, other: &Event) -> bool {
    accounts(one) == accounts(other)
}

impl Retold {
    /// The event so far.
    pub(super) fn event(&self) -> &Event {
        &self.first.event
    }

    /// Adds a row that was joined to it.
    pub(super) fn and(mut self, found: &Found, row: &Telling, joined: Event) -> Self {
        if row.is_verbatim(found) || (self.head.is_none() && row.tells_head_of(found)) {
            self.head = Some(row.fingerprint.clone());
        }
        self.first.event = joined;
        self.rows += 1;
        self.is_part &= row.says_nothing_new(found);
        self
    }

    /// Whether it is just what the store has.
    pub(super) fn is_whole(&self, found: &Found) -> bool {
        self.head.is_some() && same_accounts(&found.event, self.event())
    }

    /// What the event is to be. A single row may have left out what others said in earlier lists.
    pub(super) fn outcome(self, found: &Found) -> Outcome {
        let Self { first: Telling { fingerprint, event: told, .. }, rows, head, is_part } = self;
        let kept = &found.event;
        let has_all = same_accounts(kept, &told) || (rows == 1 && is_part);
        if has_all && head.is_some() {
            return Outcome::Same(told);
        }
        let mut event = if head.is_some() { kept.clone() } else { told.clone() };
        event.origin.clone_from(&told.origin);
        event.take_accounts(if has_all { kept.clone() } else { told });
        Outcome::Changed(head.unwrap_or(fingerprint), event)
    }
}

impl Retelling {
    /// Whether it is time to conclude what waits.
    pub(super) fn is_full(&self) -> bool {
        self.others.len() >= MAX_WAITING
    }

    /// Takes the first row of an event, and says whether it tells a part of what the store has, and nothing else.
    pub(super) fn begin(&mut self, found: &Found, row: Telling) -> bool {
        let has_head = row.tells_head_of(found);
        if has_head && row.tells_part_of(found) {
            let told = accounts(&row.event);
            let numbered = found.event.accounts().enumerate();
            let told = numbered.filter(|(_, account)| told.contains(account)).map(|(at, _)| at).collect();
            let fingerprint = (!row.is_verbatim(found)).then_some(row.fingerprint);
            self.parts.insert(found.fid, Part { fingerprint, told });
            return true;
        }
        let head = has_head.then(|| row.fingerprint.clone());
        let is_part = row.says_nothing_new(found);
        self.others.insert(found.fid, Retold { first: row, rows: 1, head, is_part });
        false
    }

    /// What the rows before this one told of its event, if that waits for more of them.
    pub(super) fn take(&mut self, found: &Found, row: &Telling, first_line: u64) -> Option<Retold> {
        let Some(Part { fingerprint, told }) = self.parts.remove(&found.fid) else {
            return self.others.remove(&found.fid);
        };
        let fingerprint = fingerprint.unwrap_or_else(|| found.fingerprint.clone());
        let mut event = found.event.clone();
        event.keep_accounts(|at| told.contains(&at));
        event.origin = Origin { line: first_line, ..row.event.origin.clone() };
        let head = Some(fingerprint.clone());
        let first = Telling { identity: row.identity.clone(), fingerprint, event };
        Some(Retold { first, rows: 1, head, is_part: true })
    }

    /// Lets an event wait for more rows.
    pub(super) fn put(&mut self, fid: u64, retold: Retold) {
        self.others.insert(fid, retold);
    }

    /// All that waits and may change something, in the order of the list, so that the same list writes the same log.
    pub(super) fn take_all(&mut self) -> Vec<Retold> {
        let mut all: Vec<Retold> = std::mem::take(&mut self.others).into_values().collect();
        all.sort_unstable_by_key(|retold| retold.event().origin.line);
        all
    }
}
