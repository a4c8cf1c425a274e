//! What one decision reads and writes.
//!
//! In: what the service decides, step by step. Out: one transaction, kept or rolled back as a whole. It must not know why.

use super::queue::SAID;
use super::{articles, decisions, drafts};
use crate::event::{Edit, Event, EventId, Fingerprint, Identity};
use crate::store::geopackage::columns::Source;
use crate::store::geopackage::held::Held;
use crate::store::geopackage::ledger;
use crate::store::geopackage::place::Place;
use crate::store::geopackage::problem::Doing as _;
use crate::store::geopackage::windows::{self, Whose};
use crate::store::geopackage::{duplicates, edits, gazetteer, integer, taken_back};
use crate::store::{
    ArticleRecord, Attested, Decision, DecisionRecord, DraftRecord, DraftState, EventWindow, LocalPlace,
    NewDecision, Pair, PairTransaction, PlaceFacts, ReviewTransaction, StoreError,
};
use rusqlite::{Connection, params};
use std::ops::ControlFlow;
use std::sync::MutexGuard;

pub(super) struct Review<'a> {
    held: Held<'a>,
    /// The events that it added or changed.
    own: Vec<i64>,
}

impl<'a> Review<'a> {
    pub(super) fn begin(writer: MutexGuard<'a, Connection>, place: &'a Place) -> Result<Self, StoreError> {
        Ok(Self { held: Held::begin(writer, place, "begin a decision")?, own: Vec::new() })
    }

    fn read<T>(
        &self,
        read: impl FnOnce(&Connection, &Place) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        read(self.held.db()?, self.held.place)
    }

    fn write<T>(
        &self,
        write: impl FnOnce(&Connection, &Place) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.held.whole(write(self.held.db()?, self.held.place))
    }

    /// Of no event, when none was written: then all windows are those of others.
    fn own(&self) -> Whose {
        Whose::Events(self.own.clone())
    }
}

impl ReviewTransaction for Review<'_> {
    fn draft(&mut self, id: i64) -> Result<Option<DraftRecord>, StoreError> {
        self.read(|db, place| drafts::one(db, place, id))
    }

    fn article(&mut self, id: i64) -> Result<Option<ArticleRecord>, StoreError> {
        self.read(|db, place| articles::known(db, place, id))
    }

    fn settle_draft(
        &mut self,
        id: i64,
        state: DraftState,
        event_id: Option<&EventId>,
    ) -> Result<(), StoreError> {
        self.write(|db, place| drafts::settle(db, place, id, state, event_id))
    }

    fn event(&mut self, id: &EventId) -> Result<Option<Event>, StoreError> {
        Ok(self.read(|db, place| edits::shown(db, place, id))?.map(|part| part.kept.event))
    }

    fn said_alike(&mut self, event: &Event, limit: usize) -> Result<Vec<EventId>, StoreError> {
        let doing = "look for places that are said alike";
        self.read(|db, place| {
            let read = || {
                db.prepare_cached(&format!(
                    "SELECT id, fid FROM events
                     WHERE {SAID} = (SELECT {SAID} FROM events WHERE id = ?1) AND status = 'review' AND id <> ?1
                     ORDER BY fid LIMIT ?2"
                ))?
                .query_map(params![event.id.as_str(), integer(limit)], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<Vec<(String, i64)>>>()
            };
            let ids = read().doing(place, doing)?.into_iter();
            ids.map(|(id, fid)| id.parse().map_err(|_| place.unreadable("events.id", fid, id))).collect()
        })
    }

    fn add(
        &mut self,
        identity: &Identity,
        fingerprint: &Fingerprint,
        event: &Event,
    ) -> Result<u64, StoreError> {
        let fid = self.write(|db, place| {
            ledger::by_hand(db, place, |ledger| {
                ledger.insert(db, identity, &Source::new(event, fingerprint)?)
            })
        })?;
        self.own.push(integer(fid));
        Ok(fid)
    }

    fn take_back(&mut self, id: &EventId) -> Result<bool, StoreError> {
        self.write(|db, place| {
            let Some(shown) = edits::shown(db, place, id)? else { return Ok(false) };
            ledger::by_hand(db, place, |ledger| {
                let is_gone = ledger.take_back(db, shown.fid)?;
                withdraw(db, place, id)?;
                Ok(is_gone)
            })
        })
    }

    fn edit(
        &mut self,
        id: &EventId,
        change: &mut dyn FnMut(&Event) -> ControlFlow<(), Option<Event>>,
    ) -> Result<bool, StoreError> {
        let is_other = self.write(|db, place| edits::change(db, place, id, change))?;
        if is_other {
            self.own.extend(self.read(|db, place| edits::shown(db, place, id))?.map(|part| part.fid));
        }
        Ok(is_other)
    }

    fn edit_of(&mut self, id: &EventId) -> Result<Option<Edit>, StoreError> {
        self.read(|db, place| edits::of(db, place, id))
    }

    fn put_edit(&mut self, id: &EventId, edit: &Edit) -> Result<bool, StoreError> {
        self.write(|db, place| taken_back::put(db, place, id, edit))
    }

    fn pair(&mut self, id: i64) -> Result<Option<Pair>, StoreError> {
        self.read(|db, place| duplicates::one(db, place, id))
    }

    fn decide_pair(&mut self, id: i64, decision: Decision) -> Result<Pair, StoreError> {
        self.write(|db, place| duplicates::decide(db, place, id, decision))
    }

    fn withdraw_pairs(&mut self, id: &EventId) -> Result<(), StoreError> {
        self.write(|db, place| withdraw(db, place, id))
    }

    fn decided_pairs(&mut self, id: &EventId) -> Result<Vec<i64>, StoreError> {
        self.read(|db, place| {
            db.prepare_cached(
                "SELECT id FROM duplicates
                 WHERE (first = ?1 OR second = ?1) AND state NOT IN ('proposed', 'outdated') ORDER BY id",
            )
            .and_then(|mut statement| statement.query_map([id.as_str()], |row| row.get(0))?.collect())
            .doing(place, "look for decisions on pairs of an event")
        })
    }

    fn local_places(&mut self) -> Result<Vec<LocalPlace>, StoreError> {
        self.read(gazetteer::places)
    }

    fn learn(&mut self, facts: &PlaceFacts) -> Result<LocalPlace, StoreError> {
        self.write(|db, place| {
            let fid = gazetteer::insert(db, place, facts, Attested::Confirmed, 0)?;
            gazetteer::describe_places(db, place)?;
            gazetteer::written(db, place, fid)
        })
    }

    fn forget_place(&mut self, fid: u64) -> Result<bool, StoreError> {
        self.write(|db, place| {
            let removed = gazetteer::remove(db, place, fid)?;
            gazetteer::describe_places(db, place)?;
            Ok(removed)
        })
    }

    fn record(&mut self, decision: &NewDecision) -> Result<i64, StoreError> {
        self.write(|db, place| decisions::record(db, place, decision))
    }

    fn decision(&mut self, id: i64) -> Result<Option<(DecisionRecord, String)>, StoreError> {
        self.read(|db, place| decisions::one(db, place, id))
    }

    fn last_decision(&mut self, item: &str) -> Result<Option<DecisionRecord>, StoreError> {
        self.read(|db, place| decisions::last(db, place, item))
    }

    fn undone(&mut self, id: i64, by: Option<&str>) -> Result<(), StoreError> {
        self.write(|db, place| decisions::undone(db, place, id, by))
    }

    fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.held.commit("keep a decision")
    }
}

/// Forgets the pairs of an event on which nobody decided.
fn withdraw(db: &Connection, place: &Place, id: &EventId) -> Result<(), StoreError> {
    db.execute(
        "DELETE FROM duplicates WHERE (first = ?1 OR second = ?1) AND state IN ('proposed', 'outdated')",
        [id.as_str()],
    )
    .doing(place, "forget what was proposed of an event")?;
    Ok(())
}

impl PairTransaction for Review<'_> {
    fn window_counts(&mut self) -> Result<(u64, u64), StoreError> {
        let own = self.own();
        self.read(|db, place| windows::count(db, place, &own))
    }

    fn windows(&mut self, own: bool, visit: &mut dyn FnMut(EventWindow)) -> Result<(), StoreError> {
        let whose = self.own();
        self.read(|db, place| windows::for_each(db, place, &whose, own, visit))
    }

    fn propose(&mut self, one: u64, other: u64, p: f64) -> Result<bool, StoreError> {
        self.write(|db, place| duplicates::propose(db, place, None, [one, other], p))
    }
}
