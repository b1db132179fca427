//! When and how storage fails.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::ports::StorageError;
use domain::throttle::ThrottleKey;
use port_contracts::doubles::FixedClock;

/// Counts the calls to storage, and makes one of them fail, or the locks take their time.
pub(crate) struct Faults {
    clock: Arc<FixedClock>,
    lock_wait: Mutex<Duration>,
    calls: AtomicU32,
    failing: AtomicU32,
    is_lost: AtomicBool,
    open_units: AtomicU32,
    locked_throttles: Mutex<Vec<ThrottleKey>>,
}

impl Faults {
    pub(crate) fn new(clock: Arc<FixedClock>) -> Self {
        Self {
            clock,
            lock_wait: Mutex::default(),
            calls: AtomicU32::new(0),
            failing: AtomicU32::new(0),
            is_lost: AtomicBool::new(false),
            open_units: AtomicU32::new(0),
            locked_throttles: Mutex::default(),
        }
    }

    /// Lets so much time go by while a unit waits for a registration, from now on.
    pub(crate) fn locks_take(&self, wait: Duration) {
        *self.lock_wait.lock().expect("no panic under the lock") = wait;
    }

    pub(super) fn wait_for_lock(&self) {
        let wait = self.lock_wait.lock().expect("no panic under the lock");
        self.clock.advance(*wait);
    }

    /// Lets the call of this number fail, counted from 1 and from now.
    pub(crate) fn fail_at(&self, call: u32) {
        self.calls.store(0, Ordering::SeqCst);
        self.failing.store(call, Ordering::SeqCst);
    }

    /// Lets no call fail.
    pub(crate) fn heal(&self) {
        self.fail_at(0);
    }

    /// Lets every call fail from now on.
    pub(crate) fn lose_storage(&self) {
        self.is_lost.store(true, Ordering::SeqCst);
    }

    /// How many units are open.
    pub(crate) fn open_units(&self) -> u32 {
        self.open_units.load(Ordering::SeqCst)
    }

    /// How many calls there were since [`fail_at`](Self::fail_at) or [`heal`](Self::heal).
    pub(crate) fn calls(&self) -> u32 {
        self.calls.load(Ordering::SeqCst)
    }

    /// Which throttles were locked since the last time, in their order.
    pub(crate) fn take_locked_throttles(&self) -> Vec<ThrottleKey> {
        let mut locked = self
            .locked_throttles
            .lock()
            .expect("no panic under the lock");
        std::mem::take(&mut *locked)
    }

    pub(super) fn note_locked(&self, key: ThrottleKey) {
        let mut locked = self
            .locked_throttles
            .lock()
            .expect("no panic under the lock");
        locked.push(key);
    }

    /// Counts a unit for as long as what this gives is kept.
    pub(super) fn open_unit(self: &Arc<Self>) -> OpenUnit {
        self.open_units.fetch_add(1, Ordering::SeqCst);
        OpenUnit(self.clone())
    }

    pub(super) fn pass(&self) -> Result<(), StorageError> {
        let call = self.calls.fetch_add(1, Ordering::SeqCst) + 1;
        if self.is_lost.load(Ordering::SeqCst) || call == self.failing.load(Ordering::SeqCst) {
            Err(StorageError::Unavailable(format!(
                "call {call} was to fail"
            )))
        } else {
            Ok(())
        }
    }
}

/// A unit that is open.
pub(super) struct OpenUnit(Arc<Faults>);

impl Drop for OpenUnit {
    fn drop(&mut self) {
        self.0.open_units.fetch_sub(1, Ordering::SeqCst);
    }
}
