//! Stored hashes that no password can be compared with.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Why a stored hash cannot be compared with; the text is for the log and shows nothing of the hash.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(super) struct Incomparable(pub(super) String);

/// Log-ins come by the hundred, and one line in a minute is as loud.
const PAUSE: Duration = Duration::from_mins(1);

/// Tells the log of them, for whom it is an operator's mistake.
#[derive(Debug, Default)]
pub(super) struct Complaints(Mutex<Option<Instant>>);

impl Complaints {
    pub(super) fn tell(&self, reason: &Incomparable) {
        if self.is_due(Instant::now()) {
            tracing::error!(
                %reason,
                "stored passwords cannot be compared, and nobody who has one of them can log in: see passwords.pepper"
            );
        }
    }

    fn is_due(&self, now: Instant) -> bool {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = last.is_none_or(|last| now.duration_since(last) >= PAUSE);
        if is_due {
            *last = Some(now);
        }
        is_due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_is_told_once_in_a_minute() {
        let (complaints, first) = (Complaints::default(), Instant::now());
        let due =
            [0, 1, 59, 60, 61, 120].map(|it| complaints.is_due(first + Duration::from_secs(it)));
        assert_eq!(due, [true, false, false, true, false, true]);
    }
}
