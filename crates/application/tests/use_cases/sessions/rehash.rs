//! Hashes that follow the configured cost (B8).

use std::sync::Arc;

use infra_crypto::BcryptCost;

use crate::world::{CountingHasher, HashingWork, PASSWORD, World, a_world};

/// An instance with a higher cost on the database of a world where Kim has an account.
async fn a_costlier_instance(world: &World) -> (World, Arc<CountingHasher>) {
    world.account("kim@example.com", "kim").await;
    let costlier = Arc::new(CountingHasher::of_cost(BcryptCost::MIN + 1));
    let passwords = costlier.clone();
    let instance = world.twin_with(|ports, _| ports.crypto.passwords = passwords);
    (instance.await, costlier)
}

async fn stored_hash(world: &World) -> String {
    let sql = "SELECT password_hash FROM users".to_owned();
    world.tables.texts(sql).await.remove(0)
}

// B8
#[tokio::test]
async fn the_next_log_in_after_a_raise_of_the_cost_hashes_anew() {
    let world = a_world().await;
    let (costlier, hasher) = a_costlier_instance(&world).await;
    let before = stored_hash(&world).await;
    costlier.log_in("kim", PASSWORD).await.expect("a log-in");
    let after = stored_hash(&world).await;
    assert!(before.contains("$04$"), "{before}");
    assert!(after.contains("$05$"), "{after}");
    hasher.take_work();
    costlier.log_in("kim", PASSWORD).await.expect("a log-in");
    let settled = HashingWork {
        comparisons: 1,
        ..HashingWork::default()
    };
    assert_eq!(hasher.take_work(), settled);
    assert_eq!(stored_hash(&world).await, after);
}

// B8
#[tokio::test]
async fn a_wrong_password_never_hashes_anew() {
    let world = a_world().await;
    let (costlier, hasher) = a_costlier_instance(&world).await;
    let before = stored_hash(&world).await;
    let refused = costlier.log_in("kim", "not-the-password").await;
    refused.expect_err("a wrong password");
    assert_eq!(hasher.take_work().hashes, 0);
    assert_eq!(stored_hash(&world).await, before);
}

// B8
#[tokio::test]
async fn a_hash_that_cannot_be_made_does_not_fail_the_log_in() {
    let world = a_world().await;
    let (costlier, hasher) = a_costlier_instance(&world).await;
    let before = stored_hash(&world).await;
    hasher.overload_hashes();
    let logged_in = costlier.log_in("kim", PASSWORD).await.expect("a log-in");
    assert_eq!(hasher.take_work().hashes, 1);
    assert_eq!(stored_hash(&world).await, before);
    let token = logged_in.token.token.expose();
    assert!(costlier.authenticate(token).await.is_ok());
}

// B8: begin, write, commit.
#[tokio::test]
async fn a_hash_that_cannot_be_stored_does_not_fail_the_log_in() {
    let world = a_world().await;
    let (costlier, _) = a_costlier_instance(&world).await;
    let before = stored_hash(&world).await;
    world.faults.heal();
    world.log_in("kim", PASSWORD).await.expect("a log-in");
    let of_the_log_in = world.faults.calls();
    for call in 1..=3 {
        costlier.faults.fail_at(of_the_log_in + call);
        costlier.log_in("kim", PASSWORD).await.expect("a log-in");
        assert_eq!(stored_hash(&world).await, before, "call {call}");
    }
    costlier.faults.heal();
    costlier.log_in("kim", PASSWORD).await.expect("a log-in");
    assert_ne!(stored_hash(&world).await, before);
}
