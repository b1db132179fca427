//! The contract of [`ExportRepository`](domain::ports::ExportRepository) and
//! [`ExportQueries`](domain::ports::ExportQueries).

use std::sync::Arc;
use std::time::Duration;

use domain::export::{Export, ExportPart, ExportState, SealedPart};
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
        let begun = an_export_of(&user).begun(A_MOMENT).with_next_part();
        let export = begun.at(state, made_at);
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
    let older = exported(storage, &user, 0, 2).await;
    let foreign = exported(storage, &other, 0, 2).await;
    let newer = Export::new(an_export_of(&user).id, user.id, second(5));
    replace(storage, &newer).await;
    assert_eq!(find(storage, &user).await, Some(newer.clone()));
    for export in [&older, &newer] {
        assert_eq!(parts_of(storage, export).await, []);
    }
    assert_eq!(parts_of(storage, &foreign).await, [0, 1]);
}

/// Byte by byte, whatever they are and however many; there is none before, and none of another number.
pub async fn parts_come_back_as_they_were(storage: &Storage) {
    let user = added_user(storage).await;
    let mut export = an_export_of(&user).begun(A_MOMENT);
    replace(storage, &export).await;
    let all_bytes: Vec<u8> = (0..=255).collect();
    for content in [vec![], all_bytes.clone(), all_bytes.repeat(1_025)] {
        let (part, sealed) = (export.next_part(), SealedPart::from_sealed(content));
        assert_eq!(storage.exports.part(part).await, Ok(None));
        add(storage, &export, part, &sealed).await;
        export = export.with_next_part();
        assert_eq!(find(storage, &user).await, Some(export.clone()));
        let kept = storage.exports.part(part).await;
        assert!(kept == Ok(Some(sealed)), "another part came back");
    }
}

/// I4: two workers with one job do not mix what they make.
pub async fn no_part_is_stored_over_another(storage: &Storage) {
    let user = added_user(storage).await;
    let export = exported(storage, &user, 0, 1).await;
    let (first, other) = (part(&export, 0), SealedPart::from_sealed(vec![9]));
    let mut unit = storage.begin().await;
    assert!(unit.exports().add_part(first, &other).await.is_err());
    drop(unit);
    let kept = storage.exports.part(first).await;
    assert_eq!(kept, Ok(Some(content())));
}

/// The export stays, and so does what belongs to others.
pub async fn parts_are_removed_together(storage: &Storage) {
    let (user, other) = (added_user(storage).await, added_user(storage).await);
    let export = exported(storage, &user, 0, 3).await;
    let foreign = exported(storage, &other, 0, 1).await;
    let mut unit = storage.begin().await;
    assert_eq!(unit.exports().remove_parts(export.id).await, Ok(()));
    commit(unit).await;
    assert_eq!(parts_of(storage, &export).await, []);
    assert_eq!(parts_of(storage, &foreign).await, [0]);
    assert_eq!(find(storage, &user).await, Some(export));
}

/// E5: nothing of it outlives the account.
pub async fn exports_go_with_their_user(storage: &Storage) {
    let user = added_user(storage).await;
    let export = exported(storage, &user, 0, 2).await;
    let mut unit = storage.begin().await;
    assert_eq!(unit.users().delete(&user).await, Ok(()));
    commit(unit).await;
    assert_eq!(find(storage, &user).await, None);
    assert_eq!(parts_of(storage, &export).await, []);
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

/// At their moment and not before, as many as were asked for.
pub async fn only_expired_exports_are_purged(storage: &Storage) {
    let mut users = Vec::new();
    for asked_at in [0, 1, 2] {
        let user = added_user(storage).await;
        exported(storage, &user, asked_at, 0).await;
        users.push(user);
    }
    let end = second(1).plus(Export::LIFETIME);
    assert_eq!(purge(storage, end, 1).await, 1);
    assert_eq!(find(storage, &users[0]).await, None);
    assert_eq!(purge(storage, end, 10).await, 1);
    assert_eq!(purge(storage, end, 10).await, 0);
    assert!(find(storage, &users[2]).await.is_some());
}

/// I21: no transaction is as large as what it clears away. Whatever is asked for, an export goes after its parts.
pub async fn parts_are_purged_in_batches(storage: &Storage) {
    let (user, other) = (added_user(storage).await, added_user(storage).await);
    let export = exported(storage, &user, 0, 5).await;
    let later = exported(storage, &other, 1, 2).await;
    let end = second(0).plus(Export::LIFETIME);
    assert_eq!(purge(storage, end, 3).await, 3);
    assert_eq!(parts_of(storage, &export).await.len(), 2);
    assert!(find(storage, &user).await.is_some());
    assert_eq!(purge(storage, end, 3).await, 3);
    assert_eq!(find(storage, &user).await, None);
    assert_eq!(purge(storage, end, 3).await, 0);
    assert_eq!(parts_of(storage, &later).await, [0, 1]);
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

fn content() -> SealedPart {
    SealedPart::from_sealed(b"sealed".to_vec())
}

/// An export that this user asked for so many seconds after [`A_MOMENT`], with so many parts.
async fn exported(storage: &Storage, user: &User, asked_at: u64, parts: u32) -> Export {
    let at = second(asked_at);
    let mut export = Export::new(an_export_of(user).id, user.id, at).begun(at);
    replace(storage, &export).await;
    for _ in 0..parts {
        add(storage, &export, export.next_part(), &content()).await;
        export = export.with_next_part();
    }
    export
}

const fn part(export: &Export, number: u32) -> ExportPart {
    ExportPart {
        export: export.id,
        number,
    }
}

/// The numbers of the parts that are there, of the first few.
async fn parts_of(storage: &Storage, export: &Export) -> Vec<u32> {
    let mut numbers = Vec::new();
    for number in 0..8 {
        let found = storage.exports.part(part(export, number)).await;
        if found.expect("a part could not be read").is_some() {
            numbers.push(number);
        }
    }
    numbers
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

async fn add(storage: &Storage, export: &Export, part: ExportPart, content: &SealedPart) {
    let mut unit = storage.begin().await;
    let locked = unit.exports().lock(export.user).await;
    assert_eq!(locked, Ok(Some(export.clone())));
    assert_eq!(unit.exports().add_part(part, content).await, Ok(()));
    let saved = unit.exports().save(&export.with_next_part()).await;
    assert_eq!(saved, Ok(()));
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
    assert_eq!(unit.exports().save(&later).await, Ok(()));
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
            parts_come_back_as_they_were,
            no_part_is_stored_over_another,
            parts_are_removed_together,
            exports_go_with_their_user,
            locked_exports_are_judged_in_turn,
            only_expired_exports_are_purged,
            parts_are_purged_in_batches,
        );
    };
}
