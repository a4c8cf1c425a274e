//! What a row is to the store: new, changed, known, or one more row of an event of this very list.
//!
//! In: a row that was read, and the transaction. Out: its verdict, which is then written. It must not know files.

use crate::encode::geojson;
use crate::event::{Event, Fingerprint, Identity, Reason};
use crate::import::{Parsed, Problem};
use crate::service::report::Verdict;
use crate::store::{Found, ImportTransaction, Prepared, StoreError};
use std::collections::HashMap;

/// What became of a row: its verdict, its event with the number it has in the store, and what to tell.
pub(super) type Settled = (Verdict, Option<(u64, Event)>, Vec<Problem>);

/// What a row says, ready to be written.
pub(super) struct Ready {
    identity: Identity,
    fingerprint: Fingerprint,
    event: Prepared,
}

impl Ready {
    pub(super) fn new(parsed: Parsed) -> Result<Self, StoreError> {
        let Parsed { identity, fingerprint, event } = parsed;
        Ok(Self { identity, fingerprint, event: Prepared::new(event)? })
    }
}

/// Settles the rows of one list.
pub(super) struct Settler {
    /// The terms as the operator stated them at this import.
    terms: Option<String>,
    /// The events that this list has touched, with the line that did so first.
    seen: Seen,
    /// Those of which an earlier import joined more than their first row here says.
    retold: HashMap<u64, Retold>,
}

/// An event as the rows of this list alone tell it.
struct Retold {
    identity: Identity,
    fingerprint: Fingerprint,
    event: Event,
    rows: u32,
}

/// Events by their numbers, with a line. Those that a list adds have numbers that follow each other, and need no more than
/// their lines: of a million rows that is a fifth of a table.
#[derive(Default)]
struct Seen {
    first: u64,
    following: Vec<u64>,
    others: HashMap<u64, u64>,
}

impl Seen {
    fn insert(&mut self, fid: u64, line: u64) {
        if self.following.is_empty() {
            self.first = fid;
        }
        if fid.checked_sub(self.first) == Some(self.following.len() as u64) {
            self.following.push(line);
        } else {
            self.others.insert(fid, line);
        }
    }

    fn get(&self, fid: u64) -> Option<u64> {
        let at = fid.checked_sub(self.first).and_then(|at| usize::try_from(at).ok());
        at.and_then(|at| self.following.get(at)).or_else(|| self.others.get(&fid)).copied()
    }
}

impl Settler {
    pub(super) fn new(terms: Option<String>) -> Self {
        Self { terms, seen: Seen::default(), retold: HashMap::new() }
    }

    /// Decides what a row is, and writes it.
    pub(super) fn settle(
        &mut self,
        transaction: &mut dyn ImportTransaction,
        parsed: Ready,
        line: u64,
        mut told: Vec<Problem>,
    ) -> Result<Settled, StoreError> {
        let Ready { identity, fingerprint, event } = parsed;
        if identity.event_id().is_some() && !event.event().parts.is_empty() {
            return self.settle_merged(transaction, event.into_event(), line, told);
        }
        let Some(found) = transaction.find(&identity, &fingerprint)? else {
            let fid = transaction.add_prepared(&identity, &fingerprint, &event)?;
            self.seen.insert(fid, line);
            return Ok((Verdict::Added, Some((fid, event.into_event())), told));
        };
        let mut event = event.into_event();
        let fid = found.fid;
        let other_source = other_source(&found.event, &event, line);
        self.keep_origin(&mut event, &found.event);
        if let Some(first_line) = self.seen.get(fid) {
            let mut retold = self.retold.get_mut(&fid);
            let before = retold.as_ref().map_or(&found.event, |retold| &retold.event);
            return Ok(match join(before, &event, (line, first_line), &mut told) {
                None => (Verdict::Rejected, None, told),
                Some(joined) => {
                    if let Some(retold) = &mut retold {
                        retold.event.clone_from(&joined);
                        retold.rows += 1;
                    } else if joined != found.event {
                        transaction.update(fid, &found.fingerprint, &joined)?;
                    }
                    (Verdict::Merged, Some((fid, joined)), told)
                }
            });
        }
        self.seen.insert(fid, line);
        told.extend(other_source);
        // An export names the source of each event, and what is known of one that is here stands.
        if identity.event_id().is_some() || found.event.id != event.id {
            event.origin.source.clone_from(&found.event.origin.source);
        }
        if found.fingerprint == fingerprint || says_the_same(&found.event, &event) {
            if !has_the_accounts(&found.event, &event) {
                let retold = Retold { identity, fingerprint, event: event.clone(), rows: 1 };
                self.retold.insert(fid, retold);
            }
            return self.restate(transaction, found, &event, told);
        }
        if is_part_of(&found.event, &event) && transaction.was_joined(fid)? {
            return self.restate(transaction, found, &event, told);
        }
        if identity.event_id().is_some() {
            told.push(note(&found.event, line, changes_none()));
            return self.restate(transaction, found, &event, told);
        }
        if found.event.when != event.when && found.event.place != event.place {
            let list = &found.event.origin.list;
            let reason = Reason::new(
                format!(
                    "date and place both changed since '{list}': if this is another list with ids of its own, \
                     name its source when importing it"
                ),
                format!(
                    "date et lieu ont changé tous deux depuis «\u{a0}{list}\u{a0}»\u{a0}: si c’est une autre liste, avec \
                     ses propres identifiants, importez-la en nommant sa source"
                ),
            );
            told.push(note(&event, line, reason));
        }
        transaction.update(fid, &fingerprint, &event)?;
        Ok((Verdict::Updated, Some((fid, event)), told))
    }

    /// What comes after the last row: events that are told by several rows, of which a later one may say otherwise than it
    /// did in an earlier import, are what the rows of this list say. One that this list tells by a single row stays: the
    /// others may only have been left out of it.
    pub(super) fn finish(&mut self, transaction: &mut dyn ImportTransaction) -> Result<(), StoreError> {
        let all = std::mem::take(&mut self.retold).into_values();
        let mut retold: Vec<Retold> = all.filter(|retold| retold.rows > 1).collect();
        // In the order of the list, so that the same list writes the same log.
        retold.sort_unstable_by_key(|retold| retold.event.origin.line);
        for Retold { identity, fingerprint, event: told, .. } in retold {
            let Some(Found { fid, fingerprint, event: kept }) = transaction.find(&identity, &fingerprint)?
            else {
                continue;
            };
            let mut event = kept.clone();
            event.take_accounts(told);
            if event != kept {
                transaction.update(fid, &fingerprint, &event)?;
            }
        }
        Ok(())
    }

    /// What the operator does not state again stands, and what may not be passed on never may.
    pub(super) fn keep_origin(&self, event: &mut Event, found: &Event) {
        let (new, kept) = (&mut event.origin, &found.origin);
        new.restricted |= kept.restricted;
        if self.terms.is_none() && kept.licence.is_some() {
            new.licence.clone_from(&kept.licence);
        }
        if new.source.is_none() {
            new.source.clone_from(&kept.source);
        }
    }

    /// A row that says what its event says may still come under other terms, or from a source that is now stated.
    pub(super) fn restate(
        &self,
        transaction: &mut dyn ImportTransaction,
        found: Found,
        new: &Event,
        told: Vec<Problem>,
    ) -> Result<Settled, StoreError> {
        let Found { fid, fingerprint, event: kept } = found;
        let mut event = kept.clone();
        event.origin.restricted = new.origin.restricted;
        event.origin.source.clone_from(&new.origin.source);
        if let Some(terms) = &self.terms {
            event.origin.licence = Some(terms.clone());
        }
        if event == kept {
            return Ok((Verdict::Unchanged, Some((fid, kept)), told));
        }
        transaction.update(fid, &fingerprint, &event)?;
        Ok((Verdict::Updated, Some((fid, event)), told))
    }
}

/// What is told of a row of an export that says otherwise than its event here.
pub(super) fn changes_none() -> Reason {
    Reason::new(
        "an export adds the events that are not here yet and changes none that is: change the list it came from, and \
         import that",
        "un export ajoute les événements qui ne sont pas encore là et n’en change aucun\u{a0}: changez la liste d’où il \
         vient, et importez-la",
    )
}

/// Whether an event has the accounts of a row and no others.
fn has_the_accounts(found: &Event, row: &Event) -> bool {
    found.actors == row.actors && found.claims == row.claims && found.attributes == row.attributes
}

/// Joins one more row of this list to the event that an earlier one made or touched, and says so; `None` when they cannot be
/// one event.
fn join(
    before: &Event,
    event: &Event,
    (line, first_line): (u64, u64),
    told: &mut Vec<Problem>,
) -> Option<Event> {
    let mut joined = before.clone();
    match joined.join(event) {
        Ok(()) => {
            let reason = Reason::new(
                format!("joined to the event of line {first_line}"),
                format!("jointe à l’événement de la ligne {first_line}"),
            );
            let reason = match other_deaths(before, event) {
                Some(others) => reason.but(others),
                None => reason,
            };
            told.push(note(event, line, reason));
            Some(joined)
        }
        Err(field) => {
            let autre = match field {
                "date" => "une autre date",
                "kind" => "un autre type",
                _ => "un autre lieu",
            };
            let reason = Reason::new(
                format!(
                    "line {first_line} has the same id and another {field}: two events cannot share an id"
                ),
                format!(
                    "la ligne {first_line} a le même identifiant et {autre}\u{a0}: deux événements ne peuvent partager un \
                     identifiant"
                ),
            );
            // Why it is rejected stands before what else there is to say.
            told.insert(0, note(event, line, reason));
            None
        }
    }
}

/// Says that a joined row counts the dead otherwise than those before it.
fn other_deaths(found: &Event, joined: &Event) -> Option<Reason> {
    let is_new =
        !joined.deaths.is_unknown() && found.claims.iter().all(|claim| claim.deaths != joined.deaths);
    (is_new && !found.deaths.is_unknown()).then(|| {
        let (here, there) = (joined.deaths, found.deaths);
        Reason::new(
            format!("it says {here} dead and what was there {there}: both are kept as claims"),
            format!(
                "elle compte {here} morts, contre {there}\u{a0}: les deux sont gardés comme déclarations"
            ),
        )
    })
}

/// Whether two events say the same, whatever row of whatever file they are. One that was restored from `GeoJSON` has
/// its numbers as they are written there.
pub(super) fn says_the_same(found: &Event, event: &Event) -> bool {
    let mut event = event.clone();
    let source_id = std::mem::replace(&mut event.origin, found.origin.clone()).source_id;
    source_id == found.origin.source_id
        && (event == *found || geojson::event(&event) == geojson::event(found))
}

/// Whether a row says nothing but what its event says, which others may have said too. Of an event that several rows of a
/// list were joined to it is then one of them: lists are exported in another order every time.
fn is_part_of(found: &Event, row: &Event) -> bool {
    let mut joined = found.clone();
    if joined.join(row).is_err() {
        return false;
    }
    joined.origin.clone_from(&found.origin);
    let alike = Event {
        actors: found.actors.clone(),
        deaths: found.deaths,
        claims: found.claims.clone(),
        origin: found.origin.clone(),
        attributes: found.attributes.clone(),
        ..row.clone()
    };
    joined == *found && alike == *found
}

/// Tells that a row which was found by what it says has an id that is known under another source.
fn other_source(found: &Event, event: &Event, line: u64) -> Option<Problem> {
    let (known, new) = (&found.origin, &event.origin);
    if found.id == event.id
        || new.source_id.is_none()
        || known.source_id != new.source_id
        || known.source == new.source
    {
        return None;
    }
    let (list, (under, sous)) = (
        &known.list,
        known.source.as_ref().map_or(("without a source".to_owned(), "sans source".to_owned()), |name| {
            (format!("under source '{name}'"), format!("sous la source «\u{a0}{name}\u{a0}»"))
        }),
    );
    let reason = Reason::new(
        format!(
            "known from '{list}' {under}, and left so; once this row changes it will be another event: import the list \
             under the source it had, or take that import back first"
        ),
        format!(
            "connu de «\u{a0}{list}\u{a0}» {sous}, et laissé ainsi\u{202f}; quand cette ligne changera, ce sera un autre \
             événement\u{a0}: importez la liste sous la source qu’elle avait, ou annulez d’abord cet import"
        ),
    );
    Some(note(event, line, reason))
}

/// A remark on a row's identity.
pub(super) fn note(event: &Event, line: u64, Reason { en: reason, fr: reason_fr }: Reason) -> Problem {
    let value = event.origin.source_id.clone().unwrap_or_default();
    let column = if value.is_empty() { String::new() } else { "id".to_owned() };
    Problem { line, column, value, reason, reason_fr }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_that_touched_an_event_first_is_known_in_whatever_order_they_are_numbered() {
        let mut seen = Seen::default();
        let fids = [7, 8, 9, 3, 10, 20, 0, 11];
        for (line, fid) in (100..).zip(fids) {
            assert_eq!(seen.get(fid), None, "{fid}");
            seen.insert(fid, line);
        }
        for (line, fid) in (100..).zip(fids) {
            assert_eq!(seen.get(fid), Some(line), "{fid}");
        }
        assert_eq!(seen.get(12), None);
    }
}
