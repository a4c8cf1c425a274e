//! An import under way.
//!
//! In: what the importer decides, row by row. Out: one transaction, kept or rolled back as a whole. It must
//! not know how decisions are made.

use super::brought::Brought;
use super::columns::Source;
use super::held::Held;
use super::ledger::Ledger;
use super::problem::Doing as _;
use super::records::{self, ADDED};
use super::windows::{self, Whose};
use super::{duplicates, edits, gazetteer, integer, outdated, parts, read, watch};
use crate::event::{Edit, Event, EventId, Fingerprint, Identity};
use crate::store::{
    Attested, Committed, EventWindow, Found, ImportTransaction, LocalPlace, NewImport, PairTransaction,
    PlaceFacts, Prepared, StoreError,
};
use rusqlite::{Connection, Params, params};
use std::collections::{HashMap, HashSet};

/// The first condition is the one that the index `events_fingerprint` answers.
pub(super) const FIND_BY_CONTENT: &str = "SELECT fid, fingerprint, body FROM events
     WHERE substr(fingerprint, 1, 12) = substr(?1, 1, 12) AND fingerprint = ?1
     ORDER BY fid LIMIT 1";

/// So many bytes of rejected rows are kept with an import: some 100,000 rows. Rows beyond keep their verdict, and the
/// operator has the list.
const MAX_KEPT_CELLS_BYTES: usize = 64 << 20;

pub(super) struct Import<'a> {
    held: Held<'a>,
    ledger: Ledger<'a>,
    id: i64,
    /// Fid and line of the event that was added last: its row has nothing more to tell than the log does.
    added: Option<(u64, u64)>,
    /// Bytes of rejected rows kept so far.
    kept_cells_bytes: usize,
    /// Whether it changed an event that was there.
    updated: bool,
    /// How many rows stand for which local place.
    taught: HashMap<u64, u64>,
    /// The events that several rows of a list were joined to before this import; `None` until somebody asks.
    joined: Option<HashSet<u64>>,
    /// What is in the store, where that is only what this import brought.
    pub(super) brought: Option<Brought>,
    /// What makes the triggers again that see what others write.
    triggers: Vec<String>,
}

impl<'a> Import<'a> {
    pub(super) fn begin(held: Held<'a>, import: &NewImport) -> Result<Self, StoreError> {
        let (doing, place) = ("begin an import", held.place);
        let ledger = Ledger::new(place, None);
        // From here on an error drops `begun`, which rolls back.
        let mut begun = Self {
            held,
            ledger,
            id: 0,
            added: None,
            kept_cells_bytes: 0,
            updated: false,
            taught: HashMap::new(),
            joined: None,
            brought: None,
            triggers: Vec::new(),
        };
        begun.ledger.begin(begun.held.db()?)?;
        begun.triggers = watch::stop(begun.held.db()?, place)?;
        let is_empty = begun
            .held
            .db()?
            .query_row("SELECT NOT EXISTS (SELECT 1 FROM events)", [], |row| row.get(0))
            .doing(place, doing)?;
        begun.brought = (is_empty && !begun.ledger.has_parts).then(Brought::new);
        begun
            .held
            .db()?
            .prepare_cached(
                "INSERT INTO imports (at, list, source, licence, format, restricted, shape)
                 VALUES (?, ?, ?, ?, ?, ?, ?)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    begun.ledger.at,
                    import.list,
                    import.source,
                    import.licence,
                    import.format,
                    import.restricted,
                    import.shape_json
                ])
            })
            .doing(place, doing)?;
        begun.id = begun.held.db()?.last_insert_rowid();
        begun.ledger.import_id = Some(begun.id);
        Ok(begun)
    }

    /// The connection, with all that was added in its tables.
    fn db(&mut self) -> Result<&Connection, StoreError> {
        if let Some(brought) = &mut self.brought {
            let outcome = brought.bulk.give_way(&mut self.ledger, self.held.db()?);
            self.held.whole(outcome)?;
        }
        self.held.db()
    }

    fn find_by(&mut self, sql: &str, parameters: impl Params) -> Result<Option<Found>, StoreError> {
        let (doing, place) = ("find an event", self.ledger.place);
        let mut statement = self.db()?.prepare_cached(sql).doing(place, doing)?;
        let mut rows = statement.query(parameters).doing(place, doing)?;
        let Some(row) = rows.next().doing(place, doing)? else {
            return Ok(None);
        };
        let fid = read::number(row, 0).doing(place, doing)?;
        let fingerprint = Fingerprint::from(row.get::<_, String>(1).doing(place, doing)?);
        let event = read::event(fid, row.get_ref(2).doing(place, doing)?, place)?;
        Ok(Some(Found { fid, fingerprint, event }))
    }

    /// Of a merged or edited event a list knows its own part only.
    fn own_part(&self, found: Found) -> Result<Found, StoreError> {
        if !self.ledger.has_parts {
            return Ok(found);
        }
        let part = parts::one(self.held.db()?, self.ledger.place, integer(found.fid))?;
        Ok(part.map_or(found, found_part))
    }

    fn add_source(
        &mut self,
        identity: &Identity,
        fingerprint: &Fingerprint,
        source: &Source<'_>,
    ) -> Result<u64, StoreError> {
        let id = source.event.id.as_str();
        let outcome = match &mut self.brought {
            Some(brought) if !brought.may_have(id) => {
                brought.bulk.insert(&mut self.ledger, self.held.db()?, identity, source)
            }
            _ => {
                self.db()?;
                self.ledger.insert(self.held.db()?, identity, source)
            }
        };
        let fid = self.held.whole(outcome)?;
        self.bring(source.event, fingerprint);
        self.added = identity.event_id().is_none().then_some((fid, source.event.origin.line));
        Ok(fid)
    }

    fn bring(&mut self, event: &Event, fingerprint: &Fingerprint) {
        if let Some(brought) = &mut self.brought {
            brought.take(event.id.as_str());
            brought.take(fingerprint.as_str());
        }
    }

    fn keep_row(
        &mut self,
        line: u64,
        verdict: &str,
        event: Option<u64>,
        problems_json: &str,
        cells_json: Option<&str>,
    ) -> Result<(), StoreError> {
        let problems = Some(problems_json).filter(|json| !matches!(*json, "" | "[]"));
        if verdict == ADDED && problems.is_none() && event.is_some_and(|fid| self.added == Some((fid, line)))
        {
            return Ok(());
        }
        let outcome = self
            .held
            .db()?
            .prepare_cached(
                "INSERT INTO import_rows (import_id, line, verdict, fid, problems, cells) VALUES (?, ?, ?, ?, ?, ?)",
            )
            .and_then(|mut statement| {
                let (line, event) = (integer(line), event.map(integer));
                statement.execute(params![self.id, line, verdict, event, problems, cells_json])
            })
            .doing(self.ledger.place, "keep the verdict of a row");
        self.held.whole(outcome).map(|_| ())
    }

    /// Statements for each table that this import wrote.
    fn finish(&mut self, report_json: &str) -> Result<(), StoreError> {
        self.db()?;
        let (writer, place) = (self.held.db()?, self.ledger.place);
        for (local, rows) in &self.taught {
            writer
                .execute(
                    "INSERT INTO import_places (import_id, place, rows) VALUES (?1, ?2, ?3)",
                    params![self.id, integer(*local), integer(*rows)],
                )
                .doing(place, "keep what an import taught")?;
        }
        if !self.taught.is_empty() {
            gazetteer::describe_places(writer, place)?;
        }
        let (first, last) = self.ledger.changes.unzip();
        writer
            .execute(
                "UPDATE imports SET first_sequence = ?2, last_sequence = ?3, report = ?4 WHERE id = ?1",
                params![self.id, first, last, report_json],
            )
            .doing(place, "commit an import")?;
        watch::go_on(writer, place, &self.triggers)?;
        self.ledger.finish(writer)
    }
}

fn found_part(part: parts::Part) -> Found {
    let fid = u64::try_from(part.fid).unwrap_or(0);
    Found { fid, fingerprint: part.kept.fingerprint, event: part.kept.event }
}

impl ImportTransaction for Import<'_> {
    fn find(&mut self, identity: &Identity, fingerprint: &Fingerprint) -> Result<Option<Found>, StoreError> {
        let id = EventId::from(identity);
        if let Some(brought) = &self.brought
            && !brought.may_have(id.as_str())
            && !brought.may_have(fingerprint.as_str())
        {
            return Ok(None);
        }
        // By id and not by identity alone: id has the index. An export names an event by its id and nothing
        // else, so what came from one is the event whatever identity its list gives, and the reverse.
        let known = self.find_by(
            "SELECT fid, fingerprint, body FROM events
             WHERE id = ?1 AND (identity = ?2 OR identity = ?3 OR ?2 = ?3)",
            [id.as_str(), identity.as_str(), Identity::of_event(&id).as_str()],
        )?;
        if let Some(known) = known {
            return self.own_part(known).map(Some);
        }
        let (has_parts, place) = (self.ledger.has_parts, self.ledger.place);
        if has_parts {
            let part = match parts::by_event_id(self.held.db()?, place, id.as_str())? {
                None => edits::removed(self.held.db()?, place, &id)?,
                part => part,
            };
            if let Some(part) = part {
                return Ok(Some(found_part(part)));
            }
        }
        if let Some(same) = self.find_by(FIND_BY_CONTENT, [fingerprint.as_str()])? {
            return self.own_part(same).map(Some);
        }
        if !has_parts {
            return Ok(None);
        }
        let part = match parts::by_content(self.held.db()?, place, fingerprint.as_str())? {
            None => edits::removed_by_content(self.held.db()?, place, fingerprint)?,
            part => part,
        };
        Ok(part.map(found_part))
    }

    fn was_joined(&mut self, fid: u64) -> Result<bool, StoreError> {
        let joined = match self.joined.take() {
            Some(joined) => joined,
            None => records::joined(self.held.db()?, self.ledger.place, self.id)?,
        };
        Ok(self.joined.insert(joined).contains(&fid))
    }

    fn by_hand(&mut self, id: &EventId) -> Result<Option<Edit>, StoreError> {
        if !self.ledger.has_parts {
            return Ok(None);
        }
        edits::of(self.held.db()?, self.ledger.place, id)
    }

    fn add(
        &mut self,
        identity: &Identity,
        fingerprint: &Fingerprint,
        event: &Event,
    ) -> Result<u64, StoreError> {
        self.add_source(identity, fingerprint, &Source::new(event, fingerprint)?)
    }

    fn add_prepared(
        &mut self,
        identity: &Identity,
        fingerprint: &Fingerprint,
        prepared: &Prepared,
    ) -> Result<u64, StoreError> {
        self.add_source(identity, fingerprint, &Source::prepared(prepared, fingerprint))
    }

    fn add_merged(&mut self, event: &Event) -> Result<u64, StoreError> {
        if event.parts.is_empty() || !event.has_sound_parts() {
            return Err(StoreError::Parts(event.id.clone()));
        }
        self.db()?;
        let outcome = parts::bring(&mut self.ledger, self.held.db()?, event);
        self.added = None;
        // Its parts have ids and fingerprints of their own.
        self.brought = None;
        self.held.whole(outcome)
    }

    fn update(&mut self, fid: u64, fingerprint: &Fingerprint, event: &Event) -> Result<(), StoreError> {
        self.updated = true;
        self.bring(event, fingerprint);
        self.db()?;
        let outcome = self.ledger.replace(self.held.db()?, fid, fingerprint, event);
        self.held.whole(outcome)
    }

    fn remove(&mut self, fid: u64) -> Result<(), StoreError> {
        self.db()?;
        let outcome = self.ledger.delete(self.held.db()?, fid);
        self.held.whole(outcome)
    }

    fn verdict(
        &mut self,
        line: u64,
        verdict: &str,
        event: Option<u64>,
        problems_json: &str,
    ) -> Result<(), StoreError> {
        self.keep_row(line, verdict, event, problems_json, None)
    }

    fn amend(&mut self, line: u64, verdict: &str) -> Result<(), StoreError> {
        let outcome = self
            .held
            .db()?
            .prepare_cached("UPDATE import_rows SET verdict = ?3 WHERE import_id = ?1 AND line = ?2")
            .and_then(|mut statement| statement.execute(params![self.id, integer(line), verdict]))
            .doing(self.ledger.place, "amend the verdict of a row");
        self.held.whole(outcome).map(|_| ())
    }

    fn rejected(&mut self, line: u64, problems_json: &str, cells_json: &str) -> Result<(), StoreError> {
        self.kept_cells_bytes = self.kept_cells_bytes.saturating_add(cells_json.len());
        let cells = (self.kept_cells_bytes <= MAX_KEPT_CELLS_BYTES).then_some(cells_json);
        self.keep_row(line, "rejected", None, problems_json, cells)
    }

    fn local_places(&mut self) -> Result<Vec<LocalPlace>, StoreError> {
        gazetteer::places(self.held.db()?, self.ledger.place)
    }

    fn learn(&mut self, facts: &PlaceFacts, rows: u64) -> Result<u64, StoreError> {
        let outcome = gazetteer::insert(self.held.db()?, self.ledger.place, facts, Attested::List, rows);
        let place = self.held.whole(outcome)?;
        self.taught.insert(place, rows);
        Ok(place)
    }

    fn seen_again(&mut self, place: u64, rows: u64) -> Result<(), StoreError> {
        let outcome = gazetteer::seen_again(self.held.db()?, self.ledger.place, place, rows);
        self.held.whole(outcome)?;
        *self.taught.entry(place).or_default() += rows;
        Ok(())
    }

    fn set_aside(&mut self, fit: &mut dyn FnMut(&Event, &Event) -> bool) -> Result<u64, StoreError> {
        if !self.updated {
            return Ok(0);
        }
        self.db()?;
        let outcome = outdated::set_aside(self.held.db()?, self.ledger.place, self.id, fit);
        self.held.whole(outcome)
    }

    fn commit(mut self: Box<Self>, report_json: &str) -> Result<Committed, StoreError> {
        self.finish(report_json)?;
        let sequence = read::sequence(self.held.db()?, self.ledger.place)?;
        self.held.commit("commit an import")?;
        Ok(Committed { import_id: self.id, sequence })
    }
}

impl PairTransaction for Import<'_> {
    fn window_counts(&mut self) -> Result<(u64, u64), StoreError> {
        self.db()?;
        windows::count(self.held.db()?, self.ledger.place, &Whose::Import(self.id))
    }

    fn windows(&mut self, own: bool, visit: &mut dyn FnMut(EventWindow)) -> Result<(), StoreError> {
        self.db()?;
        windows::for_each(self.held.db()?, self.ledger.place, &Whose::Import(self.id), own, visit)
    }

    fn propose(&mut self, one: u64, other: u64, p: f64) -> Result<bool, StoreError> {
        self.db()?;
        let outcome = duplicates::propose(self.held.db()?, self.ledger.place, Some(self.id), [one, other], p);
        self.held.whole(outcome)
    }
}
