//! The contract of [`ScheduleRepository`](domain::ports::ScheduleRepository).

use std::sync::Arc;
use std::time::Duration;

use domain::schedule::{ScheduleName, Slot};
use domain::timestamp::Timestamp;

use crate::fixtures::A_MOMENT;
use crate::race::race;
use crate::storage::{Storage, begin, commit};

const PURGE: ScheduleName = ScheduleName::new("purge");
const REPORT: ScheduleName = ScheduleName::new("report");
const ROUNDS: u64 = 4;
const RACERS: usize = 8;

/// I20: of many instances that come at once, in the first turn as in later ones. A unit that is given up took none.
pub async fn a_slot_is_taken_once(storage: &Storage) {
    for round in 0..ROUNDS {
        let slot = slot(PURGE, round);
        let mut given_up = storage.begin().await;
        assert_eq!(given_up.schedules().take(slot, slot.at).await, Ok(true));
        drop(given_up);
        let taken = race(RACERS, |_| {
            let units = Arc::clone(&storage.units);
            async move {
                let mut unit = begin(&units).await;
                let is_taken = unit.schedules().take(slot, slot.at).await;
                // Others get their chance to take it as well, if this unit does not hold them.
                tokio::task::yield_now().await;
                commit(unit).await;
                is_taken.expect("a turn could not be taken")
            }
        });
        let taken = taken.await.into_iter().filter(|is_taken| *is_taken);
        assert_eq!(taken.count(), 1);
    }
}

/// I20: an instance whose clock is behind catches nothing up. Each schedule has turns of its own.
pub async fn an_older_slot_is_not_taken_after_a_newer(storage: &Storage) {
    assert!(take(storage, slot(PURGE, 2)).await);
    for second in [0, 1, 2] {
        assert!(!take(storage, slot(PURGE, second)).await);
    }
    assert!(take(storage, slot(REPORT, 1)).await);
    assert!(take(storage, slot(PURGE, 3)).await);
}

/// I16: what an instance took whose clock was a month ahead for a minute. Up to a day ahead, a clock may as well be right.
pub async fn a_slot_of_the_far_future_stops_nobody(storage: &Storage) {
    let farthest = Slot::FARTHEST.as_secs();
    for (ahead, is_taken) in [(farthest, false), (farthest + 1, true)] {
        let (future, present) = (slot(PURGE, 100 + ahead), slot(PURGE, 100));
        assert!(take(storage, future).await);
        assert_eq!(take(storage, present).await, is_taken, "{ahead}");
    }
    assert_eq!(newest(storage, PURGE).await, Some(slot(PURGE, 100).at));
    assert!(!take(storage, slot(PURGE, 99)).await);
    assert!(take(storage, slot(PURGE, 101)).await);
}

/// Whoever starts anew knows what was missed; what could not be taken changes nothing.
pub async fn the_newest_slot_is_known(storage: &Storage) {
    assert_eq!(newest(storage, PURGE).await, None);
    assert!(take(storage, slot(PURGE, 2)).await);
    assert!(!take(storage, slot(PURGE, 1)).await);
    assert!(take(storage, slot(REPORT, 3)).await);
    assert_eq!(newest(storage, PURGE).await, Some(slot(PURGE, 2).at));
    assert!(take(storage, slot(PURGE, 4)).await);
    assert_eq!(newest(storage, PURGE).await, Some(slot(PURGE, 4).at));
}

/// So many seconds after [`A_MOMENT`].
fn slot(schedule: ScheduleName, seconds: u64) -> Slot {
    Slot {
        schedule,
        at: A_MOMENT.plus(Duration::from_secs(seconds)),
    }
}

/// Takes a turn when it is due.
async fn take(storage: &Storage, slot: Slot) -> bool {
    let mut unit = storage.begin().await;
    let is_taken = unit.schedules().take(slot, slot.at).await;
    commit(unit).await;
    is_taken.expect("a turn could not be taken")
}

async fn newest(storage: &Storage, schedule: ScheduleName) -> Option<Timestamp> {
    let mut unit = storage.begin().await;
    let newest = unit.schedules().newest(schedule).await;
    newest.expect("turns could not be read")
}

/// Runs the contract of `ScheduleRepository` on a [`Storage`](crate::storage::Storage).
#[macro_export]
macro_rules! schedules_contract {
    ($storage:expr) => {
        $crate::__async_cases!(
            schedules,
            $storage,
            a_slot_is_taken_once,
            an_older_slot_is_not_taken_after_a_newer,
            a_slot_of_the_far_future_stops_nobody,
            the_newest_slot_is_known,
        );
    };
}
