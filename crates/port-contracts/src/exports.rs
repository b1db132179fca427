//! The contract of [`ExportRepository`](domain::ports::ExportRepository) and
//! [`ExportQueries`](domain::ports::ExportQueries).

use std::sync::Arc;
use std::time::Duration;

use domain::export::{Export, ExportState};
use domain::ports::UnitOfWorkFactory;
use domain::timestamp::Timestamp;
use domain::user::{User, UserId};

use crate::fixtures::{A_MOMENT, a_user, an_export_of};
use crate::race::race;
use crate::storage::{Storage, begin, commit};

const RACERS: u32 = 16;

/// In every state, found and locked; another user's is another.
pub async fn an_export_comes_back_as_it_was(storage: &Storage) {
    for state in ExportState::ALL {
        let (user, other) = (added_user(storage).await, added_user(storage).await);
        let made_at = A_MOMENT.plus(Duration::from_micros(1));
        let export = an_export_of(&user).at(state, made_at);
        replace(storage, &export).await;
        assert_eq!(find(storage, &user).await, Some(export.clone()));
        assert_eq!(find(storage, &other).await, None);
        let mut unit = storage.begin().await;
        assert_eq!(unit.exports().lock(user.id).await, Ok(Some(export)));
        assert_eq!(unit.exports().lock(other.id).await, Ok(None));
    }
}

/// Nothing is left of it, and nobody else's is touched.
pub async fn a_newer_export_takes_the_place_of_the_older(storage: &Storage) {
    let (user, other) = (added_user(storage).await, added_user(storage).await);
    for user in [&user, &other] {
        let ready = an_export_of(user).at(ExportState::Ready, A_MOMENT);
        replace(storage, &ready).await;
        save(storage, &ready, Some("{}")).await;
    }
    let newer = Export::new(an_export_of(&user).id, user.id, second(5));
    replace(storage, &newer).await;
    assert_eq!(find(storage, &user).await, Some(newer));
    assert_eq!(storage.exports.document(user.id).await, Ok(None));
    let kept = storage.exports.document(other.id).await;
    assert_eq!(kept, Ok(Some("{}".to_owned())));
}

/// Letter by letter, however long; there is none before.
pub async fn a_document_comes_back_as_it_was(storage: &Storage) {
    let user = added_user(storage).await;
    assert_eq!(storage.exports.document(user.id).await, Ok(None));
    let export = an_export_of(&user);
    replace(storage, &export).await;
    let running = export.at(ExportState::Running, second(1));
    save(storage, &running, None).await;
    assert_eq!(find(storage, &user).await, Some(running.clone()));
    assert_eq!(storage.exports.document(user.id).await, Ok(None));
    let ready = running.at(ExportState::Ready, second(2));
    let document = format!("{{\"name\":\"{}\"}}", "Zoë 李 \\u0000 '%".repeat(100_000));
    save(storage, &ready, Some(&document)).await;
    assert_eq!(find(storage, &user).await, Some(ready));
    let kept = storage.exports.document(user.id).await;
    assert!(kept == Ok(Some(document)), "another document came back");
}

/// Two workers with one job do not undo what the other did.
pub async fn locked_exports_are_judged_in_turn(storage: &Storage) {
    let user = added_user(storage).await;
    let export = an_export_of(&user);
    replace(storage, &export).await;
    race(RACERS as usize, |_| {
        put_off(Arc::clone(&storage.units), user.id)
    })
    .await;
    let after = find(storage, &user).await.expect("an export is gone");
    let moved = after.expires_at.since(export.expires_at);
    assert_eq!(moved, Duration::from_secs(1) * RACERS);
}

/// At their moment and not before, as many as were asked for, with their documents.
pub async fn only_expired_exports_are_purged(storage: &Storage) {
    let mut users = Vec::new();
    for asked_at in [0, 1, 2] {
        let user = added_user(storage).await;
        let export = Export::new(an_export_of(&user).id, user.id, second(asked_at));
        replace(storage, &export).await;
        save(storage, &export, Some("{}")).await;
        users.push(user);
    }
    let end = second(1).plus(Export::LIFETIME);
    assert_eq!(purge(storage, end, 1).await, 1);
    assert_eq!(find(storage, &users[0]).await, None);
    assert_eq!(purge(storage, end, 10).await, 1);
    assert_eq!(purge(storage, end, 10).await, 0);
    assert_eq!(storage.exports.document(users[1].id).await, Ok(None));
    assert!(find(storage, &users[2]).await.is_some());
}

/// So many seconds after [`A_MOMENT`].
fn second(seconds: u64) -> Timestamp {
    A_MOMENT.plus(Duration::from_secs(seconds))
}

async fn added_user(storage: &Storage) -> User {
    let user = a_user().build();
    storage.add_user(&user).await;
    user
}

async fn find(storage: &Storage, user: &User) -> Option<Export> {
    let found = storage.exports.find(user.id).await;
    found.expect("exports could not be read")
}

async fn replace(storage: &Storage, export: &Export) {
    let mut unit = storage.begin().await;
    assert_eq!(unit.exports().replace(export).await, Ok(()));
    commit(unit).await;
}

async fn save(storage: &Storage, export: &Export, document: Option<&str>) {
    let mut unit = storage.begin().await;
    let locked = unit.exports().lock(export.user).await;
    assert!(matches!(locked, Ok(Some(_))));
    assert_eq!(unit.exports().save(export, document).await, Ok(()));
    commit(unit).await;
}

async fn purge(storage: &Storage, now: Timestamp, limit: u32) -> u64 {
    let mut unit = storage.begin().await;
    let purged = unit.exports().purge_expired(now, limit).await;
    commit(unit).await;
    purged.expect("exports could not be purged")
}

async fn put_off(units: Arc<dyn UnitOfWorkFactory>, user: UserId) {
    let mut unit = begin(&units).await;
    let locked = unit.exports().lock(user).await;
    let locked = locked.expect("an export could not be locked");
    let export = locked.expect("an export is gone");
    // Others get their chance to read the same moment, if the lock does not hold them.
    tokio::task::yield_now().await;
    let expires_at = export.expires_at.plus(Duration::from_secs(1));
    let later = Export {
        expires_at,
        ..export
    };
    assert_eq!(unit.exports().save(&later, None).await, Ok(()));
    commit(unit).await;
}

/// Runs the contract of `ExportRepository` and `ExportQueries` on a [`Storage`](crate::storage::Storage).
#[macro_export]
macro_rules! exports_contract {
    ($storage:expr) => {
        $crate::__async_cases!(
            exports,
            $storage,
            an_export_comes_back_as_it_was,
            a_newer_export_takes_the_place_of_the_older,
            a_document_comes_back_as_it_was,
            locked_exports_are_judged_in_turn,
            only_expired_exports_are_purged,
        );
    };
}
