//! Cases of changing a password's hash.

use domain::password::PasswordHash;
use domain::user::{UserCredentials, UserId, UserStored};

use super::credentials;
use crate::fixtures::{a_password_hash, a_user, an_id};
use crate::storage::{Storage, commit};

/// B8: a password that was changed meanwhile stays changed, and other accounts keep theirs.
pub async fn a_rehash_replaces_only_the_hash_it_was_made_from(storage: &Storage) {
    let (user, other) = (a_user().build(), a_user().build());
    storage.add_user(&user).await;
    storage.add_user(&other).await;
    let hash = |text: &str| PasswordHash::from_stored(text.to_owned());
    let (old, new) = (a_password_hash(), hash("new"));
    assert!(rehash(storage, user.id, &old, &new).await);
    assert!(!rehash(storage, user.id, &old, &hash("newer")).await);
    let unknown = UserId::from_uuid(an_id());
    assert!(!rehash(storage, unknown, &old, &new).await);
    for (account, password_hash) in [(user, new), (other, old)] {
        let found = credentials(storage, account.email.as_str()).await;
        let expected = UserCredentials {
            user: account,
            password_hash: Some(password_hash),
        };
        assert_eq!(found, Some(expected));
    }
}

/// B6: whatever was there, or nothing; and other accounts keep theirs.
pub async fn a_new_password_replaces_the_old(storage: &Storage) {
    let (user, other, without) = (a_user().build(), a_user().build(), a_user().build());
    storage.add_user(&user).await;
    storage.add_user(&other).await;
    let new = PasswordHash::from_stored("new".to_owned());
    let mut unit = storage.begin().await;
    let inserted = unit.users().insert(&without, None).await;
    assert_eq!(inserted, Ok(UserStored::Stored));
    for changed in [&user, &without] {
        let set = unit.users().set_password(changed.id, &new).await;
        assert_eq!(set, Ok(()));
    }
    commit(unit).await;
    for (account, password_hash) in [
        (user, new.clone()),
        (without, new),
        (other, a_password_hash()),
    ] {
        let found = credentials(storage, account.email.as_str()).await;
        let expected = UserCredentials {
            user: account,
            password_hash: Some(password_hash),
        };
        assert_eq!(found, Some(expected));
    }
}

async fn rehash(storage: &Storage, user: UserId, old: &PasswordHash, new: &PasswordHash) -> bool {
    let mut unit = storage.begin().await;
    let replaced = unit.users().rehash(user, old, new).await;
    commit(unit).await;
    replaced.expect("a hash could not be replaced")
}
