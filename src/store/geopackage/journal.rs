//! How a transaction can be taken back: by a log of what it writes, or by a journal of what it writes over.
//!
//! In: the writer, between two transactions. Out: the same with another journal. It must not know what is written.
//!
//! The write-ahead log lets others read on, and everything is written twice: into the log, and from there into the file. A
//! store that has no events yet has next to nothing to write over, so that a journal holds a few pages and all else is written
//! once, behind them. A process that dies leaves that journal, and the next one that opens the file takes back what was written.
//! But who wants to read has to wait, so that this is only for a store that nobody else has open.

use rusqlite::Connection;
use std::time::Duration;

/// Switches to a journal if the store has no events and nobody else has it open; says whether it did.
pub(super) fn replace_log(writer: &Connection, wait: Duration) -> rusqlite::Result<bool> {
    let is_empty = "SELECT NOT EXISTS (SELECT 1 FROM events)";
    if !writer.query_row(is_empty, [], |row| row.get::<_, bool>(0))? {
        return Ok(false);
    }
    // Somebody who has it open will have it open still.
    writer.busy_timeout(Duration::ZERO)?;
    let mode = switch(writer, "DELETE");
    writer.busy_timeout(wait)?;
    let is_replaced = mode.is_ok_and(|mode| mode == "delete");
    if is_replaced {
        // A commit ends with the journal deleted: EXTRA syncs the folder too, or a loss of power could bring it back.
        writer.pragma_update(None, "synchronous", "EXTRA")?;
    }
    Ok(is_replaced)
}

/// Switches back to the write-ahead log; the next who opens the store does if it fails here.
pub(super) fn restore_log(writer: &Connection) {
    if switch(writer, "WAL").is_ok_and(|mode| mode == "wal") {
        let _ = writer.pragma_update(None, "synchronous", "FULL");
    }
}

fn switch(writer: &Connection, mode: &str) -> rusqlite::Result<String> {
    writer.query_row(&format!("PRAGMA journal_mode = {mode}"), [], |row| row.get(0))
}
