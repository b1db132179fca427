//! A recovery ends what too many failed log-ins have done to an account (C4, C5).

use std::time::Duration;

use domain::throttle::Throttled;
use portico_application::UseCaseError;
use portico_application::sessions::LogInRefusal;

use super::kim;
use crate::world::{NEW_PASSWORD, PASSWORD, World, from_address};

const THERE: &str = "198.51.100.7";

/// Fails until nothing helps any more, by this identifier.
async fn lock(world: &World, identifier: &str) {
    for _ in 0..100 {
        let failed = world.log_in(identifier, "not-the-password").await;
        assert!(failed.is_err());
        world.wait(Duration::from_mins(15));
    }
}

async fn is_throttled(world: &World, ip: &str, identifier: &str, password: &str) -> bool {
    let answer = world.log_in_from(from_address(ip), identifier, password);
    matches!(
        answer.await,
        Err(UseCaseError::Refused(LogInRefusal::Throttled(
            Throttled { .. }
        )))
    )
}

// C4: by either name, and from everywhere.
#[tokio::test]
async fn a_lock_ends_with_a_recovery() {
    let (world, _) = kim().await;
    for identifier in ["kim", "kim@example.com"] {
        lock(&world, identifier).await;
        world.wait(Duration::from_hours(24));
        assert!(is_throttled(&world, THERE, identifier, PASSWORD).await);
    }
    let link = world.recovery_link("kim@example.com").await;
    assert_eq!(world.reset(&link, NEW_PASSWORD).await, Ok(()));
    for identifier in ["kim", "kim@example.com"] {
        assert!(!is_throttled(&world, THERE, identifier, NEW_PASSWORD).await);
        assert!(world.log_in(identifier, NEW_PASSWORD).await.is_ok());
    }
}

// C4: whoever only asks has shown nothing.
#[tokio::test]
async fn a_link_that_is_not_used_ends_no_lock() {
    let (world, _) = kim().await;
    lock(&world, "kim").await;
    let link = world.recovery_link("kim@example.com").await;
    assert!(world.reset(&link, "short").await.is_err());
    assert!(is_throttled(&world, THERE, "kim", PASSWORD).await);
}

// C5: the network of the recovery is known from then on.
#[tokio::test]
async fn whoever_recovered_from_a_network_is_not_locked_out_of_it() {
    let (world, _) = kim().await;
    let link = world.recovery_link("kim@example.com").await;
    let reset = world.reset_from(from_address(THERE), &link, NEW_PASSWORD);
    assert_eq!(reset.await, Ok(()));
    for identifier in ["kim", "kim@example.com"] {
        for _ in 0..10 {
            let failed = world.log_in(identifier, "not-the-password").await;
            assert!(failed.is_err());
        }
        let elsewhere = "203.0.113.9";
        assert!(is_throttled(&world, elsewhere, identifier, NEW_PASSWORD).await);
        assert!(!is_throttled(&world, THERE, identifier, NEW_PASSWORD).await);
    }
}
