//! Waiting until no other import writes.
//!
//! In: what may find the store busy. Out: what comes of it once the store was free, and a word to whoever waits. It must
//! not know what is done there.

use crate::service::{ImportListError, StoreError};
use anyhow::bail;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// So long a command waits for the imports of others.
pub(super) const MAX_WAIT: Duration = Duration::from_mins(10);
/// How often it tries.
const TRY_EVERY: Duration = Duration::from_millis(100);

/// Tries until the store is free, or `max_wait` is over; what waits is said once on standard error.
pub(super) fn in_turn<T>(
    max_wait: Duration,
    mut attempt: impl FnMut() -> Result<T, ImportListError>,
) -> anyhow::Result<T> {
    let (started, mut is_told) = (Instant::now(), false);
    loop {
        match attempt() {
            Err(ImportListError::Store(StoreError::Busy)) if started.elapsed() < max_wait => {
                if !is_told {
                    eprintln!("another import is running: waiting for it (Ctrl-C to stop)");
                    is_told = true;
                }
                sleep(TRY_EVERY);
            }
            Err(ImportListError::Store(StoreError::Busy)) => bail!(
                "another import is still running after {} minutes: nothing was imported; try again when it has ended",
                max_wait.as_secs() / 60
            ),
            outcome => return Ok(outcome?),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_too_long_says_so_and_other_errors_are_not_waited_for() {
        let mut tries = 0;
        let busy = in_turn::<()>(Duration::from_millis(1), || {
            tries += 1;
            Err(StoreError::Busy.into())
        });
        assert!(tries > 1, "tried again");
        assert!(busy.unwrap_err().to_string().contains("nothing was imported; try again"));
        let mut tries = 0;
        let strict = in_turn::<()>(MAX_WAIT, || {
            tries += 1;
            Err(ImportListError::Strict { rejected: 1, first: Vec::new() })
        });
        assert!(strict.is_err());
        assert_eq!(tries, 1);
    }
}
