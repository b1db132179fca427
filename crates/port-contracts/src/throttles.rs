//! The contract of [`ThrottleRepository`](domain::ports::ThrottleRepository) and
//! [`ThrottleQueries`](domain::ports::ThrottleQueries).

use std::sync::Arc;

use domain::ports::UnitOfWorkFactory;
use domain::throttle::{Throttle, ThrottleKey};
use domain::timestamp::Timestamp;

use crate::fixtures::{A_MOMENT, a_throttle, a_throttle_key, throttle_policy};
use crate::race::race;
use crate::storage::{Storage, begin, commit};

const ROUNDS: usize = 4;
const RACERS: u32 = 16;

/// C3, C4: from the first failure on, when there is nothing yet that could be locked.
pub async fn racing_failures_are_all_counted(storage: &Storage) {
    for _ in 0..ROUNDS {
        let key = a_throttle_key();
        race(RACERS as usize, |_| {
            count_a_failure(Arc::clone(&storage.units), key)
        })
        .await;
        let after = find(storage, &[key]).await;
        let counts: Vec<u32> = after.iter().map(|found| found.in_a_row).collect();
        assert_eq!(counts, [RACERS]);
    }
}

/// Saved for the first time, and again.
pub async fn a_throttle_comes_back_as_it_was(storage: &Storage) {
    let fresh = Throttle::new(a_throttle_key(), A_MOMENT);
    let other = a_throttle();
    let full = Throttle {
        key: fresh.key,
        ..other
    };
    for throttle in [fresh, full, fresh, other] {
        save(storage, &throttle).await;
        assert_eq!(lock(storage, &throttle.key).await, Some(throttle));
        assert_eq!(find(storage, &[throttle.key]).await, [throttle]);
    }
}

/// C3: a right guess clears its own count and no other.
pub async fn a_removed_throttle_is_gone(storage: &Storage) {
    let (right, other) = (a_throttle(), a_throttle());
    save(storage, &right).await;
    save(storage, &other).await;
    for _ in 0..2 {
        let mut unit = storage.begin().await;
        assert!(unit.throttles().lock(&right.key).await.is_ok());
        assert_eq!(unit.throttles().remove(&right.key).await, Ok(()));
        commit(unit).await;
        assert_eq!(find(storage, &[right.key, other.key]).await, [other]);
    }
    assert_eq!(lock(storage, &right.key).await, None);
}

/// As many as were asked for, at their moment and not before.
pub async fn only_forgettable_throttles_are_purged(storage: &Storage) {
    let [kept, one, another] = [(); 3].map(|()| a_throttle());
    let end = one.forgettable_at(&throttle_policy());
    let later = Timestamp::from_unix_micros(end.unix_micros() + 1);
    for (throttle, forgettable_at) in [(&kept, later), (&one, end), (&another, end)] {
        save_until(storage, throttle, forgettable_at).await;
    }
    assert_eq!(purge(storage, end, 1).await, 1);
    assert_eq!(purge(storage, end, 10).await, 1);
    assert_eq!(purge(storage, end, 10).await, 0);
    let left = find(storage, &[kept.key, one.key, another.key]).await;
    assert_eq!(left, [kept]);
}

/// C4: a further failure is remembered for longer.
pub async fn a_throttle_that_was_saved_again_is_kept(storage: &Storage) {
    let throttle = a_throttle();
    let end = throttle.forgettable_at(&throttle_policy());
    let later = Timestamp::from_unix_micros(end.unix_micros() + 1);
    save_until(storage, &throttle, end).await;
    save_until(storage, &throttle, later).await;
    assert_eq!(purge(storage, end, 10).await, 0);
    assert_eq!(purge(storage, later, 10).await, 1);
}

/// None for no keys, and none that was not asked for.
pub async fn finds_the_throttles_that_are_there(storage: &Storage) {
    let [one, another, not_asked_for] = [(); 3].map(|()| a_throttle());
    for throttle in [&one, &another, &not_asked_for] {
        save(storage, throttle).await;
    }
    let keys = [another.key, a_throttle_key(), one.key];
    let found = find(storage, &keys).await;
    assert_eq!(found.len(), 2);
    assert!(found.contains(&one) && found.contains(&another));
    assert_eq!(find(storage, &[]).await, []);
}

async fn count_a_failure(units: Arc<dyn UnitOfWorkFactory>, key: ThrottleKey) {
    let policy = throttle_policy();
    let mut unit = begin(&units).await;
    let locked = unit.throttles().lock(&key).await;
    let locked = locked.expect("a throttle could not be locked");
    // Others get their chance to read the same count, if the lock does not hold them.
    tokio::task::yield_now().await;
    let mut throttle = locked.unwrap_or_else(|| Throttle::new(key, A_MOMENT));
    throttle.fail(&policy, A_MOMENT);
    let until = throttle.forgettable_at(&policy);
    let saved = unit.throttles().save(&throttle, until).await;
    saved.expect("a throttle could not be saved");
    commit(unit).await;
}

async fn save(storage: &Storage, throttle: &Throttle) {
    let until = throttle.forgettable_at(&throttle_policy());
    save_until(storage, throttle, until).await;
}

async fn save_until(storage: &Storage, throttle: &Throttle, forgettable_at: Timestamp) {
    let mut unit = storage.begin().await;
    assert!(unit.throttles().lock(&throttle.key).await.is_ok());
    let saved = unit.throttles().save(throttle, forgettable_at).await;
    assert_eq!(saved, Ok(()));
    commit(unit).await;
}

async fn lock(storage: &Storage, key: &ThrottleKey) -> Option<Throttle> {
    let mut unit = storage.begin().await;
    let locked = unit.throttles().lock(key).await;
    locked.expect("a throttle could not be locked")
}

async fn find(storage: &Storage, keys: &[ThrottleKey]) -> Vec<Throttle> {
    let found = storage.throttles.find(keys).await;
    found.expect("throttles could not be read")
}

async fn purge(storage: &Storage, now: Timestamp, limit: u32) -> u64 {
    let mut unit = storage.begin().await;
    let purged = unit.throttles().purge(now, limit).await;
    commit(unit).await;
    purged.expect("throttles could not be purged")
}

/// Runs the contract of `ThrottleRepository` and `ThrottleQueries` on a
/// [`Storage`](crate::storage::Storage).
#[macro_export]
macro_rules! throttles_contract {
    ($storage:expr) => {
        $crate::__async_cases!(
            throttles,
            $storage,
            racing_failures_are_all_counted,
            a_throttle_comes_back_as_it_was,
            a_removed_throttle_is_gone,
            only_forgettable_throttles_are_purged,
            a_throttle_that_was_saved_again_is_kept,
            finds_the_throttles_that_are_there,
        );
    };
}
