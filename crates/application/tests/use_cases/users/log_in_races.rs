//! Log-ins that race with whatever ends sessions: afterwards nobody is in who should be out (B9, D12, section 2.6).

use std::sync::Arc;

use domain::user::User;
use portico_application::sessions::IssuedToken;

use super::kim_and_root_unlimited;
use crate::world::{NEW_PASSWORD, PASSWORD, World, race, reset_of, to_active};

const ROUNDS: usize = 25;

/// How many log-ins race with one end.
const LOG_INS: usize = 5;

/// A password and the one that takes its place, turn by turn.
fn passwords(round: usize) -> (&'static str, &'static str) {
    if round.is_multiple_of(2) {
        (PASSWORD, NEW_PASSWORD)
    } else {
        (NEW_PASSWORD, PASSWORD)
    }
}

/// Log-ins with this password and, among them, one end; gives the tokens of those who got in.
async fn log_ins_against<F>(world: &Arc<World>, password: &str, end: F) -> Vec<IssuedToken>
where
    F: Future<Output = ()> + Send + 'static,
{
    let end = Arc::new(std::sync::Mutex::new(Some(end)));
    let answers = race(LOG_INS + 1, |number| {
        let (world, password) = (world.clone(), password.to_owned());
        let end = end.lock().expect("no panic").take_if(|_| number == 2);
        async move {
            match end {
                Some(end) => {
                    end.await;
                    None
                }
                None => world.log_in("kim", &password).await.ok(),
            }
        }
    })
    .await;
    answers.into_iter().flatten().map(|it| it.token).collect()
}

async fn assert_dead(world: &World, tokens: Vec<IssuedToken>) {
    for token in tokens {
        assert!(!world.is_live(&token).await);
    }
}

/// Races with an end of the user's sessions, each of which is to leave so many.
async fn assert_nobody_slips_in<F>(
    world: &Arc<World>,
    kim: &User,
    left: usize,
    end: impl Fn(usize) -> F,
) where
    F: Future<Output = ()> + Send + 'static,
{
    for round in 0..ROUNDS {
        let tokens = log_ins_against(world, passwords(round).0, end(round)).await;
        assert_dead(world, tokens).await;
        assert_eq!(world.sessions_of(kim.id).await, left, "round {round}");
    }
}

// B9
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_log_in_outlives_a_change_of_the_password() {
    let (world, kim, own, _) = kim_and_root_unlimited().await;
    let world = Arc::new(world);
    assert_nobody_slips_in(&world, &kim, 1, |round| {
        let (world, kim, session) = (world.clone(), kim.clone(), own.session);
        async move {
            let changed = world.change_password(&kim, session, passwords(round));
            assert_eq!(changed.await, Ok(()));
        }
    })
    .await;
    assert!(world.is_live(&own).await);
}

// B11
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_log_in_outlives_a_password_that_a_superuser_sets() {
    let (world, kim, _, root) = kim_and_root_unlimited().await;
    let world = Arc::new(world);
    assert_nobody_slips_in(&world, &kim, 0, |round| {
        let (world, command) = (world.clone(), reset_of(&kim, passwords(round).1, root.id));
        async move {
            let updated = world.users.update.execute(command).await;
            assert!(updated.is_ok());
        }
    })
    .await;
}

// F10r
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_log_in_outlives_a_recovery() {
    let (world, kim, _, _) = kim_and_root_unlimited().await;
    let world = Arc::new(world);
    assert_nobody_slips_in(&world, &kim, 0, |round| {
        let world = world.clone();
        async move {
            let link = world.recovery_link("kim@example.com").await;
            let reset = world.reset(&link, passwords(round).1).await;
            assert_eq!(reset, Ok(()));
        }
    })
    .await;
}

// D12
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_log_in_outlives_its_account_being_disabled() {
    let (world, kim, _, root) = kim_and_root_unlimited().await;
    let world = Arc::new(world);
    for round in 0..ROUNDS {
        let disable = {
            let world = world.clone();
            let (kim, root) = (kim.id, root.id);
            async move {
                let disabled = world.update(kim, to_active(false), root).await;
                assert!(disabled.is_ok());
            }
        };
        let tokens = log_ins_against(&world, PASSWORD, disable).await;
        assert_dead(&world, tokens.clone()).await;
        let enabled = world.update(kim.id, to_active(true), root.id).await;
        assert!(enabled.is_ok());
        assert_dead(&world, tokens).await;
        assert_eq!(world.sessions_of(kim.id).await, 0, "round {round}");
    }
}

// D12
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_log_in_outlives_its_account() {
    let (world, mut kim, _, root) = kim_and_root_unlimited().await;
    let world = Arc::new(world);
    for _ in 0..ROUNDS {
        let delete = {
            let world = world.clone();
            let (kim, root) = (kim.id, root.id);
            async move { assert_eq!(world.delete(kim, root).await, Ok(())) }
        };
        let tokens = log_ins_against(&world, PASSWORD, delete).await;
        assert_dead(&world, tokens).await;
        assert_eq!(world.tables.count("sessions").await, 0);
        kim = world.account("kim@example.com", "kim").await.user;
    }
}
