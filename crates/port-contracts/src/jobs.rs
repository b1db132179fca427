//! The contract of [`JobQueue`](domain::ports::JobQueue).

use std::sync::Arc;

use crate::fixtures::{A_MOMENT, a_job};
use crate::race::race;
use crate::storage::{Storage, begin, commit};

const RACERS: usize = 8;

/// I3: no mail without its commit.
pub async fn a_job_of_a_dropped_unit_is_never_claimed(storage: &Storage) {
    let mut unit = storage.begin().await;
    assert_eq!(unit.jobs().enqueue(&a_job().build()).await, Ok(true));
    drop(unit);
    assert_eq!(storage.claim_at(A_MOMENT).await, []);
}

/// I2: by one unit, by the next, and by many at once; the others stay usable.
pub async fn an_idempotency_key_is_enqueued_once(storage: &Storage) {
    let job = || a_job().with_idempotency_key("mail:1").build();
    storage.add_job(&job()).await;
    let results = race(RACERS, |_| {
        let units = Arc::clone(&storage.units);
        async move {
            let mut unit = begin(&units).await;
            let again = a_job().with_idempotency_key("mail:1").build();
            let racing = a_job().with_idempotency_key("mail:2").build();
            let results = (
                unit.jobs().enqueue(&again).await,
                unit.jobs().enqueue(&racing).await,
            );
            commit(unit).await;
            results
        }
    })
    .await;
    assert!(results.iter().all(|(again, _)| *again == Ok(false)));
    let winners = results.iter().filter(|(_, racing)| *racing == Ok(true));
    assert_eq!(winners.count(), 1);
    assert_eq!(storage.claim_at(A_MOMENT).await.len(), 2);
}

/// No key is not a key that only one job can have.
pub async fn jobs_without_a_key_are_all_enqueued(storage: &Storage) {
    storage.add_job(&a_job().build()).await;
    storage.add_job(&a_job().build()).await;
    assert_eq!(storage.claim_at(A_MOMENT).await.len(), 2);
}

/// Runs the contract of `JobQueue` on a [`Storage`](crate::storage::Storage).
#[macro_export]
macro_rules! jobs_contract {
    ($storage:expr) => {
        $crate::__async_cases!(
            jobs,
            $storage,
            a_job_of_a_dropped_unit_is_never_claimed,
            an_idempotency_key_is_enqueued_once,
            jobs_without_a_key_are_all_enqueued,
        );
    };
}
