//! One job: how far it is, how it ended, and the wish that it may stop.
//!
//! In: progress from the import. Out: the same to whoever looks, and `Break` to the import after a cancel. It must
//! not know other jobs.

use crate::service::{ImportListError, Progress, Report, StoreError};
use serde::Serialize;
use std::fmt;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How often a job tries whether the store is free.
const TRY_EVERY: Duration = Duration::from_millis(100);

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Others are before it, in this process or another.
    Queued,
    /// It reads and writes.
    Running,
    /// What it brought is durable and served, or would be.
    Done,
    /// Nothing of it is there.
    Failed,
    /// Nothing of it is there, as was wanted.
    Cancelled,
}

impl JobState {
    /// Whether it still waits or works.
    pub fn is_running(self) -> bool {
        matches!(self, Self::Queued | Self::Running)
    }
}

/// How a job ended.
#[derive(Debug, Clone)]
pub enum JobOutcome {
    /// With a report.
    Done(Arc<Report>),
    /// With an error.
    Failed(Arc<ImportListError>),
    /// By a cancel.
    Cancelled,
    /// By a fault of ours; the log says which.
    Lost,
}

/// A job as it is at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JobProgress {
    /// Its id.
    pub job: String,
    /// Name of the list.
    pub list: String,
    /// Whether nothing will be written.
    pub dry_run: bool,
    /// Where it stands.
    pub state: JobState,
    /// Rows that have their verdict.
    pub rows_done: u64,
    /// Rows in all; 0 while they are not counted.
    pub rows: u64,
}

/// An import that runs by itself.
pub struct Job {
    id: String,
    list: String,
    dry_run: bool,
    cancelled: AtomicBool,
    rows_done: AtomicU64,
    rows: AtomicU64,
    stage: Mutex<Stage>,
}

#[derive(Debug)]
enum Stage {
    Queued,
    Running,
    Ended(JobOutcome),
}

type Import = Box<dyn FnMut(&Job) -> Result<Report, ImportListError> + Send>;

/// A job with what it is to do, on its way to the thread that does it.
pub(super) struct Run {
    pub(super) job: Arc<Job>,
    pub(super) import: Import,
}

impl Job {
    pub(super) fn new(id: String, list: String, dry_run: bool) -> Self {
        let (cancelled, stage) = (AtomicBool::new(false), Mutex::new(Stage::Queued));
        Self { id, list, dry_run, cancelled, rows_done: AtomicU64::new(0), rows: AtomicU64::new(0), stage }
    }

    /// Its id, which says nothing of the list.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Where it stands.
    pub fn state(&self) -> JobState {
        self.stage().state()
    }

    /// How far it is, and how it ended if it did: both of one moment.
    pub fn look(&self) -> (JobProgress, Option<JobOutcome>) {
        let stage = self.stage();
        let progress = JobProgress {
            job: self.id.clone(),
            list: self.list.clone(),
            dry_run: self.dry_run,
            state: stage.state(),
            rows_done: self.rows_done.load(Ordering::Relaxed),
            rows: self.rows.load(Ordering::Relaxed),
        };
        let outcome = if let Stage::Ended(outcome) = &*stage { Some(outcome.clone()) } else { None };
        (progress, outcome)
    }

    /// Notes that the import has begun and how far it is, and tells it whether to go on.
    pub fn tell(&self, progress: Progress) -> ControlFlow<()> {
        let mut stage = self.stage();
        if self.is_cancelled() || matches!(*stage, Stage::Ended(_)) {
            return ControlFlow::Break(());
        }
        *stage = Stage::Running;
        self.note(progress);
        ControlFlow::Continue(())
    }

    /// Asks it to stop: at once when it waits, at its next row when it runs. One that has ended stays as it is, and
    /// this says how it ended.
    pub fn cancel(&self) -> Option<JobOutcome> {
        let mut stage = self.stage();
        if let Stage::Ended(outcome) = &*stage {
            return Some(outcome.clone());
        }
        self.cancelled.store(true, Ordering::Relaxed);
        if matches!(*stage, Stage::Queued) {
            *stage = Stage::Ended(JobOutcome::Cancelled);
        }
        None
    }

    /// Back to where it was before it began; says whether it still wants its turn.
    fn queue_again(&self) -> bool {
        let mut stage = self.stage();
        if self.is_cancelled() || matches!(*stage, Stage::Ended(_)) {
            return false;
        }
        *stage = Stage::Queued;
        self.note(Progress::default());
        true
    }

    fn note(&self, Progress { rows_done, rows }: Progress) {
        self.rows_done.store(rows_done, Ordering::Relaxed);
        self.rows.store(rows, Ordering::Relaxed);
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    fn stage(&self) -> MutexGuard<'_, Stage> {
        self.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stage {
    fn state(&self) -> JobState {
        match self {
            Self::Queued => JobState::Queued,
            Self::Running => JobState::Running,
            Self::Ended(JobOutcome::Done(_)) => JobState::Done,
            Self::Ended(JobOutcome::Failed(_) | JobOutcome::Lost) => JobState::Failed,
            Self::Ended(JobOutcome::Cancelled) => JobState::Cancelled,
        }
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job").field("id", &self.id).field("state", &self.state()).finish_non_exhaustive()
    }
}

impl JobOutcome {
    /// Rows that its report lists: what remembering it costs.
    pub(super) fn rows_kept(&self) -> usize {
        if let Self::Done(report) = self { report.verdicts.len() } else { 0 }
    }
}

impl Run {
    /// Does it as soon as the store is free, unless it was cancelled while it waited.
    pub(super) fn run(self) {
        let Self { job, mut import } = self;
        let mut ending = Ending { job: &job, outcome: JobOutcome::Lost };
        while job.queue_again() {
            ending.outcome = match import(&job) {
                Ok(report) => {
                    let rows = report.counts.rows;
                    job.note(Progress { rows_done: rows, rows });
                    JobOutcome::Done(Arc::new(report))
                }
                Err(ImportListError::Cancelled) => JobOutcome::Cancelled,
                Err(ImportListError::Store(StoreError::Busy)) => {
                    if job.queue_again() {
                        std::thread::sleep(TRY_EVERY);
                    }
                    continue;
                }
                Err(error) => JobOutcome::Failed(Arc::new(error)),
            };
            return;
        }
        ending.outcome = JobOutcome::Cancelled;
    }
}

/// Ends the job when it goes, which it does even while the thread unwinds: nobody waits for a job that is no more.
struct Ending<'a> {
    job: &'a Job,
    outcome: JobOutcome,
}

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        let mut stage = self.job.stage();
        // One that was cancelled before it began has ended.
        if !matches!(*stage, Stage::Ended(_)) {
            *stage = Stage::Ended(self.outcome.clone());
        }
    }
}
