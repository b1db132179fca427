//! Cases of storing a user that has changed.

use std::sync::Arc;
use std::time::Duration;

use domain::ports::{UnitOfWork, UnitOfWorkFactory};
use domain::user::{User, UserCredentials, UserStored};

use super::credentials;
use crate::fixtures::{A_MOMENT, a_password_hash, a_user, an_email_change_of};
use crate::race::race;
use crate::storage::{Storage, begin, commit};

const ROUNDS: usize = 4;
const RACERS: usize = 8;

/// Every field, to something and to nothing; the password stays.
pub async fn a_saved_user_comes_back_as_it_was(storage: &Storage) {
    let (user, other) = (a_user().build(), a_user().build());
    storage.add_user(&user).await;
    storage.add_user(&other).await;
    let full = a_user()
        .with_pending_email("Zoe@example.org")
        .with_full_name("Zoë 李 O'Neil");
    for changed in [full.superuser(), a_user().nameless().disabled()] {
        let changed = User {
            id: user.id,
            updated_at: A_MOMENT.plus(Duration::from_micros(1)),
            version: user.version.next(),
            ..changed.made_at(A_MOMENT).build()
        };
        let mut unit = storage.begin().await;
        assert_eq!(save(&mut *unit, &changed).await, UserStored::Stored);
        commit(unit).await;
        let expected = UserCredentials {
            user: changed.clone(),
            password_hash: Some(a_password_hash()),
        };
        let found = credentials(storage, changed.email.as_str()).await;
        assert_eq!(found, Some(expected));
    }
    assert_eq!(storage.users.email_is_taken(&user.email).await, Ok(false));
    assert_eq!(storage.users.find(other.id).await, Ok(Some(other)));
}

/// A12: in whichever spelling, the address first, and the unit can still write.
pub async fn a_save_that_clashes_writes_nothing(storage: &Storage) {
    let user = a_user().build();
    let taken = a_user().with_email("Ada@example.com").with_username("Ada");
    storage.add_user(&user).await;
    storage.add_user(&taken.build()).await;
    let wants = |wish: User| User {
        id: user.id,
        ..wish
    };
    let address = wants(a_user().with_email("aDA@example.com").build());
    let name = wants(a_user().with_username("aDA").build());
    let both = wants(
        a_user()
            .with_email("ada@example.com")
            .with_username("ada")
            .build(),
    );

    let mut unit = storage.begin().await;
    for (wish, answer) in [
        (&address, UserStored::EmailTaken),
        (&name, UserStored::UsernameTaken),
        (&both, UserStored::EmailTaken),
    ] {
        assert_eq!(save(&mut *unit, wish).await, answer);
        assert_eq!(unit.users().lock(user.id).await, Ok(Some(user.clone())));
    }
    let free = wants(a_user().with_email(user.email.as_str()).build());
    assert_eq!(save(&mut *unit, &free).await, UserStored::Stored);
    commit(unit).await;
    assert_eq!(storage.users.find(user.id).await, Ok(Some(free)));
}

/// A12: many units want one address for accounts that are there already.
pub async fn one_of_many_racing_saves_takes_the_address(storage: &Storage) {
    for round in 0..ROUNDS {
        let users = [(); RACERS].map(|()| a_user().build());
        for user in &users {
            storage.add_user(user).await;
        }
        let wanted = a_user()
            .with_email(&format!("Race{round}@example.com"))
            .build();
        let results = race(RACERS, |number| {
            let email = wanted.email.clone();
            let after = User {
                email,
                ..users[number].clone()
            };
            save_alone(Arc::clone(&storage.units), after)
        })
        .await;
        let refused = results.iter().filter(|it| **it == UserStored::EmailTaken);
        assert_eq!(refused.count(), RACERS - 1);
        assert!(results.contains(&UserStored::Stored));
    }
}

async fn save_alone(units: Arc<dyn UnitOfWorkFactory>, user: User) -> UserStored {
    let mut unit = begin(&units).await;
    let saved = save(&mut *unit, &user).await;
    commit(unit).await;
    saved
}

async fn save(unit: &mut dyn UnitOfWork, user: &User) -> UserStored {
    let locked = unit.users().lock(user.id).await;
    assert!(matches!(locked, Ok(Some(_))), "{locked:?}");
    let saved = unit.users().save(user).await;
    saved.expect("a user could not be saved")
}

/// F7r: those without a code, with an expired one and with a used one, few at a time. What changes is the record.
pub async fn addresses_that_wait_in_vain_are_taken_off(storage: &Storage) {
    let now = A_MOMENT.plus(Duration::from_mins(10));
    let waiting = || a_user().with_pending_email("new@example.org").build();
    let [bare, expired, confirmed, good] = [waiting(), waiting(), waiting(), waiting()];
    let calm = a_user().build();
    for user in [&bare, &expired, &confirmed, &good, &calm] {
        storage.add_user(user).await;
    }
    let late = now.plus(Duration::from_micros(1));
    let mut unit = storage.begin().await;
    for change in [
        an_email_change_of(&expired).code_until(now).build(),
        an_email_change_of(&confirmed)
            .code_until(late)
            .confirmed()
            .build(),
        an_email_change_of(&good).code_until(now).build(),
        an_email_change_of(&good).code_until(late).build(),
    ] {
        assert_eq!(unit.email_changes().insert(&change).await, Ok(()));
    }
    for (limit, forgotten) in [(2, 2), (9, 1), (9, 0)] {
        let count = unit.users().forget_pending_emails(now, limit).await;
        assert_eq!(count, Ok(forgotten));
    }
    commit(unit).await;
    for user in [bare, expired, confirmed] {
        let forgotten = User {
            pending_email: None,
            updated_at: now,
            version: user.version.next(),
            ..user
        };
        let found = storage.users.find(forgotten.id).await;
        assert_eq!(found, Ok(Some(forgotten)));
    }
    for user in [good, calm] {
        assert_eq!(storage.users.find(user.id).await, Ok(Some(user)));
    }
}
