//! Renewal under races (I10).

use std::sync::Arc;
use std::time::Duration;

use portico_application::sessions::IssuedToken;

use crate::world::{REFUSED, World, a_world, race};

/// So many requests with one expired token at once, spread over these instances.
async fn renew_at_once(instances: &[Arc<World>], count: usize, token: &str) -> Vec<IssuedToken> {
    race(count, |number| {
        let world = instances[number % instances.len()].clone();
        let token = token.to_owned();
        async move { world.renew(&token).await }
    })
    .await
}

async fn assert_all_got_one_successor(instances: &[Arc<World>], old: &IssuedToken) {
    let world = &instances[0];
    world.outlive(old);
    let successors = renew_at_once(instances, 200, old.token.expose()).await;
    let newest = world.claims(successors[0].token.expose());
    for successor in &successors {
        assert_eq!(world.claims(successor.token.expose()), newest);
    }
    let row = world.row(&newest).await;
    assert_eq!(row.current_token, newest.token);
    assert_eq!(
        row.generation,
        world.claims(old.token.expose()).generation.next()
    );
    let mut written = world.tables.audit().await;
    written.retain(|event| event == "token.renewed success");
    assert_eq!(written.len(), 1);
}

// I10
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_hundred_requests_with_one_expired_token_get_one_successor() {
    let world = Arc::new(a_world().await);
    let old = world.kims_token().await;
    assert_all_got_one_successor(&[world], &old).await;
}

// I10
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_hundred_requests_over_two_instances_get_one_successor() {
    let one = Arc::new(a_world().await);
    let other = Arc::new(one.twin().await);
    let old = one.kims_token().await;
    assert_all_got_one_successor(&[one, other], &old).await;
}

// I10: before and after its log-out, a session may renew; in the end nothing works.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_log_out_that_races_with_renewal_leaves_no_working_token() {
    let one = Arc::new(a_world().await);
    let other = Arc::new(one.twin().await);
    one.listen().await;
    other.listen().await;
    one.wait(Duration::from_mins(31));
    for round in 0..1_000 {
        let token = one.seal(&one.stored(|session| session).await);
        let (ending, renewing) = if round % 2 == 0 {
            (&one, &other)
        } else {
            (&other, &one)
        };
        let successor = log_out_while_renewing(ending, renewing, &token).await;
        for token in successor.iter().chain([&token]) {
            assert_eq!(ending.authenticate(token).await, REFUSED, "round {round}");
            assert_dies_within_a_second(renewing, token).await;
        }
    }
}

async fn log_out_while_renewing(
    ending: &Arc<World>,
    renewing: &Arc<World>,
    token: &str,
) -> Option<String> {
    let successors = race(2, |number| {
        let (ending, renewing) = (ending.clone(), renewing.clone());
        let token = token.to_owned();
        async move {
            if number == 0 {
                ending.log_out(&token).await;
                return None;
            }
            let answer = renewing.authenticate(&token).await;
            let successor = answer.ok()?.renewed?.token;
            Some(successor.expose().to_owned())
        }
    })
    .await;
    successors.into_iter().flatten().next()
}

async fn assert_dies_within_a_second(world: &World, token: &str) {
    let refusal = async {
        while world.authenticate(token).await != REFUSED {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    let died = tokio::time::timeout(Duration::from_secs(1), refusal).await;
    died.expect("the news take less than a second");
}
