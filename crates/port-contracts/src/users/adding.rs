//! Cases of adding a user.

use std::sync::Arc;

use domain::user::{User, UserCredentials, UserStored};

use super::credentials;
use crate::fixtures::{a_password_hash, a_user};
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
        assert_eq!(results, [UserStored::EmailTaken; RACERS - 1]);
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
        assert_eq!(results, [UserStored::UsernameTaken; RACERS - 1]);
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
    assert_eq!(inserted, Ok(UserStored::EmailTaken));
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
    assert_eq!(with_hash, Ok(UserStored::Stored));
    let without = unit.users().insert(&bare, None).await;
    assert_eq!(without, Ok(UserStored::Stored));
    commit(unit).await;
    for (user, password_hash) in [(full, Some(a_password_hash())), (bare, None)] {
        let found = credentials(storage, user.email.as_str()).await;
        assert_eq!(
            found,
            Some(UserCredentials {
                user,
                password_hash
            })
        );
    }
}

async fn insert_all_at_once(storage: &Storage, users: Vec<User>) -> Vec<UserStored> {
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
fn take_winner(results: &mut Vec<UserStored>) -> usize {
    let all = results.len();
    results.retain(|result| *result != UserStored::Stored);
    all - results.len()
}
