//! The contract of [`EmailChangeRepository`](domain::ports::EmailChangeRepository).

use std::time::Duration;

use domain::email_change::EmailChange;
use domain::link::LinkDigest;
use domain::timestamp::Timestamp;
use domain::user::{User, UserId};

use crate::fixtures::{A_MOMENT, a_link_digest, a_user, an_email_change_of, an_id};
use crate::storage::{Storage, commit};

/// Every field, before and after the code came back.
pub async fn a_change_comes_back_as_it_was(storage: &Storage) {
    let user = added_user(storage).await;
    let change = || an_email_change_of(&user).after_attempts(3);
    for change in [change().build(), change().confirmed().build()] {
        insert(storage, &change).await;
        assert_eq!(by_undo(storage, &change.undo).await, Some(change));
    }
}

/// F7r: the newest, and none that was proven or is somebody else's.
pub async fn the_pending_change_is_found(storage: &Storage) {
    let (user, other) = (added_user(storage).await, added_user(storage).await);
    let at = |second| A_MOMENT.plus(Duration::from_secs(second));
    let until = |second| an_email_change_of(&user).code_until(at(second));
    let [first, newest, second] = [1, 3, 2].map(|it| until(it).build());
    let proven = until(4).confirmed().build();
    let foreign = an_email_change_of(&other).code_until(at(5)).build();
    for change in [&first, &newest, &second, &proven, &foreign] {
        insert(storage, change).await;
    }
    assert_eq!(pending(storage, user.id).await, Some(newest));
    assert_eq!(pending(storage, other.id).await, Some(foreign));
    let nobody = UserId::from_uuid(an_id());
    assert_eq!(pending(storage, nobody).await, None);
}

/// F7r: proven or not, and by no other link.
pub async fn a_change_is_found_by_its_undo_link(storage: &Storage) {
    let user = added_user(storage).await;
    let waiting = an_email_change_of(&user).build();
    let proven = an_email_change_of(&user).confirmed().build();
    insert(storage, &waiting).await;
    insert(storage, &proven).await;
    for change in [waiting, proven] {
        assert_eq!(by_undo(storage, &change.undo).await, Some(change));
    }
    assert_eq!(by_undo(storage, &a_link_digest()).await, None);
}

/// A7: every field that a code can change, and no other change of the user.
pub async fn a_saved_change_comes_back_as_it_was(storage: &Storage) {
    let user = added_user(storage).await;
    let (original, other) = (
        an_email_change_of(&user).build(),
        an_email_change_of(&user).build(),
    );
    insert(storage, &original).await;
    insert(storage, &other).await;
    let later = A_MOMENT.plus(Duration::from_secs(1));
    for changed in [
        an_email_change_of(&user).after_attempts(2),
        an_email_change_of(&user).undo_until(later).confirmed(),
    ] {
        let changed = EmailChange {
            id: original.id,
            ..changed.build()
        };
        let mut unit = storage.begin().await;
        assert_eq!(unit.email_changes().save(&changed).await, Ok(()));
        commit(unit).await;
        assert_eq!(by_undo(storage, &changed.undo).await, Some(changed));
    }
    assert_eq!(by_undo(storage, &original.undo).await, None);
    assert_eq!(by_undo(storage, &other.undo).await, Some(other));
}

/// F7r: what was proven can still be taken back.
pub async fn only_pending_changes_are_removed(storage: &Storage) {
    let (user, other) = (added_user(storage).await, added_user(storage).await);
    let [one, another] = [(); 2].map(|()| an_email_change_of(&user).build());
    let proven = an_email_change_of(&user).confirmed().build();
    let foreign = an_email_change_of(&other).build();
    for change in [&one, &another, &proven, &foreign] {
        insert(storage, change).await;
    }
    let mut unit = storage.begin().await;
    assert_eq!(unit.email_changes().remove_pending(user.id).await, Ok(()));
    commit(unit).await;
    assert_eq!(pending(storage, user.id).await, None);
    for gone in [one, another] {
        assert_eq!(by_undo(storage, &gone.undo).await, None);
    }
    for left in [proven, foreign] {
        assert_eq!(by_undo(storage, &left.undo).await, Some(left));
    }
}

/// F7r: at every stage, and nobody else's. Those before can still be taken back.
pub async fn a_change_is_removed_with_every_newer_one(storage: &Storage) {
    let (user, other) = (added_user(storage).await, added_user(storage).await);
    let at = |second| A_MOMENT.plus(Duration::from_secs(second));
    let until = |second| an_email_change_of(&user).code_until(at(second));
    let older = until(1).confirmed().build();
    let this = until(2).confirmed().build();
    let (newer, newest) = (until(3).confirmed().build(), until(4).build());
    let foreign = an_email_change_of(&other).code_until(at(3)).build();
    for change in [&newest, &older, &this, &foreign, &newer] {
        insert(storage, change).await;
    }
    let mut unit = storage.begin().await;
    assert_eq!(unit.email_changes().remove_since(&this).await, Ok(()));
    commit(unit).await;
    for gone in [this, newer, newest] {
        assert_eq!(by_undo(storage, &gone.undo).await, None);
    }
    for left in [older, foreign] {
        assert_eq!(by_undo(storage, &left.undo).await, Some(left));
    }
}

/// Pending or confirmed, and those of other users stay.
pub async fn all_changes_of_a_user_are_removed(storage: &Storage) {
    let (user, other) = (added_user(storage).await, added_user(storage).await);
    let pending = an_email_change_of(&user).build();
    let confirmed = an_email_change_of(&user).confirmed().build();
    let foreign = an_email_change_of(&other).build();
    for change in [&pending, &confirmed, &foreign] {
        insert(storage, change).await;
    }
    let mut unit = storage.begin().await;
    assert_eq!(unit.email_changes().remove_all(user.id).await, Ok(()));
    commit(unit).await;
    for gone in [pending, confirmed] {
        assert_eq!(by_undo(storage, &gone.undo).await, None);
    }
    assert_eq!(by_undo(storage, &foreign.undo).await, Some(foreign));
}

/// As many as were asked for, when they cannot be taken back any more and not before.
pub async fn only_final_changes_are_purged(storage: &Storage) {
    let user = added_user(storage).await;
    let end = A_MOMENT.plus(Duration::from_secs(9));
    let until = |at| an_email_change_of(&user).undo_until(at);
    let kept = until(end.plus(Duration::from_micros(1))).confirmed();
    let kept = kept.build();
    for change in [&kept, &until(end).build(), &until(end).confirmed().build()] {
        insert(storage, change).await;
    }
    assert_eq!(purge(storage, end, 1).await, 1);
    assert_eq!(purge(storage, end, 10).await, 1);
    assert_eq!(purge(storage, end, 10).await, 0);
    assert_eq!(by_undo(storage, &kept.undo).await, Some(kept));
}

async fn added_user(storage: &Storage) -> User {
    let user = a_user().build();
    storage.add_user(&user).await;
    user
}

async fn insert(storage: &Storage, change: &EmailChange) {
    let mut unit = storage.begin().await;
    let inserted = unit.email_changes().insert(change).await;
    inserted.expect("a change could not be added");
    commit(unit).await;
}

async fn pending(storage: &Storage, user: UserId) -> Option<EmailChange> {
    let mut unit = storage.begin().await;
    let found = unit.email_changes().pending(user).await;
    found.expect("changes could not be read")
}

async fn by_undo(storage: &Storage, undo: &LinkDigest) -> Option<EmailChange> {
    let mut unit = storage.begin().await;
    let found = unit.email_changes().by_undo(undo).await;
    found.expect("changes could not be read")
}

async fn purge(storage: &Storage, now: Timestamp, limit: u32) -> u64 {
    let mut unit = storage.begin().await;
    let purged = unit.email_changes().purge_final(now, limit).await;
    commit(unit).await;
    purged.expect("changes could not be purged")
}

/// Runs the contract of `EmailChangeRepository` on a [`Storage`](crate::storage::Storage).
#[macro_export]
macro_rules! email_changes_contract {
    ($storage:expr) => {
        $crate::__async_cases!(
            email_changes,
            $storage,
            a_change_comes_back_as_it_was,
            the_pending_change_is_found,
            a_change_is_found_by_its_undo_link,
            a_saved_change_comes_back_as_it_was,
            only_pending_changes_are_removed,
            a_change_is_removed_with_every_newer_one,
            all_changes_of_a_user_are_removed,
            only_final_changes_are_purged,
        );
    };
}
