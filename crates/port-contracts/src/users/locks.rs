//! Cases of locking users.

use std::sync::Arc;

use domain::password::PasswordHash;
use domain::ports::{UnitOfWork, UnitOfWorkFactory};
use domain::user::{LockedUser, User, UserId, UserStored};

use crate::fixtures::{a_user, an_email, an_id};
use crate::race::race;
use crate::storage::{Storage, begin, commit, insert_user};

const ROUNDS: usize = 4;
const RACERS: u32 = 16;
const SUPERUSERS: usize = 5;

/// F4r: what one unit changes, the next one sees, whichever way each of them locks.
pub async fn locked_users_are_judged_in_turn(storage: &Storage) {
    let user = a_user().build();
    storage.add_user(&user).await;
    race(RACERS as usize, |number| {
        count_a_change(Arc::clone(&storage.units), user.clone(), number)
    })
    .await;
    let after = storage.users.find(user.id).await;
    let version = after.map(|found| found.map(|it| it.version.get()));
    assert_eq!(version, Ok(Some(user.version.get() + i64::from(RACERS))));
}

/// B6: of two that change a password at once, the second one proves the first one's.
pub async fn locked_credentials_are_the_newest(storage: &Storage) {
    let user = a_user().build();
    let mut unit = storage.begin().await;
    let none = PasswordHash::from_stored("0".to_owned());
    let inserted = unit.users().insert(&user, Some(&none)).await;
    assert_eq!(inserted, Ok(UserStored::Stored));
    commit(unit).await;
    race(RACERS as usize, |_| {
        count_a_password(Arc::clone(&storage.units), user.id)
    })
    .await;
    let mut unit = storage.begin().await;
    let locked = unit.users().lock_credentials(user.id).await;
    let locked = locked.expect("a user could not be locked");
    let found = locked.expect("a user is gone");
    assert_eq!(found.user, user);
    let hash = found.password_hash.expect("a hash");
    assert_eq!(hash.as_str(), RACERS.to_string());
    let unknown = UserId::from_uuid(an_id());
    assert_eq!(unit.users().lock_credentials(unknown).await, Ok(None));
}

/// F9r: by every spelling of the address.
pub async fn a_user_is_locked_by_address(storage: &Storage) {
    let user = a_user().with_email("Ada.L@example.com").build();
    storage.add_user(&user).await;
    storage.add_user(&a_user().build()).await;
    let spelling = a_user().with_email("aDA.l@EXAMPLE.com").build().email;
    let mut unit = storage.begin().await;
    let locked = unit.users().lock_by_email(&spelling).await;
    assert_eq!(locked, Ok(Some(user)));
    assert_eq!(unit.users().lock_by_email(&an_email()).await, Ok(None));
}

/// F4r: those that can be used, beside the user.
pub async fn superusers_are_counted(storage: &Storage) {
    let [one, another] = [(); 2].map(|()| a_user().superuser().build());
    let disabled = a_user().superuser().disabled().build();
    let plain = a_user().build();
    for user in [&one, &another, &disabled, &plain] {
        storage.add_user(user).await;
    }
    let mut unit = storage.begin().await;
    for (user, other_superusers) in [(one, 1), (another, 1), (disabled, 2), (plain, 2)] {
        let locked = unit.users().lock_with_superusers(user.id).await;
        let expected = LockedUser {
            user,
            other_superusers,
        };
        assert_eq!(locked, Ok(Some(expected)));
    }
    let unknown = UserId::from_uuid(an_id());
    assert_eq!(unit.users().lock_with_superusers(unknown).await, Ok(None));
}

/// F4r: when all of them go at once, one must stay, and nobody waits in vain.
pub async fn superusers_are_counted_in_turn(storage: &Storage) {
    for _ in 0..ROUNDS {
        let users = [(); SUPERUSERS].map(|()| a_user().superuser().build());
        let mut unit = storage.begin().await;
        for user in &users {
            insert_user(&mut *unit, user).await;
        }
        commit(unit).await;
        let mut went = race(SUPERUSERS, |number| {
            step_down(Arc::clone(&storage.units), users[number].id)
        })
        .await;
        went.sort_unstable();
        assert_eq!(went, [false, true, true, true, true]);
        remove_all(storage, &users).await;
    }
}

async fn count_a_change(units: Arc<dyn UnitOfWorkFactory>, user: User, number: usize) {
    let mut unit = begin(&units).await;
    let locked = lock_somehow(&mut *unit, &user, number).await;
    // Others get their chance to read the same version, if the lock does not hold them.
    tokio::task::yield_now().await;
    let version = locked.version.next();
    let saved = unit.users().save(&User { version, ..locked }).await;
    assert_eq!(saved, Ok(UserStored::Stored));
    commit(unit).await;
}

async fn lock_somehow(unit: &mut dyn UnitOfWork, user: &User, number: usize) -> User {
    let users = unit.users();
    let locked = match number % 4 {
        0 => users.lock(user.id).await,
        1 => users.lock_by_email(&user.email).await,
        2 => {
            let locked = users.lock_credentials(user.id).await;
            locked.map(|it| it.map(|found| found.user))
        }
        _ => {
            let locked = users.lock_with_superusers(user.id).await;
            locked.map(|it| it.map(|found| found.user))
        }
    };
    let locked = locked.expect("a user could not be locked");
    locked.expect("a user is gone")
}

async fn count_a_password(units: Arc<dyn UnitOfWorkFactory>, id: UserId) {
    let mut unit = begin(&units).await;
    let locked = unit.users().lock_credentials(id).await;
    let locked = locked.expect("a user could not be locked");
    let old = locked.and_then(|found| found.password_hash);
    let old: usize = old.expect("a hash").as_str().parse().expect("a number");
    tokio::task::yield_now().await;
    let new = PasswordHash::from_stored((old + 1).to_string());
    assert_eq!(unit.users().set_password(id, &new).await, Ok(()));
    commit(unit).await;
}

/// Whether it went.
async fn step_down(units: Arc<dyn UnitOfWorkFactory>, id: UserId) -> bool {
    let mut unit = begin(&units).await;
    let locked = unit.users().lock_with_superusers(id).await;
    let locked = locked.expect("superusers could not be locked");
    let locked = locked.expect("a superuser is gone");
    tokio::task::yield_now().await;
    let after = User {
        is_active: false,
        ..locked.user.clone()
    };
    let may_go = locked.may_become(Some(&after)).is_ok();
    if may_go {
        let saved = unit.users().save(&after).await;
        assert_eq!(saved, Ok(UserStored::Stored));
    }
    commit(unit).await;
    may_go
}

async fn remove_all(storage: &Storage, users: &[User]) {
    let mut unit = storage.begin().await;
    for user in users {
        assert!(matches!(unit.users().lock(user.id).await, Ok(Some(_))));
        assert_eq!(unit.users().delete(user).await, Ok(()));
    }
    commit(unit).await;
}
