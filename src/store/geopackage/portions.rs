//! All events of a store, portion by portion, parsed on all cores.
//!
//! In: a connection within a read transaction. Out: events in the order of their fids, some thousands at a time. It must
//! not know who asks.

use super::place::Place;
use super::problem::Doing as _;
use super::read::{bytes, number, parsed};
use super::{parts, records};
use crate::event::Event;
use crate::store::StoreError;
use rayon::prelude::*;
use rusqlite::{Connection, Rows};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::mpsc::sync_channel;
use std::thread;

/// Enough for all cores to have work, and few enough that three portions are some ten megabytes.
const PORTION: usize = 2_048;

/// Bodies as they are in the store, one behind the other.
#[derive(Default)]
struct Bodies {
    bytes: Vec<u8>,
    /// The fid of each, and where its bytes are.
    parts: Vec<(u64, Range<usize>)>,
}

/// Reads one portion while another is parsed and a third is visited.
pub(super) fn for_each(
    connection: &Connection,
    place: &Place,
    visit: &mut dyn FnMut(Vec<(u64, Event)>),
) -> Result<(), StoreError> {
    let doing = "read events";
    let mut statement =
        connection.prepare_cached("SELECT fid, body FROM events ORDER BY fid").doing(place, doing)?;
    let mut rows = statement.query([]).doing(place, doing)?;
    let merged =
        if records::is_there(connection, place)? { parts::roots(connection, place)? } else { HashSet::new() };
    thread::scope(|scope| {
        let (to_parser, read) = sync_channel::<Bodies>(1);
        let (to_visitor, events) = sync_channel(1);
        scope.spawn(move || {
            for bodies in read {
                // Nobody listens any more when the visitor met an error.
                if to_visitor.send(bodies.parsed(place)).is_err() {
                    break;
                }
            }
        });
        let mut under_way = 0;
        loop {
            let bodies = Bodies::read(&mut rows, place)?;
            let is_last = bodies.parts.is_empty();
            // The parser ends before its channel does only by a panic, which the scope passes on.
            if !is_last && to_parser.send(bodies).is_ok() {
                under_way += 1;
            }
            while under_way > usize::from(!is_last) {
                let Ok(portion) = events.recv() else { return Ok(()) };
                under_way -= 1;
                let mut portion = portion?;
                if !merged.is_empty() {
                    for (fid, event) in &mut portion {
                        // What an earlier version merged does not say itself of what.
                        if event.parts.is_empty() && merged.contains(fid) {
                            event.parts = parts::told(connection, place, *fid)?;
                        }
                    }
                }
                visit(portion);
            }
            if is_last {
                return Ok(());
            }
        }
    })
}

impl Bodies {
    fn read(rows: &mut Rows<'_>, place: &Place) -> Result<Self, StoreError> {
        let doing = "read events";
        let mut bodies = Self::default();
        while bodies.parts.len() < PORTION
            && let Some(row) = rows.next().doing(place, doing)?
        {
            let from = bodies.bytes.len();
            bodies.bytes.extend_from_slice(bytes(row.get_ref(1).doing(place, doing)?));
            bodies.parts.push((number(row, 0).doing(place, doing)?, from..bodies.bytes.len()));
        }
        Ok(bodies)
    }

    fn parsed(self, place: &Place) -> Result<Vec<(u64, Event)>, StoreError> {
        let event = |(fid, part): (u64, Range<usize>)| {
            let body = self.bytes.get(part).unwrap_or_default();
            Ok((fid, parsed(fid, body, place)?))
        };
        self.parts.into_par_iter().map(event).collect()
    }
}
