//! What a row of an export is to the store when its event was merged from several.
//!
//! In: the merged event with its parts, and the transaction. Out: its verdict, which is then written. It must not know
//! files.
//!
//! Into a store that knows none of the parts the event comes back merged, by the same pairs. Where some are known, the
//! others are added beside them and a person is asked anew: what stands here is not hidden because an export says so.

use super::remarks::{changes_none, note};
use super::settle::{Settled, Settler};
use crate::event::{Event, EventId, Fingerprint, Identity, Reason};
use crate::import::Problem;
use crate::service::report::Verdict;
use crate::store::{Found, ImportTransaction, StoreError};
use std::collections::HashMap;

impl Settler {
    /// Decides what a merged event is, and writes it.
    pub(super) fn settle_merged(
        &mut self,
        transaction: &mut dyn ImportTransaction,
        event: Event,
        line: u64,
        told: Vec<Problem>,
    ) -> Result<Settled, StoreError> {
        let mut found = Vec::with_capacity(event.parts.len());
        for part in &event.parts {
            let (identity, print) = named(&part.event.id);
            found.push(transaction.find(&identity, &print)?);
        }
        if found.iter().all(Option::is_none) {
            let fid = transaction.add_merged(&event)?;
            return Ok((Verdict::Added, Some((fid, event)), told));
        }
        if found.iter().all(Option::is_some) {
            let found = found.into_iter().flatten().collect();
            return self.restate_all(transaction, found, &event, line, told);
        }
        add_missing(transaction, &found, &event, line, told)
    }

    /// Each part that is here stands, but for terms that are stated anew.
    fn restate_all(
        &self,
        transaction: &mut dyn ImportTransaction,
        found: Vec<Found>,
        event: &Event,
        line: u64,
        mut told: Vec<Problem>,
    ) -> Result<Settled, StoreError> {
        let (mut verdict, mut first, mut differs) = (Verdict::Unchanged, None, false);
        for (known, part) in found.into_iter().zip(&event.parts) {
            let mut new = part.event.clone();
            self.keep_origin(&mut new, &known.event);
            new.origin.source.clone_from(&known.event.origin.source);
            differs |= !super::settle::says_the_same(&known.event, &new);
            let (became, settled, _) = self.restate(transaction, known, &new, Vec::new())?;
            if became == Verdict::Updated {
                verdict = became;
            }
            first = first.or(settled);
        }
        if differs {
            told.push(note(event, line, changes_none()));
        }
        Ok((verdict, first, told))
    }
}

/// Adds the parts that are not here, and proposes what the export has merged.
fn add_missing(
    transaction: &mut dyn ImportTransaction,
    found: &[Option<Found>],
    event: &Event,
    line: u64,
    mut told: Vec<Problem>,
) -> Result<Settled, StoreError> {
    let mut fids: HashMap<&EventId, u64> = HashMap::new();
    let mut added = None;
    for (known, part) in found.iter().zip(&event.parts) {
        let id = &part.event.id;
        let fid = if let Some(known) = known {
            known.fid
        } else {
            let (identity, print) = named(id);
            let fid = transaction.add(&identity, &print, &part.event)?;
            added = added.or_else(|| Some((fid, part.event.clone())));
            fid
        };
        fids.insert(id, fid);
    }
    for (one, other) in event.parts.iter().filter_map(|part| part.pair.as_ref()) {
        if let Some((one, other)) = fids.get(one).zip(fids.get(other)) {
            // Somebody had them merged.
            transaction.propose(*one, *other, 1.0)?;
        }
    }
    let reason = Reason::new(
        "the export has this event merged with others, some of which were here: added beside them and proposed as \
         duplicates",
        "l’export a cet événement fusionné avec d’autres, dont certains étaient déjà là\u{a0}: ajouté à côté d’eux et \
         proposé comme doublon",
    );
    told.push(note(event, line, reason));
    Ok((Verdict::Added, added, told))
}

/// As every export names an event.
fn named(id: &EventId) -> (Identity, Fingerprint) {
    (Identity::of_event(id), Fingerprint::of_cells([("id", id.as_str())]))
}
