//! What a row is to the store: new, changed, known, or one more row of an event of this very list.
//!
//! In: a row that was read, and the transaction. Out: its verdict, which is then written. It must not know files.

use super::clash::{Clash, Tally};
use super::known;
use super::remarks::{changes_none, note, other_deaths, other_source, withdrawn};
use super::retold::{Outcome, Retelling, Retold, Telling};
use super::seen::Seen;
use crate::encode::geojson;
use crate::event::{Event, EventId, Fingerprint, Identity, Reason};
use crate::import::{Parsed, Problem, Reach};
use crate::service::report::Verdict;
use crate::store::{Found, ImportTransaction, Prepared, StoreError};

/// What became of a row: its verdict, its event with the number it has in the store, and what to tell.
pub(super) type Settled = (Verdict, Option<(u64, Event)>, Vec<Problem>);

/// What a row says, ready to be written.
pub(super) struct Ready {
    pub(super) identity: Identity,
    /// How far that holds.
    pub(super) reach: Reach,
    /// What it was before somebody stated the source of its list.
    pub(super) unstated: Option<Identity>,
    pub(super) fingerprint: Fingerprint,
    prepared: Prepared,
    /// The event by another name.
    renamed: Option<Event>,
}

impl Ready {
    pub(super) fn new(parsed: Parsed) -> Result<Self, StoreError> {
        let Parsed { identity, reach, unstated, fingerprint, event } = parsed;
        let prepared = Prepared::new(event)?;
        Ok(Self { identity, reach, unstated, fingerprint, prepared, renamed: None })
    }

    pub(super) fn event(&self) -> &Event {
        self.renamed.as_ref().unwrap_or_else(|| self.prepared.event())
    }

    /// Knows it by another identity, from which its event has its id.
    pub(super) fn identify(&mut self, identity: Identity) {
        if identity != self.identity {
            self.renamed = Some(Event { id: EventId::from(&identity), ..self.event().clone() });
            self.identity = identity;
        }
    }

    fn add(self, transaction: &mut dyn ImportTransaction) -> Result<(u64, Event), StoreError> {
        let Self { identity, fingerprint, prepared, renamed, .. } = self;
        if let Some(event) = renamed {
            return Ok((transaction.add(&identity, &fingerprint, &event)?, event));
        }
        let fid = transaction.add_prepared(&identity, &fingerprint, &prepared)?;
        Ok((fid, prepared.into_event()))
    }

    fn into_event(self) -> Event {
        self.renamed.unwrap_or_else(|| self.prepared.into_event())
    }
}

/// A line that was told to have changed nothing, and the event, with its number, that another line has changed since, with what
/// to tell of that.
pub(super) type Amended = (u64, (u64, Event), Vec<Problem>);

/// Settles the rows of one list.
pub(super) struct Settler {
    /// The terms as the operator stated them at this import.
    terms: Option<String>,
    /// Whether these are rejected rows that come back: what they tell belongs to what the others of their list have told.
    is_mended: bool,
    /// The events that this list has touched.
    seen: Seen,
    /// Those of earlier imports of which it may have more to tell.
    retelling: Retelling,
    amended: Vec<Amended>,
    /// Whether the last row contradicts the event that has its id.
    has_clashed: bool,
    tally: Tally,
}

impl Settler {
    pub(super) fn new(terms: Option<String>, is_mended: bool) -> Self {
        Self {
            terms,
            is_mended,
            seen: Seen::default(),
            retelling: Retelling::default(),
            amended: Vec::new(),
            has_clashed: false,
            tally: Tally::default(),
        }
    }

    /// Whether the last row contradicts the event that has its id, which a person is told.
    pub(super) fn has_clashed(&self) -> bool {
        self.has_clashed
    }

    /// Decides what a row is, and writes it.
    pub(super) fn settle(
        &mut self,
        transaction: &mut dyn ImportTransaction,
        mut row: Ready,
        line: u64,
        mut told: Vec<Problem>,
    ) -> Result<Settled, StoreError> {
        self.has_clashed = false;
        if row.identity.event_id().is_some() && !row.event().parts.is_empty() {
            return self.settle_merged(transaction, row.into_event(), line, told);
        }
        let remarks = told.len();
        let found = known::find(transaction, &mut row, (&mut self.seen, &mut self.tally), &mut told)?;
        self.has_clashed = told.len() > remarks;
        let Some(found) = found else {
            let (fid, event) = row.add(transaction)?;
            self.seen.insert(fid, line, Verdict::Added);
            return Ok((Verdict::Added, Some((fid, event)), told));
        };
        let reach = row.reach;
        let (identity, fingerprint) = (row.identity.clone(), row.fingerprint.clone());
        let mut row = Telling { identity, fingerprint, event: row.into_event() };
        let (fid, is_export) = (found.fid, row.identity.event_id().is_some());
        let other_source = other_source(&found.event, &row.event, line);
        self.keep_origin(&mut row.event, &found.event);
        if let Some(first_line) = self.seen.line(fid) {
            return self.settle_another(transaction, found, &row, (line, first_line), told);
        }
        told.extend(other_source);
        if self.is_mended && !is_export && found.event.origin.list != row.event.origin.list {
            return self.settle_mended(transaction, found, &row, line, told);
        }
        // An export names the source of each event, and what is known of one that is here stands. What had neither a number
        // nor a source takes the one that is stated now.
        let takes_source = row.event.origin.source_id.is_none() && found.event.origin.source.is_none();
        if is_export || (found.event.id != row.event.id && !takes_source) {
            row.event.origin.source.clone_from(&found.event.origin.source);
        }
        let settled = if is_export {
            if !row.is_verbatim(&found) && !says_the_same(&found.event, &row.event) {
                told.push(note(&found.event, line, changes_none()));
            }
            self.restate(transaction, found, &row.event, told)?
        } else {
            self.settle_known(transaction, found, row, (line, reach), told)?
        };
        self.seen.insert(fid, line, settled.0);
        Ok(settled)
    }

    /// Settles the first row of an event that an earlier import brought.
    fn settle_known(
        &mut self,
        transaction: &mut dyn ImportTransaction,
        found: Found,
        row: Telling,
        (line, reach): (u64, Reach),
        mut told: Vec<Problem>,
    ) -> Result<Settled, StoreError> {
        if row.tells_all_of(&found) {
            return self.restate(transaction, found, &row.event, told);
        }
        if !row.is_verbatim(&found) {
            let changed = Clash::between(&found.event, &row.event).changed(reach);
            self.has_clashed |= changed.is_some();
            told.extend(changed.map(|changed| note(&row.event, line, changed)));
        }
        if row.is_verbatim(&found) || transaction.was_joined(found.fid)? {
            if self.retelling.is_full() {
                // More rows of what is concluded now are joined to that.
                self.finish(transaction)?;
            }
            let event = row.event.clone();
            if self.retelling.begin(&found, row) {
                return self.restate(transaction, found, &event, told);
            }
            return Ok((Verdict::Unchanged, Some((found.fid, event)), told));
        }
        transaction.update(found.fid, &row.fingerprint, &row.event)?;
        Ok((Verdict::Updated, Some((found.fid, row.event)), told))
    }

    /// Settles a row that was rejected and is mended, and whose event its list has told without it.
    fn settle_mended(
        &mut self,
        transaction: &mut dyn ImportTransaction,
        found: Found,
        row: &Telling,
        line: u64,
        told: Vec<Problem>,
    ) -> Result<Settled, StoreError> {
        let list = &found.event.origin.list;
        let first = [format!("list '{list}'"), format!("la liste «\u{a0}{list}\u{a0}»")];
        let mut joining = told.clone();
        let settled = match join(&found.event, &row.event, (line, first), &mut joining) {
            None => return Ok((Verdict::Rejected, None, joining)),
            // It came back before.
            Some(joined) if joined == found.event => self.restate(transaction, found, &row.event, told)?,
            Some(joined) => {
                transaction.update(found.fid, &found.fingerprint, &joined)?;
                (Verdict::Merged, Some((found.fid, joined)), joining)
            }
        };
        if let Some((fid, _)) = &settled.1 {
            self.seen.insert(*fid, line, settled.0);
        }
        Ok(settled)
    }

    /// Settles one more row of an event that this list has had before.
    fn settle_another(
        &mut self,
        transaction: &mut dyn ImportTransaction,
        found: Found,
        row: &Telling,
        lines: (u64, u64),
        mut told: Vec<Problem>,
    ) -> Result<Settled, StoreError> {
        let fid = found.fid;
        let retold = self.retelling.take(&found, row, lines.1);
        let before = retold.as_ref().map_or(&found.event, Retold::event);
        let (line, first_line) = lines;
        let first = [format!("line {first_line}"), format!("la ligne {first_line}")];
        let joined = join(before, &row.event, (line, first), &mut told);
        match (retold, &joined) {
            (Some(retold), None) => self.retelling.put(fid, retold),
            (Some(retold), Some(joined)) => {
                let retold = retold.and(&found, row, joined.clone());
                if retold.is_whole(&found) {
                    self.conclude(transaction, found, retold)?;
                } else {
                    self.retelling.put(fid, retold);
                }
            }
            (None, Some(joined)) if *joined != found.event => {
                transaction.update(fid, &found.fingerprint, joined)?;
                self.amend(fid, joined, None);
            }
            (None, _) => {}
        }
        let verdict = if joined.is_some() { Verdict::Merged } else { Verdict::Rejected };
        Ok((verdict, joined.map(|joined| (fid, joined)), told))
    }

    /// What comes after the last row: events that several rows tell are what these say. One that this list tells by a
    /// single row stays if that row says nothing else: the others may only have been left out of it.
    pub(super) fn finish(&mut self, transaction: &mut dyn ImportTransaction) -> Result<(), StoreError> {
        for retold in self.retelling.take_all() {
            let Telling { identity, fingerprint, .. } = &retold.first;
            if let Some(found) = transaction.find(identity, fingerprint)? {
                self.conclude(transaction, found, retold)?;
            }
        }
        Ok(())
    }

    /// Makes an event what the rows of this list say.
    fn conclude(
        &mut self,
        transaction: &mut dyn ImportTransaction,
        found: Found,
        retold: Retold,
    ) -> Result<(), StoreError> {
        let fid = found.fid;
        match retold.outcome(&found) {
            Outcome::Same(told) => {
                let restated = self.restate(transaction, found, &told, Vec::new())?;
                if let (Verdict::Updated, Some((_, event)), _) = restated {
                    self.amend(fid, &event, None);
                }
            }
            Outcome::Changed(fingerprint, event) => {
                transaction.update(fid, &fingerprint, &event)?;
                self.amend(fid, &event, withdrawn(&found.event, &event));
            }
        }
        Ok(())
    }

    /// An event has changed of which a line before may have been told to change nothing.
    fn amend(&mut self, fid: u64, event: &Event, told: Option<Reason>) {
        if let Some(line) = self.seen.change(fid) {
            let told = told.into_iter().map(|reason| note(event, line, reason)).collect();
            self.amended.push((line, (fid, event.clone()), told));
        }
    }

    /// The lines whose verdict is another since this was asked last.
    pub(super) fn take_amended(&mut self) -> Vec<Amended> {
        std::mem::take(&mut self.amended)
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

/// Joins a row to the event that an earlier one made or touched, which is called `first` in English and French, and says so;
/// `None` when they cannot be one event.
fn join(
    before: &Event,
    event: &Event,
    (line, first): (u64, [String; 2]),
    told: &mut Vec<Problem>,
) -> Option<Event> {
    let mut joined = before.clone();
    let [first, premier] = first;
    match joined.join(event) {
        Ok(()) => {
            let reason = Reason::new(
                format!("joined to the event of {first}"),
                format!("jointe à l’événement de {premier}"),
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
                format!("{first} has the same id and another {field}: two events cannot share an id"),
                format!(
                    "{premier} a le même identifiant et {autre}\u{a0}: deux événements ne peuvent partager un \
                     identifiant"
                ),
            );
            // Why it is rejected stands before what else there is to say.
            told.insert(0, note(event, line, reason));
            None
        }
    }
}

/// Whether two events say the same, whatever row of whatever file they are. One that was restored from `GeoJSON` has
/// its numbers as they are written there.
pub(super) fn says_the_same(found: &Event, event: &Event) -> bool {
    let mut event = event.clone();
    let source_id = std::mem::replace(&mut event.origin, found.origin.clone()).source_id;
    source_id == found.origin.source_id
        && (event == *found || geojson::event(&event) == geojson::event(found))
}
