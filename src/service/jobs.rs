//! Imports that go on while nobody waits for the answer.
//!
//! In: a list, and how to import it. Out: jobs, which run one after the other, can be watched and cancelled, and are
//! remembered for a while after they ended. It must not know how lists are read, nor what serves the jobs.

mod job;
#[cfg(test)]
mod tests;

pub use job::{Job, JobOutcome, JobProgress, JobState};

use super::{ImportListError, Report};
use job::Run;
use std::io;
use std::panic::AssertUnwindSafe;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use thiserror::Error;

/// How many jobs may wait for their turn: each holds a list in a file of its own.
pub const MAX_WAITING_JOBS: usize = 16;
/// How many ended jobs are remembered.
pub const MAX_ENDED_JOBS: usize = 32;
/// The reports of ended jobs may list so many rows together; older ones are forgotten first. A row takes a kilobyte
/// or two, and previews of a list with thousands of rejected rows would else add up.
const MAX_KEPT_ROWS: usize = 40_000;
/// How long [`Jobs::stop`] waits for the running one to roll back. It looks between rows, and only reading the head
/// of a list takes longer; the store rolls back what is left by itself.
const STOP_WAIT: Duration = Duration::from_secs(5);

/// Why a job was not taken on.
#[derive(Debug, Error)]
pub enum JobsError {
    /// Others wait already.
    #[error("{MAX_WAITING_JOBS} imports are waiting already: try again when one of them has ended")]
    TooMany,
    /// The service is about to end.
    #[error("the service is stopping")]
    Stopping,
    /// The thread that runs jobs could not be started.
    #[error("cannot start a thread for imports")]
    Thread(#[source] io::Error),
}

impl JobsError {
    /// What a person is told, in French; nothing of what no person can mend.
    pub fn in_french(&self) -> Option<String> {
        match self {
            Self::TooMany => Some(format!(
                "{MAX_WAITING_JOBS} imports attendent déjà\u{a0}: réessayez quand l’un d’eux sera terminé"
            )),
            Self::Stopping => Some("le service s’arrête".to_owned()),
            Self::Thread(_) => None,
        }
    }
}

/// All jobs of a service: at most one is running, since only one can write.
#[derive(Debug, Default)]
pub struct Jobs {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// Oldest first: waiting, running and ended.
    all: Vec<Arc<Job>>,
    runner: Option<Runner>,
    stopping: bool,
}

#[derive(Debug)]
struct Runner {
    work: Sender<Run>,
    thread: JoinHandle<()>,
}

impl Jobs {
    /// Takes on an import; `import` is called in its turn. It tells its progress to the job, first when it begins and
    /// last before it keeps anything, and stops when that says so. Where it finds the store busy, it is called again.
    pub fn start(
        &self,
        list: String,
        dry_run: bool,
        import: impl FnMut(&Job) -> Result<Report, ImportListError> + Send + 'static,
    ) -> Result<Arc<Job>, JobsError> {
        let mut inner = self.lock();
        if inner.stopping {
            return Err(JobsError::Stopping);
        }
        if inner.all.iter().filter(|job| job.state() == JobState::Queued).count() >= MAX_WAITING_JOBS {
            return Err(JobsError::TooMany);
        }
        forget_old(&mut inner.all);
        // Not counted up: after a restart a number would name another job than the client means.
        let job = Arc::new(Job::new(format!("{:016x}", fastrand::u64(..)), list, dry_run));
        let run = Run { job: Arc::clone(&job), import: Box::new(import) };
        let runner = match inner.runner.take() {
            Some(runner) => runner,
            None => Runner::start()?,
        };
        let sent = runner.work.send(run);
        inner.runner = Some(runner);
        // Its thread lives until this value goes, whatever an import does.
        sent.map_err(|_| JobsError::Stopping)?;
        inner.all.push(Arc::clone(&job));
        Ok(job)
    }

    /// A job that is waiting, running or not long ended.
    pub fn get(&self, id: &str) -> Option<Arc<Job>> {
        self.lock().all.iter().find(|job| job.id() == id).map(Arc::clone)
    }

    /// Cancels all jobs, takes no more, and waits until the running one has rolled back.
    pub fn stop(&self) {
        let runner = {
            let mut inner = self.lock();
            inner.stopping = true;
            for job in &inner.all {
                let _ = job.cancel();
            }
            inner.runner.take()
        };
        let Some(Runner { work, thread }) = runner else { return };
        drop(work);
        let deadline = Instant::now() + STOP_WAIT;
        while !thread.is_finished() && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Runner {
    fn start() -> Result<Self, JobsError> {
        let (work, waiting) = mpsc::channel::<Run>();
        let thread = std::thread::Builder::new()
            .name("imports".to_owned())
            .spawn(move || {
                while let Ok(run) = waiting.recv() {
                    // A job that unwinds ends as lost, and those behind it still have their turn.
                    if std::panic::catch_unwind(AssertUnwindSafe(|| run.run())).is_err() {
                        tracing::error!("an import ended by a fault of the program; nothing of it was kept");
                    }
                }
            })
            .map_err(JobsError::Thread)?;
        Ok(Self { work, thread })
    }
}

/// Leaves room for one more ended job.
fn forget_old(all: &mut Vec<Arc<Job>>) {
    let (mut jobs, mut rows) = (1, 0);
    let mut keep: Vec<Arc<Job>> = Vec::with_capacity(all.len());
    for job in all.drain(..).rev() {
        if let (_, Some(outcome)) = job.look() {
            jobs += 1;
            rows += outcome.rows_kept();
            if jobs > MAX_ENDED_JOBS || rows > MAX_KEPT_ROWS {
                continue;
            }
        }
        keep.push(job);
    }
    keep.reverse();
    *all = keep;
}
