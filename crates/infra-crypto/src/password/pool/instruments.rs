//! What the pool counts. Where a process keeps no metrics, nothing is counted.

use std::time::Duration;

use metrics::{
    Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};

const WAITING: &str = "portico_password_hashes_waiting";
const RUNNING: &str = "portico_password_hashes_running";
const REFUSED: &str = "portico_password_hashes_refused_total";
const DURATION: &str = "portico_password_hash_duration_seconds";

/// Tells the recorder of the process what the metrics of this crate mean.
pub fn describe_metrics() {
    describe_gauge!(
        WAITING,
        "Passwords that wait for their turn to be hashed or compared."
    );
    describe_gauge!(RUNNING, "Passwords that are being hashed or compared.");
    describe_counter!(
        REFUSED,
        "Passwords that were turned away, with 503, because the wait would have been too long."
    );
    describe_histogram!(
        DURATION,
        Unit::Seconds,
        "How long it took to hash or compare a password, without the wait."
    );
    gauge!(WAITING).increment(0);
    gauge!(RUNNING).increment(0);
    counter!(REFUSED).increment(0);
}

/// One more of something, until it is dropped.
pub(super) struct Present(&'static str);

impl Present {
    /// A password that waits.
    pub(super) fn waiting() -> Self {
        Self::of(WAITING)
    }

    /// A password that is being hashed.
    pub(super) fn running() -> Self {
        Self::of(RUNNING)
    }

    fn of(what: &'static str) -> Self {
        gauge!(what).increment(1);
        Self(what)
    }
}

impl Drop for Present {
    fn drop(&mut self) {
        gauge!(self.0).decrement(1);
    }
}

/// Counts a password that was turned away.
pub(super) fn count_refusal() {
    counter!(REFUSED).increment(1);
}

/// Notes how long a password took.
pub(super) fn note_duration(took: Duration) {
    histogram!(DURATION).record(took);
}
