//! Sessions whose limit has come (section 2.9).

use std::sync::Arc;
use std::time::Duration;

use domain::session::{RevocationReason, Session};
use port_contracts::fixtures::A_MOMENT;
use portico_application::sessions::{SweepSessions, Swept};

use crate::world::{World, a_world, race};

const HOUR: Duration = Duration::from_hours(1);

async fn sweep(world: &World) -> Swept {
    let sweep = SweepSessions::new(&world.ports);
    sweep.execute().await.expect("a sweep")
}

async fn ends_in_the_log(world: &World) -> usize {
    let mut events = world.tables.audit().await;
    events.retain(|event| event == "session.expired success");
    events.len()
}

/// A session that ends in an hour, as many times as said.
async fn add_short_ones(world: &World, count: u32) {
    world
        .stored(|session| Session {
            idle_expires_at: A_MOMENT.plus(HOUR),
            ..session
        })
        .await;
    let columns = "SELECT group_concat(CASE name WHEN 'id' THEN 'randomblob(16)' \
                   WHEN 'current_token' THEN 'randomblob(16)' ELSE name END, ', ') \
                   FROM pragma_table_info('sessions')";
    let columns = world.tables.texts(columns.to_owned()).await.remove(0);
    world
        .tables
        .execute(&format!(
            "WITH RECURSIVE number(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM number WHERE n < {count}) \
             INSERT INTO sessions SELECT {columns} FROM sessions, number"
        ))
        .await;
}

#[tokio::test]
async fn a_session_is_ended_once_its_limit_has_come_and_not_before() {
    let world = a_world().await;
    let claims = world
        .stored(|session| Session {
            idle_expires_at: A_MOMENT.plus(HOUR),
            ..session
        })
        .await;
    let live = world.stored(|session| session).await;
    world.wait_almost(HOUR);
    assert_eq!(sweep(&world).await, Swept::default());
    world.wait(Duration::from_secs(3));
    let swept = sweep(&world).await;
    assert_eq!(swept.ended, 1);
    assert_eq!(swept.lag.as_secs(), 2);
    let reason = world.row(&claims).await.revoked.map(|(_, reason)| reason);
    assert_eq!(reason, Some(RevocationReason::Expired));
    assert_eq!(world.row(&live).await.revoked, None);
    assert_eq!(ends_in_the_log(&world).await, 1);
    assert_eq!(sweep(&world).await, Swept::default());
}

// More of them than one transaction takes.
#[tokio::test]
async fn every_batch_is_ended() {
    let world = a_world().await;
    add_short_ones(&world, 1_200).await;
    world.wait(HOUR);
    assert_eq!(sweep(&world).await.ended, 1_200);
    assert_eq!(ends_in_the_log(&world).await, 1_200);
}

// Two sweepers at once are harmless.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn racing_sweepers_end_each_session_once() {
    let one = Arc::new(a_world().await);
    let instances = [one.clone(), Arc::new(one.twin().await)];
    add_short_ones(&one, 1_200).await;
    one.wait(HOUR);
    let swept = race(4, |number| {
        let world = instances[number % 2].clone();
        async move { sweep(&world).await.ended }
    })
    .await;
    assert_eq!(swept.iter().sum::<u64>(), 1_200);
    assert_eq!(ends_in_the_log(&one).await, 1_200);
}

// What is derived goes with the session.
#[tokio::test]
async fn the_record_of_a_swept_session_is_removed() {
    let world = a_world().await;
    let token = world.kims_token().await;
    let id = world.claims(token.token.expose()).token;
    let records = &world.ports.sessions.records;
    assert!(records.token(id).await.expect("records").is_some());
    world.wait(world.policies.sessions.idle_timeout);
    assert_eq!(sweep(&world).await.ended, 1);
    assert_eq!(records.token(id).await, Ok(None));
}

// I6
#[tokio::test]
async fn an_outage_is_an_error_and_ends_nothing() {
    let world = a_world().await;
    let claims = world.stored(|session| session).await;
    world.wait(world.policies.sessions.idle_timeout);
    // begin, sweep, audit event, commit
    for call in 1..=4 {
        world.faults.fail_at(call);
        let swept = SweepSessions::new(&world.ports).execute().await;
        assert!(swept.is_err(), "call {call}");
        world.faults.heal();
        assert_eq!(world.row(&claims).await.revoked, None, "call {call}");
    }
    assert_eq!(sweep(&world).await.ended, 1);
}
