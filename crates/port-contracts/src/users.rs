//! The contract of [`UserRepository`](domain::ports::UserRepository) and
//! [`UserQueries`](domain::ports::UserQueries).

use std::sync::Arc;

use domain::password::PasswordHash;
use domain::user::{LoginIdentifier, User, UserCredentials, UserId, UserInsertion};

use crate::fixtures::{a_password_hash, a_user, an_email, an_id};
use crate::race::race;
use crate::storage::{Storage, begin, commit};

const ROUNDS: usize = 5;
const RACERS: usize = 8;

/// A12: many units want one address, each spelled in its own way.
pub async fn one_of_many_racing_units_takes_the_address(storage: &Storage) {
    for round in 0..ROUNDS {
        let racers = (0..RACERS).map(|n| {
            let name = if n % 2 == 0 { "Race" } else { "rACE" };
            a_user()
                .with_email(&format!("{name}{round}@example.com"))
                .build()
        });
        let mut results = insert_all_at_once(storage, racers.collect()).await;
        assert_eq!(take_winner(&mut results), 1);
        assert_eq!(results, [UserInsertion::EmailTaken; RACERS - 1]);
    }
}

/// A12: many units want one username.
pub async fn one_of_many_racing_units_takes_the_username(storage: &Storage) {
    for round in 0..ROUNDS {
        let racers = (0..RACERS).map(|n| {
            let name = if n % 2 == 0 { "Racer" } else { "rACER" };
            a_user().with_username(&format!("{name}-{round}")).build()
        });
        let mut results = insert_all_at_once(storage, racers.collect()).await;
        assert_eq!(take_winner(&mut results), 1);
        assert_eq!(results, [UserInsertion::UsernameTaken; RACERS - 1]);
    }
}

/// So that a client can mend one thing after the other.
pub async fn the_address_is_named_first_when_both_are_taken(storage: &Storage) {
    let (one, other) = (a_user().build(), a_user().with_username("Taken").build());
    storage.add_user(&one).await;
    storage.add_user(&other).await;
    let both = a_user()
        .with_email(one.email.as_str())
        .with_username("taken")
        .build();
    let mut unit = storage.begin().await;
    let inserted = unit.users().insert(&both, None).await;
    assert_eq!(inserted, Ok(UserInsertion::EmailTaken));
}

/// No name is not a name that only one can have.
pub async fn many_users_can_have_no_username(storage: &Storage) {
    storage.add_user(&a_user().nameless().build()).await;
    storage.add_user(&a_user().nameless().build()).await;
}

/// Every field, and the hash or its absence.
pub async fn a_user_comes_back_as_it_was(storage: &Storage) {
    let full = a_user().with_full_name("Zoë 李 O'Neil").superuser().build();
    let bare = a_user().nameless().disabled().build();
    let mut unit = storage.begin().await;
    let with_hash = unit.users().insert(&full, Some(&a_password_hash())).await;
    assert_eq!(with_hash, Ok(UserInsertion::Inserted));
    let without = unit.users().insert(&bare, None).await;
    assert_eq!(without, Ok(UserInsertion::Inserted));
    commit(unit).await;
    for (user, password_hash) in [(full, Some(a_password_hash())), (bare, None)] {
        let found = find(storage, user.email.as_str()).await;
        assert_eq!(
            found,
            Some(UserCredentials {
                user,
                password_hash
            })
        );
    }
}

/// A15, C2: by address or name, in any spelling that means the same.
pub async fn finds_by_canonical_identifier(storage: &Storage) {
    let user = a_user()
        .with_email("Ada.L@example.com")
        .with_username("Straße.ß")
        .build();
    storage.add_user(&user).await;
    for spelling in [
        "Ada.L@example.com",
        "aDA.l@EXAMPLE.com",
        "Straße.ß",
        "STRASSE.ss",
    ] {
        let found = find(storage, spelling).await.map(|found| found.user);
        assert_eq!(found.as_ref(), Some(&user), "{spelling}");
    }
    for unknown in ["ada@example.com", "Ada.L", "not a name", "strasse"] {
        assert_eq!(find(storage, unknown).await, None, "{unknown}");
    }
}

/// With every field, disabled or not.
pub async fn finds_by_id(storage: &Storage) {
    let full = a_user().with_full_name("Zoë").superuser().build();
    let bare = a_user().nameless().disabled().build();
    for user in [full, bare] {
        storage.add_user(&user).await;
        assert_eq!(storage.users.find(user.id).await, Ok(Some(user)));
    }
    let unknown = UserId::from_uuid(an_id());
    assert_eq!(storage.users.find(unknown).await, Ok(None));
}

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
        let found = find(storage, account.email.as_str()).await;
        let expected = UserCredentials {
            user: account,
            password_hash: Some(password_hash),
        };
        assert_eq!(found, Some(expected));
    }
}

/// A1: in canonical form, and whatever became of the account.
pub async fn knows_which_addresses_are_taken(storage: &Storage) {
    let user = a_user().with_email("Ada@example.com").disabled().build();
    storage.add_user(&user).await;
    let other_spelling = a_user().with_email("aDA@Example.COM").build().email;
    assert_eq!(
        storage.users.email_is_taken(&other_spelling).await,
        Ok(true)
    );
    assert_eq!(storage.users.email_is_taken(&an_email()).await, Ok(false));
}

async fn insert_all_at_once(storage: &Storage, users: Vec<User>) -> Vec<UserInsertion> {
    race(users.len(), |number| {
        let (units, user) = (Arc::clone(&storage.units), users[number].clone());
        async move {
            let mut unit = begin(&units).await;
            let inserted = unit.users().insert(&user, None).await;
            commit(unit).await;
            inserted.expect("a racing insert failed")
        }
    })
    .await
}

/// Removes the successes, and says how many there were.
fn take_winner(results: &mut Vec<UserInsertion>) -> usize {
    let all = results.len();
    results.retain(|result| *result != UserInsertion::Inserted);
    all - results.len()
}

async fn rehash(storage: &Storage, user: UserId, old: &PasswordHash, new: &PasswordHash) -> bool {
    let mut unit = storage.begin().await;
    let replaced = unit.users().rehash(user, old, new).await;
    commit(unit).await;
    replaced.expect("a hash could not be replaced")
}

async fn find(storage: &Storage, identifier: &str) -> Option<UserCredentials> {
    let identifier = LoginIdentifier::parse(identifier);
    let found = storage.users.credentials(&identifier).await;
    found.expect("users could not be read")
}

/// Runs the contract of `UserRepository` and `UserQueries` on a [`Storage`](crate::storage::Storage).
#[macro_export]
macro_rules! users_contract {
    ($storage:expr) => {
        $crate::__async_cases!(
            users,
            $storage,
            one_of_many_racing_units_takes_the_address,
            one_of_many_racing_units_takes_the_username,
            the_address_is_named_first_when_both_are_taken,
            many_users_can_have_no_username,
            a_user_comes_back_as_it_was,
            finds_by_canonical_identifier,
            finds_by_id,
            a_rehash_replaces_only_the_hash_it_was_made_from,
            knows_which_addresses_are_taken,
        );
    };
}
