//! Copies that cannot be had, and storage that cannot be asked (section 2.7, I5, I6).

use std::sync::Arc;

use portico_application::{Ports, UseCaseError};

use crate::world::{Down, PASSWORD, REFUSED, World, a_world, a_world_with};

fn without_redis(ports: &mut Ports) {
    ports.sessions.cache = Arc::new(Down);
    ports.sessions.near = Arc::new(Down);
    ports.sessions.invalidation = Arc::new(Down);
    ports.sessions.records = Arc::new(Down);
    ports.limits = Arc::new(Down);
}

async fn a_world_without_redis() -> World {
    a_world_with(|ports, _| without_redis(ports)).await
}

// I5: an error of a cache is a miss.
#[tokio::test]
async fn without_copies_the_database_is_asked_each_time() {
    let world = a_world_without_redis().await;
    let token = world.kims_token().await;
    for _ in 0..3 {
        world.faults.heal();
        assert!(world.authenticate(token.token.expose()).await.is_ok());
        assert_eq!(world.faults.calls(), 1);
    }
}

// I5: everything goes on, and what ended stays ended.
#[tokio::test]
async fn without_copies_sessions_begin_renew_and_end() {
    let world = a_world_without_redis().await;
    let old = world.kims_token().await;
    world.outlive(&old);
    let new = world.renew(old.token.expose()).await;
    let second = world.log_in("kim", PASSWORD).await.expect("a log-in");
    world.log_out(new.token.expose()).await;
    for token in [&old, &new] {
        assert_eq!(world.authenticate(token.token.expose()).await, REFUSED);
    }
    let second = second.token.token.expose();
    assert!(world.authenticate(second).await.is_ok());
}

// 2.7: what is younger than the bound is honoured, and then it is a failure: never a refusal.
#[tokio::test]
async fn without_a_database_a_copy_is_honoured_and_a_miss_is_a_failure() {
    let world = a_world().await;
    let known = world.kims_token().await;
    let unknown = world.log_in("kim", PASSWORD).await.expect("a log-in");
    assert!(world.authenticate(known.token.expose()).await.is_ok());
    world.faults.lose_storage();
    assert!(world.authenticate(known.token.expose()).await.is_ok());
    let answer = world.authenticate(unknown.token.token.expose()).await;
    assert!(matches!(answer, Err(UseCaseError::Failed(_))), "{answer:?}");
}

// I6: clients would drop good tokens.
#[tokio::test]
async fn without_a_database_an_expired_token_is_a_failure_and_never_a_refusal() {
    let world = a_world().await;
    let token = world.kims_token().await;
    assert!(world.authenticate(token.token.expose()).await.is_ok());
    world.outlive(&token);
    world.faults.lose_storage();
    let answer = world.authenticate(token.token.expose()).await;
    assert!(matches!(answer, Err(UseCaseError::Failed(_))), "{answer:?}");
}

// G8: the warm path neither asks storage nor writes.
#[tokio::test]
async fn a_warm_token_asks_storage_nothing() {
    let world = a_world().await;
    let token = world.kims_token().await;
    assert!(world.authenticate(token.token.expose()).await.is_ok());
    world.faults.heal();
    for _ in 0..50 {
        assert!(world.authenticate(token.token.expose()).await.is_ok());
    }
    assert_eq!(world.faults.calls(), 0);
}
