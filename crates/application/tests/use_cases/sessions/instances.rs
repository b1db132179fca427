//! A revocation on one instance, seen by another (section 2.8, I11).

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::ports::MAX_SESSION_AGE;
use domain::request_origin::RequestOrigin;

use crate::world::{REFUSED, SlowReads, World, a_world, a_world_with};

/// Waits until a token is refused; gives how long that took.
async fn time_to_die(world: &World, token: &str) -> Duration {
    let start = Instant::now();
    while world.authenticate(token).await != REFUSED {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    start.elapsed()
}

/// Two instances, a token that both of them know.
async fn two_that_know_a_token() -> (World, World, String) {
    let one = a_world().await;
    let other = one.twin().await;
    let token = one.kims_token().await.token.expose().to_owned();
    for world in [&one, &other] {
        assert!(world.authenticate(&token).await.is_ok());
    }
    (one, other, token)
}

// I11
#[tokio::test]
async fn another_instance_refuses_a_token_once_it_has_heard_of_its_end() {
    let (one, other, token) = two_that_know_a_token().await;
    other.listen().await;
    assert!(other.authenticate(&token).await.is_ok());
    one.log_out(&token).await;
    assert_eq!(one.authenticate(&token).await, REFUSED);
    assert!(time_to_die(&other, &token).await < Duration::from_secs(1));
}

// I11: the news of a user reach every session.
#[tokio::test]
async fn another_instance_hears_of_the_end_of_all_sessions() {
    let (one, other, token) = two_that_know_a_token().await;
    other.listen().await;
    let warm = other.authenticate(&token).await.expect("a live token");
    let nowhere = RequestOrigin::default();
    let kim = warm.user.id;
    let ended = one.sessions.end_all.execute(kim, kim, &nowhere).await;
    assert_eq!(ended, Ok(1));
    assert!(time_to_die(&other, &token).await < Duration::from_secs(1));
}

// I11: without the push, copies grow old.
#[tokio::test]
async fn an_instance_that_hears_nothing_refuses_a_token_within_the_bound() {
    let (one, other, token) = two_that_know_a_token().await;
    one.log_out(&token).await;
    assert!(other.authenticate(&token).await.is_ok());
    let slack = Duration::from_millis(500);
    assert!(time_to_die(&other, &token).await < MAX_SESSION_AGE + slack);
}

/// A world whose look-ups wait for the test.
async fn a_world_with_slow_reads() -> (World, Arc<SlowReads>) {
    let mut slow = None;
    let world = a_world_with(|ports, _| {
        let reads = SlowReads::new(ports.storage.sessions.clone());
        ports.storage.sessions = reads.clone();
        slow = Some(reads);
    })
    .await;
    (world, slow.expect("the reads"))
}

// 2.8, I9: a fill never overwrites a revocation.
#[tokio::test]
async fn a_copy_that_was_read_before_a_revocation_is_not_kept() {
    let (world, reads) = a_world_with_slow_reads().await;
    let token = world.kims_token().await;
    let token = token.token.expose();
    let revocation = async {
        reads.have_read(1).await;
        world.log_out(token).await;
        reads.open();
    };
    let (overtaken, ()) = tokio::join!(world.authenticate(token), revocation);
    overtaken.expect("it was read while the session lived");
    assert_eq!(world.authenticate(token).await, REFUSED);
}

// 2.8: nor does whoever comes after the revocation join the read from before it.
#[tokio::test]
async fn a_request_after_a_revocation_does_not_share_a_read_from_before_it() {
    let (world, reads) = a_world_with_slow_reads().await;
    let token = world.kims_token().await;
    let token = token.token.expose();
    let afterwards = async {
        reads.have_read(1).await;
        world.log_out(token).await;
        let open = async {
            reads.have_read(2).await;
            reads.open();
        };
        tokio::join!(world.authenticate(token), open).0
    };
    let (_, afterwards) = tokio::join!(world.authenticate(token), afterwards);
    assert_eq!(afterwards, REFUSED);
}
