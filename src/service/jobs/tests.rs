//! Jobs without lists: the import is whatever the test says.

use super::*;
use crate::service::{Progress, StoreError};
use std::sync::mpsc::channel;

fn ended(job: &Job) -> JobOutcome {
    loop {
        if let (_, Some(outcome)) = job.look() {
            return outcome;
        }
        std::thread::yield_now();
    }
}

/// An import that goes on until it is cancelled.
fn endless(job: &Job) -> Result<Report, ImportListError> {
    let mut rows_done = 0;
    while job.tell(Progress { rows_done, rows: u64::MAX }).is_continue() {
        rows_done += 1;
    }
    Err(ImportListError::Cancelled)
}

fn failing(_: &Job) -> Result<Report, ImportListError> {
    Err(ImportListError::Strict { rejected: 7, first: Vec::new() })
}

#[test]
fn a_job_tells_its_progress_and_stops_when_it_is_cancelled() {
    let jobs = Jobs::default();
    let job = jobs.start("a.csv".to_owned(), true, endless).unwrap();
    while job.look().0.rows_done < 3 {
        std::thread::yield_now();
    }
    assert_eq!(job.state(), JobState::Running);
    jobs.get(job.id()).unwrap().cancel();
    assert!(matches!(ended(&job), JobOutcome::Cancelled));
}

#[test]
fn jobs_wait_for_each_other_and_one_cancelled_while_it_waits_never_begins() {
    let jobs = Jobs::default();
    let first = jobs.start("a".to_owned(), false, endless).unwrap();
    let (sender, ran) = channel();
    let second = jobs
        .start("b".to_owned(), false, move |job| {
            sender.send(()).unwrap();
            failing(job)
        })
        .unwrap();
    let third = jobs.start("c".to_owned(), false, failing).unwrap();
    assert_eq!((second.state(), third.state()), (JobState::Queued, JobState::Queued));
    second.cancel();
    assert_eq!(second.state(), JobState::Cancelled);
    first.cancel();
    assert!(
        matches!(ended(&third), JobOutcome::Failed(error) if matches!(*error, ImportListError::Strict { rejected: 7, .. }))
    );
    assert!(ran.try_recv().is_err(), "it never began");
}

#[test]
fn no_more_wait_than_are_taken_and_old_ones_are_forgotten() {
    let jobs = Jobs::default();
    let running = jobs.start("run".to_owned(), false, endless).unwrap();
    while running.state() == JobState::Queued {
        std::thread::yield_now();
    }
    let waiting: Vec<_> =
        (0..MAX_WAITING_JOBS).map(|n| jobs.start(n.to_string(), false, failing).unwrap()).collect();
    assert!(matches!(jobs.start("one more".to_owned(), false, failing), Err(JobsError::TooMany)));
    running.cancel();
    for job in &waiting {
        ended(job);
    }
    for n in 0..MAX_ENDED_JOBS {
        ended(&jobs.start(n.to_string(), false, failing).unwrap());
    }
    assert!(jobs.get(running.id()).is_none() && jobs.get(waiting[0].id()).is_none());
    assert_eq!(jobs.lock().all.len(), MAX_ENDED_JOBS);
}

fn busy() -> ImportListError {
    StoreError::Busy.into()
}

#[test]
fn a_job_that_finds_the_store_busy_waits_for_its_turn() {
    let jobs = Jobs::default();
    let (sender, tried) = channel();
    let (free, is_free) = channel();
    let job = jobs
        .start("a".to_owned(), false, move |job| {
            // Busy twice after it has begun, then free.
            sender.send(()).unwrap();
            let is_free: bool = is_free.recv().unwrap();
            if job.tell(Progress { rows_done: 3, rows: 9 }).is_break() {
                return Err(ImportListError::Cancelled);
            }
            if is_free { failing(job) } else { Err(busy()) }
        })
        .unwrap();
    for _ in 0..2 {
        tried.recv().unwrap();
        let (progress, outcome) = job.look();
        assert_eq!((progress.state, progress.rows_done, progress.rows), (JobState::Queued, 0, 0));
        assert!(outcome.is_none());
        free.send(false).unwrap();
    }
    tried.recv().unwrap();
    free.send(true).unwrap();
    assert!(
        matches!(ended(&job), JobOutcome::Failed(error) if matches!(*error, ImportListError::Strict { rejected: 7, .. }))
    );
}

#[test]
fn a_job_cancelled_while_the_store_is_busy_is_cancelled() {
    let jobs = Jobs::default();
    let (sender, tried) = channel();
    let job = jobs
        .start("a".to_owned(), false, move |_| {
            let _ = sender.send(());
            Err(busy())
        })
        .unwrap();
    tried.recv().unwrap();
    assert!(job.cancel().is_none());
    assert_eq!(job.state(), JobState::Cancelled, "at once");
    let next = jobs.start("b".to_owned(), false, failing).unwrap();
    assert!(matches!(ended(&next), JobOutcome::Failed(_)), "the next one has its turn");
    assert_eq!(job.state(), JobState::Cancelled);
    // As is one that had begun when it was found busy.
    let (sender, began) = channel();
    let (go, gone) = channel();
    let job = jobs
        .start("c".to_owned(), false, move |job| {
            let _ = job.tell(Progress::default());
            sender.send(()).unwrap();
            gone.recv().unwrap();
            Err(busy())
        })
        .unwrap();
    began.recv().unwrap();
    assert!(job.cancel().is_none());
    go.send(()).unwrap();
    assert!(matches!(ended(&job), JobOutcome::Cancelled));
    assert!(matches!(job.cancel(), Some(JobOutcome::Cancelled)), "it has ended");
}

#[test]
fn a_job_that_panics_is_lost_and_the_next_one_runs() {
    let jobs = Jobs::default();
    let lost = jobs.start("a".to_owned(), false, |_| panic!("a fault of ours")).unwrap();
    assert!(matches!(ended(&lost), JobOutcome::Lost));
    let next = jobs.start("b".to_owned(), false, failing).unwrap();
    assert!(matches!(ended(&next), JobOutcome::Failed(_)));
}

#[test]
fn stopping_cancels_what_runs_and_what_waits_and_takes_no_more() {
    let jobs = Jobs::default();
    let (running, waiting) = (
        jobs.start("a".to_owned(), false, endless).unwrap(),
        jobs.start("b".to_owned(), false, failing).unwrap(),
    );
    jobs.stop();
    assert_eq!((running.state(), waiting.state()), (JobState::Cancelled, JobState::Cancelled));
    assert!(matches!(jobs.start("c".to_owned(), false, failing), Err(JobsError::Stopping)));
}
