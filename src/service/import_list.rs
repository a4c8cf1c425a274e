//! From a list to the store, as one transaction.
//!
//! In: a list, a geocoder, a store. Out: a report. It must not know what serves the result.

mod by_hand;
mod clash;
mod error;
mod known;
mod merged;
mod remarks;
mod retold;
mod seen;
mod settle;

use super::duplicates::{self, Lists};
use super::gazetteer::Learner;
use super::report::{Counts, Report, RowVerdict, Verdict};
use crate::geocode::Geocoder;
use crate::import::{List, Options, Outcome, Problem, Rejects, Row};
use crate::store::{EventStore, ImportTransaction, NewImport, StoreError};
use csv::StringRecord;
pub use error::ImportListError;
use error::REJECTED_TOLD;
use serde::Serialize;
use settle::{Ready, Settler};
use std::io::{Read, Seek, Write};
use std::ops::ControlFlow;
use std::sync::mpsc;
use std::thread;

/// What an import is to do besides importing.
#[expect(clippy::struct_excessive_bools, reason = "each is a wish of its own")]
#[derive(Default)]
pub struct Wishes<'a> {
    /// Count what would happen and write nothing.
    pub dry_run: bool,
    /// Import nothing when a row is rejected.
    pub strict: bool,
    /// Learn places from rows that give exact coordinates for a name that is not known there.
    pub learn: bool,
    /// Nobody reads the store meanwhile, or whoever does may wait.
    pub is_alone: bool,
    /// Where rejected rows go, as CSV with a reason.
    pub rejects: Option<&'a mut dyn Write>,
    /// Called now and then, and once before the commit; [`ControlFlow::Break`] cancels the import.
    pub progress: Option<&'a mut dyn FnMut(Progress) -> ControlFlow<()>>,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Progress {
    /// Rows that have their verdict.
    pub rows_done: u64,
    /// Rows in all.
    pub rows: u64,
}

/// How many rows between two calls of [`Wishes::progress`].
const PROGRESS_EVERY: u64 = 256;
/// So many portions are read before the store has taken them: it never waits, and memory does not grow.
const PORTIONS_AHEAD: usize = 2;

/// Imports a list: every row gets a verdict, and all of it or nothing is in the store when this returns.
///
/// A dry run does the very same in a transaction that is rolled back, so that its counts are true.
pub fn import_list<R: Read + Seek + Send>(
    store: &dyn EventStore,
    geocoder: &Geocoder,
    reader: R,
    options: Options,
    mut wishes: Wishes<'_>,
) -> Result<Report, ImportListError> {
    let (name, source) = (options.list.clone(), options.source.clone());
    // Of several lists of one source, a place says which one has it.
    let taught_by = source.as_ref().map_or_else(|| name.clone(), |source| format!("{source} ({name})"));
    // What stands for lack of a statement, as with ACLED, is none.
    let terms = options.licence.clone().filter(|terms| !terms.trim().is_empty());
    let mut list = List::open(reader, options)?;
    // A name that several places bear is rather the one among the others of its list.
    let asked = list.first_asked()?;
    let in_list = geocoder.for_list(asked.iter().map(|asked| (&asked.place, asked.day)));
    drop(asked);
    let (detected, restricted) = (list.detected().clone(), list.is_restricted());
    let licence = list.licence().map(str::to_owned);
    let (shape, is_mended) = (list.shape(), list.is_mended());
    let encode = |source| ImportListError::Encode { line: detected.header_line, source };
    let new = NewImport {
        list: name,
        source,
        licence,
        format: detected.format.as_str().to_owned(),
        restricted,
        shape_json: Some(shape.to_json().map_err(encode)?),
        is_alone: wishes.is_alone,
    };
    let lists = Lists::of(store)?;
    // Before anything is written of it: who finds the store busy tries again.
    let transaction = store.begin_import(&new)?;
    let rejects = wishes.rejects.take().map(|out| Rejects::new(out, &shape));
    let rejects = rejects.transpose().map_err(ImportListError::Rejects)?;
    let report = Report {
        list: new.list.clone(),
        dry_run: wishes.dry_run,
        import_id: None,
        source: new.source.clone(),
        licence: new.licence.clone(),
        restricted,
        counts: Counts::default(),
        learning: None,
        detected,
        verdicts: Vec::new(),
        verdicts_omitted: 0,
    };
    let mut import = Import {
        transaction,
        learner: wishes.learn.then(|| Learner::new(geocoder, taught_by)),
        rejects,
        report,
        settler: Settler::new(terms, is_mended),
        progress: wishes.progress,
    };
    ahead(list.rows(&in_list).each(prepared), |portion| {
        portion?.into_iter().try_for_each(|row| import.take(row?))
    })?;
    import.finish(wishes.strict, &lists)
}

/// A row without its outcome, and that: its event made ready, or why it is rejected.
type ReadRow = (Row, Result<Box<Ready>, Vec<Problem>>);

/// Makes the event of a row ready to be written.
fn prepared(mut row: Row) -> Result<ReadRow, StoreError> {
    let outcome = match std::mem::replace(&mut row.outcome, Outcome::Rejected(Vec::new())) {
        Outcome::Parsed(parsed) => Ok(Box::new(Ready::new(*parsed)?)),
        Outcome::Rejected(reasons) => Err(reasons),
    };
    Ok((row, outcome))
}

/// Takes portions one after the other while the next ones are being read.
fn ahead<T: Send>(
    portions: impl Iterator<Item = T> + Send,
    take: impl FnMut(T) -> Result<(), ImportListError>,
) -> Result<(), ImportListError> {
    let (sender, receiver) = mpsc::sync_channel(PORTIONS_AHEAD);
    thread::scope(|scope| {
        scope.spawn(move || {
            // Nobody receives any more when the import was broken off.
            for portion in portions {
                if sender.send(portion).is_err() {
                    break;
                }
            }
        });
        receiver.into_iter().try_for_each(take)
    })
}

/// An import under way.
struct Import<'s, 'w> {
    transaction: Box<dyn ImportTransaction + 's>,
    learner: Option<Learner<'s>>,
    rejects: Option<Rejects<&'w mut dyn Write>>,
    report: Report,
    settler: Settler,
    progress: Option<&'w mut dyn FnMut(Progress) -> ControlFlow<()>>,
}

impl Import<'_, '_> {
    /// Decides what a row is, and keeps it.
    fn take(&mut self, (mut row, outcome): ReadRow) -> Result<(), ImportListError> {
        let (line, warnings) = (row.line, std::mem::take(&mut row.warnings));
        let mut warned = !warnings.is_empty();
        let (verdict, event, problems) = match outcome {
            Ok(ready) => {
                let settled = self.settler.settle(&mut *self.transaction, *ready, line, warnings)?;
                warned |= self.settler.has_clashed();
                by_hand::show(&mut *self.transaction, settled, line)?
            }
            Err(reasons) => (Verdict::Rejected, None, [reasons, warnings].concat()),
        };
        self.amend()?;
        if verdict == Verdict::Rejected
            && let Some(rejects) = &mut self.rejects
        {
            // A row may be rejected here although it could be read: the store knows what it contradicts.
            row.outcome = Outcome::Rejected(problems.clone());
            rejects.write(&row).map_err(ImportListError::Rejects)?;
        }
        self.report.counts.count(verdict, event.as_ref().map(|(_, event)| event), warned);
        if let (Some(learner), Some((_, event))) = (&mut self.learner, &event) {
            learner.take(verdict, event, line);
        }
        let fid = event.as_ref().map(|(fid, _)| *fid);
        keep(&mut *self.transaction, &row.record, &problems, (line, verdict, fid))?;
        self.report.keep(verdict, || {
            let event = event.as_ref().map(|(_, event)| event.into());
            RowVerdict { line, verdict, event, problems }
        });
        if self.report.counts.rows.is_multiple_of(PROGRESS_EVERY) {
            self.tell()?;
        }
        Ok(())
    }

    /// Corrects what was told of rows whose event a later row has changed.
    fn amend(&mut self) -> Result<(), ImportListError> {
        for (line, event, told) in self.settler.take_amended() {
            let updated = (Verdict::Updated, Some(event), told);
            let (verdict, event, problems) = by_hand::show(&mut *self.transaction, updated, line)?;
            self.transaction.amend(line, verdict.as_str())?;
            self.report.amend(line, event.as_ref().map(|(_, event)| event), problems);
        }
        Ok(())
    }

    /// What comes after the last row; on a dry run nothing is kept.
    fn finish(mut self, strict: bool, lists: &Lists) -> Result<Report, ImportListError> {
        if let Some(rejects) = self.rejects.take() {
            rejects.finish().map_err(ImportListError::Rejects)?;
        }
        if strict && self.report.counts.rejected > 0 {
            let rows = self.report.verdicts.into_iter().filter(|row| row.verdict == Verdict::Rejected);
            let first = rows.filter_map(|row| row.problems.into_iter().next()).take(REJECTED_TOLD).collect();
            return Err(ImportListError::Strict { rejected: self.report.counts.rejected, first });
        }
        self.settler.finish(&mut *self.transaction)?;
        self.amend()?;
        if let Some(learner) = self.learner.take() {
            let learning = learner.finish(&mut *self.transaction)?;
            self.report.counts.learned = learning.learned;
            self.report.learning = Some(learning);
        }
        let proposed = duplicates::propose(&mut *self.transaction, &self.report.list, lists)?;
        self.report.counts.duplicates = proposed.pairs;
        self.report.counts.duplicates_omitted = proposed.omitted;
        self.tell()?;
        let Self { transaction, mut report, .. } = self;
        if !report.dry_run {
            let counts = serde_json::to_string(&report.counts)
                .map_err(|source| ImportListError::Encode { line: 0, source })?;
            report.import_id = Some(transaction.commit(&counts)?.import_id);
        }
        Ok(report)
    }

    /// Says how far the import is. Whoever listens may break it off: the transaction is then dropped, which rolls back.
    fn tell(&mut self) -> Result<(), ImportListError> {
        let so_far = Progress { rows_done: self.report.counts.rows, rows: self.report.detected.rows };
        match self.progress.as_mut().map_or(ControlFlow::Continue(()), |progress| progress(so_far)) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(ImportListError::Cancelled),
        }
    }
}

/// Keeps what became of a row; of a rejected one also its cells, so that it can be mended.
fn keep(
    transaction: &mut dyn ImportTransaction,
    record: &StringRecord,
    problems: &[Problem],
    (line, verdict, fid): (u64, Verdict, Option<u64>),
) -> Result<(), ImportListError> {
    let encode = |source| ImportListError::Encode { line, source };
    let problems = match problems {
        [] => String::new(),
        problems => serde_json::to_string(problems).map_err(encode)?,
    };
    if verdict == Verdict::Rejected {
        let cells: Vec<&str> = record.iter().collect();
        transaction.rejected(line, &problems, &serde_json::to_string(&cells).map_err(encode)?)?;
    } else {
        transaction.verdict(line, verdict.as_str(), fid, &problems)?;
    }
    Ok(())
}

#[cfg(test)]
mod clash_tests;
#[cfg(test)]
mod merged_tests;
#[cfg(test)]
mod retold_tests;
#[cfg(test)]
mod terms_tests;
#[cfg(test)]
mod tests;
