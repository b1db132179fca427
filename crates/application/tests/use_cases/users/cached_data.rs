//! The data of a user that caches hold (E5).

use std::sync::Arc;

use domain::ports::TokenRecords;
use domain::user::User;
use portico_application::UseCaseError;
use portico_application::sessions::NoSuchRecord;

use super::{kim_and_root, kim_and_root_unlimited};
use crate::world::{Down, NEW_PASSWORD, PASSWORD, World, race, reset_of, to_active, to_full_name};

const ROUNDS: usize = 30;

fn keys(world: &World) -> &dyn TokenRecords {
    &*world.ports.sessions.records
}

/// What the read endpoint answers a superuser.
async fn data(world: &World, root: &User, kim: &User) -> Result<User, UseCaseError<NoSuchRecord>> {
    world.sessions.records.user_data(root, kim.id).await
}

async fn assert_gone(world: &World, root: &User, kim: &User) {
    assert_eq!(keys(world).user_data(kim.id).await, Ok(None));
    assert_eq!(keys(world).latest_token(kim.id).await, Ok(None));
    assert_eq!(keys(world).session(kim.id).await, Ok(None));
    let gone = Err(UseCaseError::Refused(NoSuchRecord));
    assert_eq!(data(world, root, kim).await, gone);
}

// E5: here and on another instance, on the next read.
#[tokio::test]
async fn after_an_update_the_data_are_the_new_ones_everywhere() {
    let (world, kim, _, root) = kim_and_root().await;
    let twin = world.twin().await;
    for name in ["Kim One", "Kim Two"] {
        let updated = world.update(kim.id, to_full_name(name), root.id).await;
        let updated = updated.expect("an update");
        let kept = keys(&world).user_data(kim.id).await;
        assert_eq!(kept, Ok(Some(updated.clone())));
        for instance in [&world, &twin] {
            assert_eq!(data(instance, &root, &kim).await, Ok(updated.clone()));
        }
    }
}

// E5
#[tokio::test]
async fn after_a_deletion_nothing_of_the_user_is_kept() {
    let (world, kim, token, root) = kim_and_root().await;
    let twin = world.twin().await;
    let jti = world.claims(token.token.expose()).token;
    assert_eq!(data(&twin, &root, &kim).await, Ok(kim.clone()));
    assert_eq!(world.delete(kim.id, kim.id).await, Ok(()));
    assert_eq!(keys(&world).token(jti).await, Ok(None));
    for instance in [&world, &twin] {
        assert_gone(instance, &root, &kim).await;
    }
}

// E5: the sessions ended; the data are rebuilt when they are asked for.
#[tokio::test]
async fn after_the_end_of_all_sessions_the_data_are_the_new_ones() {
    let (world, kim, _, root) = kim_and_root().await;
    let command = reset_of(&kim, NEW_PASSWORD, root.id);
    assert!(world.users.update.execute(command).await.is_ok());
    assert_eq!(data(&world, &root, &kim).await, Ok(kim.clone()));
    let disabled = world.update(kim.id, to_active(false), root.id).await;
    let disabled = disabled.expect("an update");
    assert_eq!(data(&world, &root, &kim).await, Ok(disabled));
}

// E5: the shared records were away at the moment of the change.
#[tokio::test]
async fn data_that_missed_a_change_are_made_right_when_they_are_read() {
    let (world, kim, _, root) = kim_and_root().await;
    let cut_off = world.twin_with(|ports, _| ports.sessions.records = Arc::new(Down));
    let cut_off = cut_off.await;
    let updated = cut_off.update(kim.id, to_full_name("Kim Other"), root.id);
    let updated = updated.await.expect("an update");
    assert_eq!(keys(&world).user_data(kim.id).await, Ok(Some(kim.clone())));
    assert_eq!(data(&world, &root, &kim).await, Ok(updated.clone()));
    assert_eq!(keys(&world).user_data(kim.id).await, Ok(Some(updated)));
    assert_eq!(cut_off.delete(kim.id, root.id).await, Ok(()));
    let gone = Err(UseCaseError::Refused(NoSuchRecord));
    assert_eq!(data(&world, &root, &kim).await, gone);
    assert_gone(&world, &root, &kim).await;
}

// E5: whoever writes the data last need not be whoever changed the user last.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn after_racing_updates_and_log_ins_the_data_are_the_databases() {
    let (world, kim, _, root) = kim_and_root_unlimited().await;
    let world = Arc::new(world);
    for round in 0..ROUNDS {
        race(4, |number| {
            let (world, kim, root) = (world.clone(), kim.id, root.id);
            let name = format!("Kim {round} {number}");
            async move {
                if number == 0 {
                    world.token_of("kim").await;
                } else {
                    let updated = world.update(kim, to_full_name(&name), root).await;
                    assert!(updated.is_ok());
                }
            }
        })
        .await;
        let record = world.record_of(kim.id).await;
        assert_eq!(keys(&world).user_data(kim.id).await, Ok(record));
    }
}

// E5, D12
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn after_a_deletion_that_raced_nothing_of_the_user_is_kept() {
    let (world, mut kim, _, root) = kim_and_root_unlimited().await;
    let world = Arc::new(world);
    for _ in 0..ROUNDS {
        race(4, |number| {
            let (world, kim, root) = (world.clone(), kim.id, root.id);
            async move {
                match number {
                    0 => assert_eq!(world.delete(kim, root).await, Ok(())),
                    1 => drop(world.update(kim, to_full_name("Kim Other"), root).await),
                    _ => drop(world.log_in("kim", PASSWORD).await),
                }
            }
        })
        .await;
        assert_gone(&world, &root, &kim).await;
        kim = world.account("kim@example.com", "kim").await.user;
    }
}
