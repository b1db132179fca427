//! How many sessions a user may have (C10).

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use domain::session::RevocationReason;

use crate::world::{PASSWORD, REFUSED, World, a_world_with, race};

const SECOND: Duration = Duration::from_secs(1);

async fn a_world_of_three_sessions() -> World {
    let three = NonZeroU32::MIN.saturating_add(2);
    a_world_with(|_, policies| policies.sessions.max_per_user = three).await
}

// C10: here at once, although there was a copy of it.
#[tokio::test]
async fn the_oldest_session_gives_way_to_one_too_many() {
    let world = a_world_of_three_sessions().await;
    let mut tokens = vec![world.kims_token().await];
    for _ in 0..3 {
        assert!(world.authenticate(tokens[0].token.expose()).await.is_ok());
        world.wait(SECOND);
        tokens.push(world.log_in("kim", PASSWORD).await.expect("a log-in").token);
    }
    let oldest = tokens[0].token.expose();
    assert_eq!(world.authenticate(oldest).await, REFUSED);
    for token in &tokens[1..] {
        assert!(world.authenticate(token.token.expose()).await.is_ok());
    }
    let row = world.row(&world.claims(oldest)).await;
    let reason = row.revoked.map(|(_, reason)| reason);
    assert_eq!(reason, Some(RevocationReason::Displaced));
}

// E3: nothing tells of a session that gave way.
#[tokio::test]
async fn the_record_of_a_session_that_gave_way_is_gone() {
    let world = a_world_of_three_sessions().await;
    let oldest = world.claims(world.kims_token().await.token.expose()).token;
    let records = &world.ports.sessions.records;
    for is_there in [true, true, false] {
        world.wait(SECOND);
        world.log_in("kim", PASSWORD).await.expect("a log-in");
        let record = records.token(oldest).await.expect("records");
        assert_eq!(record.is_some(), is_there);
    }
}

// C10
#[tokio::test]
async fn another_users_sessions_do_not_count() {
    let world = a_world_of_three_sessions().await;
    let kim = world.kims_token().await;
    world.account("lee@example.com", "lee").await;
    for _ in 0..3 {
        world.wait(SECOND);
        world.log_in("lee", PASSWORD).await.expect("a log-in");
    }
    assert!(world.authenticate(kim.token.expose()).await.is_ok());
}

// C10
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn racing_log_ins_leave_no_more_than_the_cap() {
    let world = Arc::new(a_world_of_three_sessions().await);
    let user = world.account("kim@example.com", "kim").await.user.id;
    let log_ins = race(12, |_| {
        let world = world.clone();
        async move { world.log_in("kim", PASSWORD).await.is_ok() }
    })
    .await;
    assert!(log_ins.into_iter().all(|succeeded| succeeded));
    let live = world.sessions.list.execute(user).await.expect("a list");
    assert_eq!(live.len(), 3);
}
