//! The contract of [`PasswordResetRepository`](domain::ports::PasswordResetRepository).

use std::sync::Arc;
use std::time::Duration;

use domain::link::LinkDigest;
use domain::ports::UnitOfWorkFactory;
use domain::recovery::PasswordReset;
use domain::timestamp::Timestamp;
use domain::user::Email;

use crate::fixtures::{a_link_digest, a_password_reset_for, a_user, an_email};
use crate::race::race;
use crate::storage::{Storage, begin, commit};

const ROUNDS: usize = 4;
const RACERS: usize = 8;

/// F9r: in whichever spelling, and when many are asked for at once; other addresses keep theirs.
pub async fn a_newer_link_voids_the_older(storage: &Storage) {
    let foreign = a_password_reset_for(&an_email());
    insert(storage, &foreign).await;
    let older = a_password_reset_for(&an_address("Ada@example.com"));
    let newer = a_password_reset_for(&an_address("aDA@example.com"));
    insert(storage, &older).await;
    insert(storage, &newer).await;
    assert_eq!(find(storage, &older.digest).await, None);
    assert_eq!(find(storage, &newer.digest).await, Some(newer));
    for _ in 0..ROUNDS {
        let links = [(); RACERS].map(|()| a_password_reset_for(&an_address("ada@example.com")));
        race(RACERS, |number| {
            insert_alone(Arc::clone(&storage.units), links[number].clone())
        })
        .await;
        let mut working = 0;
        for link in &links {
            working += usize::from(find(storage, &link.digest).await.is_some());
        }
        assert_eq!(working, 1);
    }
    assert_eq!(find(storage, &foreign.digest).await, Some(foreign));
}

/// Every field, the address as it was typed.
pub async fn a_link_comes_back_as_it_was(storage: &Storage) {
    let link = a_password_reset_for(&an_address("Ada.L@example.com"));
    insert(storage, &link).await;
    assert_eq!(find(storage, &link.digest).await, Some(link));
    assert_eq!(find(storage, &a_link_digest()).await, None);
}

/// F9r: of many who come with one link, one has it.
pub async fn a_link_is_taken_once(storage: &Storage) {
    let other = a_password_reset_for(&an_email());
    insert(storage, &other).await;
    for _ in 0..ROUNDS {
        let link = a_password_reset_for(&an_email());
        insert(storage, &link).await;
        let taken = race(RACERS, |_| take(Arc::clone(&storage.units), link.digest)).await;
        assert_eq!(taken.iter().filter(|had_it| **had_it).count(), 1);
        assert_eq!(find(storage, &link.digest).await, None);
    }
    assert_eq!(find(storage, &other.digest).await, Some(other));
}

/// F7r: in whichever spelling, and no other.
pub async fn an_address_is_cleared(storage: &Storage) {
    let link = a_password_reset_for(&an_address("Ada@example.com"));
    let other = a_password_reset_for(&an_email());
    insert(storage, &link).await;
    insert(storage, &other).await;
    let mut unit = storage.begin().await;
    for address in [an_address("aDA@example.com"), an_email()] {
        assert_eq!(unit.password_resets().void(&address).await, Ok(()));
    }
    commit(unit).await;
    assert_eq!(find(storage, &link.digest).await, None);
    assert_eq!(find(storage, &other.digest).await, Some(other));
}

/// As many as were asked for, at their moment and not before.
pub async fn only_expired_links_are_purged(storage: &Storage) {
    let [live, one, another] = [(); 3].map(|()| a_password_reset_for(&an_email()));
    let end = one.expires_at;
    let live = PasswordReset {
        expires_at: end.plus(Duration::from_micros(1)),
        ..live
    };
    for link in [&live, &one, &another] {
        insert(storage, link).await;
    }
    assert_eq!(purge(storage, end, 1).await, 1);
    assert_eq!(purge(storage, end, 10).await, 1);
    assert_eq!(purge(storage, end, 10).await, 0);
    assert_eq!(find(storage, &live.digest).await, Some(live));
}

fn an_address(text: &str) -> Email {
    a_user().with_email(text).build().email
}

async fn insert(storage: &Storage, link: &PasswordReset) {
    insert_alone(Arc::clone(&storage.units), link.clone()).await;
}

async fn insert_alone(units: Arc<dyn UnitOfWorkFactory>, link: PasswordReset) {
    let mut unit = begin(&units).await;
    let inserted = unit.password_resets().insert(&link).await;
    inserted.expect("a link could not be added");
    commit(unit).await;
}

async fn find(storage: &Storage, digest: &LinkDigest) -> Option<PasswordReset> {
    let mut unit = storage.begin().await;
    let found = unit.password_resets().find(digest).await;
    found.expect("links could not be read")
}

async fn take(units: Arc<dyn UnitOfWorkFactory>, digest: LinkDigest) -> bool {
    let mut unit = begin(&units).await;
    let taken = unit.password_resets().take(&digest).await;
    commit(unit).await;
    taken.expect("a link could not be taken")
}

async fn purge(storage: &Storage, now: Timestamp, limit: u32) -> u64 {
    let mut unit = storage.begin().await;
    let purged = unit.password_resets().purge_expired(now, limit).await;
    commit(unit).await;
    purged.expect("links could not be purged")
}

/// Runs the contract of `PasswordResetRepository` on a [`Storage`](crate::storage::Storage).
#[macro_export]
macro_rules! password_resets_contract {
    ($storage:expr) => {
        $crate::__async_cases!(
            password_resets,
            $storage,
            a_newer_link_voids_the_older,
            a_link_comes_back_as_it_was,
            a_link_is_taken_once,
            an_address_is_cleared,
            only_expired_links_are_purged,
        );
    };
}
