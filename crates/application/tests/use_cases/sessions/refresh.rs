//! Renewal on demand (`POST /auth/refresh`).

use std::sync::Arc;
use std::time::Duration;

use domain::ports::Clock;
use portico_application::UseCaseError;
use portico_application::sessions::Unauthenticated;

use crate::world::{Renewal, World, a_world, race};

const MINUTE: Duration = Duration::from_mins(1);

fn is_refused(answer: &Renewal) -> bool {
    *answer == Err(UseCaseError::Refused(Unauthenticated))
}

/// A token's successor, on demand.
async fn successor(world: &World, token: &str) -> String {
    let renewed = world.refresh(token).await.expect("a renewable token");
    renewed.token.token.expose().to_owned()
}

// 2.4: a client that refreshed early keeps its other tabs working.
#[tokio::test]
async fn a_live_token_gets_a_successor_and_lives_on() {
    let world = a_world().await;
    let old = world.kims_token().await;
    world.wait(MINUTE);
    let new = successor(&world, old.token.expose()).await;
    let (before, after) = (world.claims(old.token.expose()), world.claims(&new));
    assert_eq!(after.generation, before.generation.next());
    for token in [old.token.expose(), new.as_str()] {
        let answer = world.authenticate(token).await.expect("a live token");
        assert_eq!(answer.renewed, None);
    }
}

#[tokio::test]
async fn a_live_token_that_has_a_successor_gets_that_one() {
    let world = a_world().await;
    let old = world.kims_token().await;
    world.wait(MINUTE);
    let new = successor(&world, old.token.expose()).await;
    world.wait(MINUTE);
    let again = successor(&world, old.token.expose()).await;
    assert_eq!(world.claims(&again), world.claims(&new));
}

// RFC 6749 §5.1: counted from the reply.
#[tokio::test]
async fn a_token_that_is_handed_out_later_has_less_time_left() {
    let world = a_world().await;
    let old = world.kims_token().await;
    world.wait(10 * MINUTE);
    successor(&world, old.token.expose()).await;
    world.clock.set(old.expires_at);
    world.wait(MINUTE);
    let again = world.refresh(old.token.expose()).await;
    let token = again.expect("a renewable token").token;
    let now = world.clock.now().floor_to_second();
    assert_eq!(token.expires_in, token.expires_at.since(now));
    assert_eq!(token.expires_in, 9 * MINUTE);
}

// I10
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn requests_at_once_over_two_instances_get_one_successor() {
    let one = Arc::new(a_world().await);
    let instances = [one.clone(), Arc::new(one.twin().await)];
    let old = one.kims_token().await;
    one.wait(MINUTE);
    let successors = race(100, |number| {
        let (world, token) = (instances[number % 2].clone(), old.token.clone());
        async move { successor(&world, token.expose()).await }
    })
    .await;
    let newest = one.claims(&successors[0]);
    for token in &successors {
        assert_eq!(one.claims(token), newest);
    }
    assert_eq!(one.row(&newest).await.generation, newest.generation);
}

// D1, D6, section 2.6
#[tokio::test]
async fn what_is_not_a_token_of_a_live_session_gets_nothing() {
    let world = a_world().await;
    let token = world.kims_token().await;
    let token = token.token.expose();
    let mut early = world.claims(token);
    early.not_before = early.not_before.plus(2 * MINUTE);
    assert!(is_refused(&world.refresh("forged").await));
    assert!(is_refused(&world.refresh(&world.seal(&early)).await));
    world.log_out(token).await;
    let before = world.tables.dump().await;
    assert!(is_refused(&world.refresh(token).await));
    assert_eq!(world.tables.dump().await, before);
}

// I6
#[tokio::test]
async fn an_outage_is_a_failure_and_never_a_refusal() {
    let world = a_world().await;
    let token = world.kims_token().await;
    world.faults.lose_storage();
    let answer = world.refresh(token.token.expose()).await;
    assert!(matches!(answer, Err(UseCaseError::Failed(_))), "{answer:?}");
}
