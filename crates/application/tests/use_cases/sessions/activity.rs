//! Uses of sessions, written down later (sections 2.3 and 2.4).

use std::time::Duration;

use domain::session::Session;
use domain::token::Claims;
use port_contracts::fixtures::{A_MOMENT, a_session_of, a_user};
use portico_application::sessions::FlushActivity;

use crate::world::{World, a_world, a_world_with};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);

async fn use_it(world: &World, claims: &Claims) {
    let answer = world.authenticate(&world.seal(claims)).await;
    answer.expect("a live token");
}

#[tokio::test]
async fn a_use_after_a_minute_slides_the_idle_limit() {
    let world = a_world().await;
    let claims = world.stored(|session| session).await;
    world.wait(MINUTE);
    use_it(&world, &claims).await;
    assert_eq!(world.row(&claims).await.last_seen_at, A_MOMENT);
    assert_eq!(world.flush().await, 1);
    let row = world.row(&claims).await;
    let now = A_MOMENT.plus(MINUTE);
    assert_eq!(row.last_seen_at, now);
    let idle_timeout = world.policies.sessions.idle_timeout;
    assert_eq!(row.idle_expires_at, now.plus(idle_timeout));
}

#[tokio::test]
async fn a_use_within_a_minute_is_not_worth_a_write() {
    let world = a_world().await;
    let claims = world.stored(|session| session).await;
    world.wait_almost(MINUTE);
    use_it(&world, &claims).await;
    assert_eq!(world.flush().await, 0);
}

#[tokio::test]
async fn however_often_it_is_used_a_session_is_written_once_a_minute() {
    let world = a_world().await;
    let claims = world.stored(|session| session).await;
    let mut written = 0;
    for _ in 0..150 {
        world.wait(SECOND);
        use_it(&world, &claims).await;
        written += world.flush().await;
    }
    assert_eq!(written, 2);
}

#[tokio::test]
async fn many_uses_before_a_flush_are_one() {
    let world = a_world().await;
    let claims = world.stored(|session| session).await;
    let other = world.stored(|session| session).await;
    world.wait(MINUTE);
    for _ in 0..20 {
        world.wait(SECOND);
        use_it(&world, &claims).await;
        use_it(&world, &other).await;
    }
    assert_eq!(world.flush().await, 2);
    let last = A_MOMENT.plus(MINUTE + 20 * SECOND);
    for claims in [claims, other] {
        assert_eq!(world.row(&claims).await.last_seen_at, last);
    }
}

// 2.3: once in a tenth of it, where that is shorter than a minute.
#[tokio::test]
async fn a_short_idle_limit_is_slid_more_often() {
    let world = a_world_with(|_, policies| {
        policies.sessions.idle_timeout = 100 * SECOND;
    })
    .await;
    let claims = world
        .stored(|session| Session {
            idle_expires_at: A_MOMENT.plus(100 * SECOND),
            ..session
        })
        .await;
    world.wait(9 * SECOND);
    use_it(&world, &claims).await;
    assert_eq!(world.flush().await, 0);
    world.wait(SECOND);
    use_it(&world, &claims).await;
    assert_eq!(world.flush().await, 1);
}

// D13
#[tokio::test]
async fn no_use_slides_a_limit_past_the_absolute_end() {
    let world = a_world().await;
    let absolute_end = A_MOMENT.plus(20 * MINUTE);
    let claims = world
        .stored(|session| Session {
            absolute_expires_at: absolute_end,
            idle_expires_at: absolute_end,
            ..session
        })
        .await;
    world.wait(10 * MINUTE);
    use_it(&world, &claims).await;
    assert_eq!(world.flush().await, 1);
    assert_eq!(world.row(&claims).await.idle_expires_at, absolute_end);
}

// 2.4: only once there was an older token.
#[tokio::test]
async fn the_first_use_of_a_successor_is_acknowledged_and_no_other() {
    let world = a_world().await;
    let old = world.kims_token().await;
    let first = world.claims(old.token.expose());
    use_it(&world, &first).await;
    assert_eq!(world.flush().await, 0);
    world.outlive(&old);
    let new = world.renew(old.token.expose()).await;
    let new = world.claims(new.token.expose());
    let used_at = world.row(&new).await.last_seen_at;
    for _ in 0..5 {
        use_it(&world, &new).await;
        world.flush().await;
        world.wait(SECOND);
    }
    assert_eq!(world.row(&new).await.current_used_at, Some(used_at));
}

// 2.4: a client that goes on with an old but live token has not received the new one.
#[tokio::test]
async fn an_older_token_acknowledges_nothing() {
    let world = a_world().await;
    let old = world.kims_token().await;
    let new = world.refresh(old.token.expose()).await;
    let new = world.claims(new.expect("a live token").token.token.expose());
    use_it(&world, &world.claims(old.token.expose())).await;
    world.flush().await;
    assert_eq!(world.row(&new).await.current_used_at, None);
}

// Another instance acknowledged first.
#[tokio::test]
async fn an_acknowledgement_never_moves() {
    let world = a_world().await;
    let old = world.kims_token().await;
    world.outlive(&old);
    let new = world.renew(old.token.expose()).await;
    let new = world.claims(new.token.expose());
    let used_at = world.row(&new).await.last_seen_at.plus(SECOND);
    use_it(&world, &new).await;
    world.wait(MINUTE);
    world.acknowledge(&new, used_at).await;
    use_it(&world, &new).await;
    world.flush().await;
    assert_eq!(world.row(&new).await.current_used_at, Some(used_at));
}

/// So many sessions whose use is worth writing down, each used once.
async fn used_sessions(world: &World, count: u32) -> Vec<Claims> {
    let mut unit = world.ports.storage.units.begin().await.expect("a unit");
    let mut all = Vec::new();
    for _ in 0..count {
        let user = a_user().build();
        let session = a_session_of(&user).build();
        let inserted = unit.users().insert(&user, None).await;
        inserted.expect("a user");
        let inserted = unit.sessions().insert(&session).await;
        inserted.expect("a session");
        all.push(session.current_claims(&world.policies.sessions));
    }
    unit.commit().await.expect("a commit");
    world.wait(MINUTE);
    for claims in &all {
        use_it(world, claims).await;
    }
    all
}

async fn unwritten(world: &World, all: &[Claims]) -> usize {
    let mut count = 0;
    for claims in all {
        count += usize::from(world.row(claims).await.last_seen_at == A_MOMENT);
    }
    count
}

// No transaction holds the writer for long.
#[tokio::test]
async fn uses_are_written_five_hundred_at_a_time() {
    let world = a_world().await;
    let all = used_sessions(&world, 501).await;
    world.faults.heal();
    assert_eq!(world.flush().await, 501);
    // begin, write, commit, for each of the two
    assert_eq!(world.faults.calls(), 6);
    assert_eq!(unwritten(&world, &all).await, 0);
}

#[tokio::test]
async fn an_outage_in_between_loses_no_note() {
    let world = a_world().await;
    let all = used_sessions(&world, 501).await;
    let flush = FlushActivity::new(&world.ports, &world.activity);
    for (call, left) in [(1, 501), (5, 1)] {
        world.faults.fail_at(call);
        assert!(flush.execute().await.is_err());
        world.faults.heal();
        assert_eq!(unwritten(&world, &all).await, left);
    }
    assert_eq!(world.flush().await, 1);
    assert_eq!(unwritten(&world, &all).await, 0);
}

// A row that storage cannot change costs its own batch and no other. Losing a note only widens a grace.
#[tokio::test]
async fn a_batch_that_can_never_be_written_keeps_no_other_from_it() {
    let world = a_world().await;
    let all = used_sessions(&world, 501).await;
    let stuck = world.row(&all[7]).await.user;
    let refuse = "CREATE TRIGGER stuck BEFORE UPDATE ON sessions WHEN lower(hex(OLD.user_id)) = ";
    let refuse = format!(
        "{refuse}'{}' BEGIN SELECT RAISE(ABORT, 'stuck'); END",
        stuck.as_uuid().simple()
    );
    world.tables.execute(&refuse).await;
    let flush = FlushActivity::new(&world.ports, &world.activity);
    assert!(flush.execute().await.is_err());
    // Which of the two batches it was in is chance.
    assert!([1, 500].contains(&unwritten(&world, &all).await));
    assert_eq!(world.flush().await, 0);
}
