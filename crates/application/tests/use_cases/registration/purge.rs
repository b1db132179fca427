//! Abandoned flows are removed (A14).

use std::time::Duration;

use port_contracts::fixtures::A_MOMENT;
use portico_application::purge::{Leftover, Purge};

use crate::world::{World, a_world};

const HOUR: Duration = Duration::from_hours(1);
const MICROSECOND: Duration = Duration::from_micros(1);

async fn purge(world: &World) -> u64 {
    let purge = Purge::new(&world.ports);
    purge
        .execute(Leftover::Registrations)
        .await
        .expect("a purge")
}

// A14
#[tokio::test]
async fn a_flow_is_removed_once_its_hour_is_over_and_not_before() {
    let world = a_world().await;
    world.flow_with_password("kim@example.com").await;
    world.wait(HOUR);
    world.initiate("lee@example.com").await;
    assert_eq!(purge(&world).await, 1);
    let left = world.tables.rows("registrations").await;
    assert_eq!(left.len(), 1);
    assert!(left[0].contains("lee@example.com"));
    world.clock.set(A_MOMENT.plus(HOUR * 2).minus(MICROSECOND));
    assert_eq!(purge(&world).await, 0);
}

// A14: more of them than one transaction takes.
#[tokio::test]
async fn every_batch_of_abandoned_flows_is_removed() {
    let world = a_world().await;
    world.initiate("kim@example.com").await;
    world
        .tables
        .execute(
            "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 1200) \
             INSERT INTO registrations SELECT randomblob(32), email, step, password_hash, code_key_id, \
             code_mac, code_expires_at, attempts, resends, resend_available_at, created_at, expires_at \
             FROM registrations, number",
        )
        .await;
    world.wait(HOUR);
    assert_eq!(purge(&world).await, 1_201);
    assert_eq!(world.tables.count("registrations").await, 0);
}

// A14: the account outlives the flow that made it.
#[tokio::test]
async fn a_completed_flow_is_removed_and_its_account_stays() {
    let world = a_world().await;
    world.account("kim@example.com", "kim").await;
    let users = world.tables.rows("users").await;
    world.wait(HOUR);
    assert_eq!(purge(&world).await, 1);
    assert_eq!(world.tables.rows("users").await, users);
}

// I6
#[tokio::test]
async fn an_outage_is_an_error_and_removes_nothing() {
    let world = a_world().await;
    world.initiate("kim@example.com").await;
    world.wait(HOUR);
    world.faults.fail_at(3);
    let purge = Purge::new(&world.ports)
        .execute(Leftover::Registrations)
        .await;
    assert!(purge.is_err());
    assert_eq!(world.tables.count("registrations").await, 1);
}
