//! Identifiers that are the same in every run.

use std::sync::atomic::{AtomicU64, Ordering};

use domain::ports::IdGenerator;
use domain::timestamp::Timestamp;
use uuid::{Builder, Uuid};

/// Counts up and puts the number into identifiers of the right versions.
#[derive(Debug, Default)]
pub struct SequentialIds(AtomicU64);

impl SequentialIds {
    /// Starts at the first number.
    #[must_use]
    pub const fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    fn next(&self) -> [u8; 8] {
        self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes()
    }
}

impl IdGenerator for SequentialIds {
    fn ordered(&self, now: Timestamp) -> Uuid {
        let millis = u64::try_from(now.unix_micros() / 1_000).unwrap_or(0);
        let mut tail = [0; 10];
        tail[2..].copy_from_slice(&self.next());
        Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
    }

    fn random(&self) -> Uuid {
        let mut bytes = [0; 16];
        bytes[8..].copy_from_slice(&self.next());
        Builder::from_random_bytes(bytes).into_uuid()
    }
}
