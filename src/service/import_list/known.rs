//! Which event of the store a row is about, if any.
//!
//! In: a row with its identity, and the transaction. Out: the event that it tells again, or none, and the row with the
//! identity under which the event is found. It must not write anything.
//!
//! The same number may be that of several events ([`Clash`]): the second of them has it [again](Identity::again), and so on.
//! A row is about the one that it contradicts least, unless it plainly tells of yet another.

use super::clash::{Clash, Tally};
use super::remarks::note;
use super::seen::Seen;
use super::settle::Ready;
use crate::event::{Event, EventId, Identity};
use crate::import::{Problem, Reach};
use crate::store::{Found, ImportTransaction, StoreError};

/// An import that was undone may have left so many numbers free between two that are taken.
const MAX_GAP: u32 = 3;

/// An event that has the row's number, and how often that was given before.
struct Candidate {
    found: Found,
    identity: Identity,
    clash: Clash,
}

/// The event that a row tells again; `None` of a new one, and why it is new is told where its number is taken.
pub(super) fn find(
    transaction: &mut dyn ImportTransaction,
    row: &mut Ready,
    (seen, tally): (&mut Seen, &mut Tally),
    told: &mut Vec<Problem>,
) -> Result<Option<Found>, StoreError> {
    let mut found = transaction.find(&row.identity, &row.fingerprint)?;
    if found.as_ref().is_none_or(|found| found.event.id != row.event().id)
        && let Some(before) = before_its_source(transaction, row, found.as_ref(), seen)?
    {
        found = Some(before);
    }
    let found = found.filter(|found| !is_told_by_another(&found.event, row.event()));
    let Some(first) = found else { return Ok(None) };
    if first.event.id != row.event().id || seen.line(first.fid).is_some() {
        // Found by what it says, or one more row of an event of this list.
        return Ok(Some(first));
    }
    if row.reach == Reach::Source {
        return Ok(Some(first));
    }
    let clash = Clash::between(&first.event, row.event());
    if clash.count() == 0 || first.fingerprint == row.fingerprint {
        tally.agreeing += 1;
        return Ok(Some(first));
    }
    let first = Candidate { found: first, identity: row.identity.clone(), clash };
    among_namesakes(transaction, row, first, (seen, tally), told)
}

/// The event of a row that was read before somebody stated the source of its list; `same` says the very same.
fn before_its_source(
    transaction: &mut dyn ImportTransaction,
    row: &mut Ready,
    same: Option<&Found>,
    seen: &mut Seen,
) -> Result<Option<Found>, StoreError> {
    let Some(identity) = row.unstated.take() else { return Ok(None) };
    let id = EventId::from(&identity);
    let found = match same.filter(|same| same.event.id == id) {
        Some(same) => Some(same.clone()),
        None => transaction.find(&identity, &row.fingerprint)?.filter(|found| found.event.id == id),
    };
    let Some(found) = found else { return Ok(None) };
    let known = &found.event.origin.source;
    // Who says something else under the same number may be anybody, but for one more row of what this list has told already.
    let is_it = match known {
        None if seen.line(found.fid).is_some() => true,
        Some(_) => *known == row.event().origin.source,
        None => found.fingerprint == row.fingerprint,
    };
    if !is_it {
        return Ok(None);
    }
    row.identify(identity);
    Ok(Some(found))
}

/// Of the events that have the row's number, the one that it is about.
fn among_namesakes(
    transaction: &mut dyn ImportTransaction,
    row: &mut Ready,
    first: Candidate,
    (seen, tally): (&mut Seen, &mut Tally),
    told: &mut Vec<Problem>,
) -> Result<Option<Found>, StoreError> {
    let (mut best, mut free, mut gap) = (first, None, 0);
    let number = row.identity.clone();
    for times in 2.. {
        let Some(identity) = number.again(times) else { break };
        let id = EventId::from(&identity);
        match transaction.find(&identity, &row.fingerprint)? {
            Some(found) if found.event.id == id => {
                gap = 0;
                if seen.line(found.fid).is_some() {
                    row.identify(identity);
                    return Ok(Some(found));
                }
                let clash = Clash::between(&found.event, row.event());
                let is_verbatim = found.fingerprint == row.fingerprint;
                if is_verbatim || clash.count() <= best.clash.count() {
                    best = Candidate { found, identity, clash };
                }
                if is_verbatim {
                    break;
                }
            }
            // None, or one that says the very same under another number.
            other => {
                free.get_or_insert((identity, other));
                gap += 1;
                if gap > MAX_GAP {
                    break;
                }
            }
        }
    }
    let is_verbatim = best.found.fingerprint == row.fingerprint;
    if is_verbatim || !best.clash.is_plain(row.reach, &row.event().origin.list, tally) {
        tally.agreeing += u64::from(is_verbatim || best.clash.count() == 0);
        row.identify(best.identity);
        return Ok(Some(best.found));
    }
    let Some((identity, same)) = free else { return Ok(Some(best.found)) };
    row.identify(identity);
    if same.is_none() {
        tally.contrary += 1;
        told.push(note(row.event(), row.event().origin.line, best.clash.kept_apart()));
    }
    Ok(same)
}

/// Whether a row without an id says what another source said before: that one has its event, and its terms, and whether both
/// mean the same is for a person to say.
fn is_told_by_another(found: &Event, event: &Event) -> bool {
    let (known, new) = (&found.origin, &event.origin);
    found.id != event.id
        && new.source_id.is_none()
        && known.source.is_some()
        && new.source.is_some()
        && known.source != new.source
}
