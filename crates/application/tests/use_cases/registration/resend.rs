//! A further code (A4, A10).

use std::sync::Arc;
use std::time::Duration;

use domain::registration::{ResendRefusal, StepRefusal, VerifyRefusal};
use port_contracts::fixtures::{a_code, a_registration_secret};
use portico_application::UseCaseError;
use portico_application::registrations::VerifyOtpRefusal;

use crate::world::{
    Flow, WatchedLimits, World, a_world, a_world_with, an_unlimited_world,
    every_fault_leaves_nothing, race, wrong_code,
};

const MINUTE: Duration = Duration::from_mins(1);

type Answer = Result<(), UseCaseError<ResendRefusal>>;

async fn resend(world: &World, flow: &Flow) -> Answer {
    world.resend(&flow.secret).await.map(|_| ())
}

const fn refused(refusal: ResendRefusal) -> Answer {
    Err(UseCaseError::Refused(refusal))
}

// A4
#[tokio::test]
async fn the_older_code_is_void_once_a_newer_one_is_sent() {
    let world = a_world().await;
    let flow = world.flow("kim@example.com").await;
    world.wait(MINUTE);
    assert_eq!(resend(&world, &flow).await, Ok(()));
    world.deliver().await;
    let newer = a_code(&world.post.last_code());
    if newer != flow.code {
        let verdict = world.verify(&flow.secret, &flow.code).await.map(|_| ());
        let wrong = VerifyOtpRefusal::Code(VerifyRefusal::Wrong { attempts_left: 4 });
        assert_eq!(verdict, Err(UseCaseError::Refused(wrong)));
    }
    assert!(world.verify(&flow.secret, &newer).await.is_ok());
}

// A10
#[tokio::test]
async fn within_a_minute_nothing_is_sent() {
    let world = a_world().await;
    let flow = world.flow("kim@example.com").await;
    let before = world.tables.dump().await;
    world.wait(Duration::from_secs(59));
    let retry_after = Duration::from_secs(1);
    assert_eq!(
        resend(&world, &flow).await,
        refused(ResendRefusal::Wait { retry_after })
    );
    assert_eq!(world.tables.dump().await, before);
}

// A10
#[tokio::test]
async fn five_further_codes_are_sent_and_no_sixth() {
    let world = an_unlimited_world().await;
    let flow = world.flow("kim@example.com").await;
    for _ in 0..5 {
        world.wait(MINUTE);
        assert_eq!(resend(&world, &flow).await, Ok(()));
        world.deliver().await;
    }
    world.wait(MINUTE);
    let retry_after = MINUTE * 54;
    assert_eq!(
        resend(&world, &flow).await,
        refused(ResendRefusal::Wait { retry_after })
    );
    world.deliver().await;
    assert_eq!(world.post.delivered().len(), 6);
}

// A10
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_parallel_requests_one_gets_a_code() {
    let world = Arc::new(a_world().await);
    let flow = world.flow("kim@example.com").await;
    world.wait(MINUTE);
    let answers = race(20, |_| {
        let (world, flow) = (world.clone(), flow.clone());
        async move { resend(&world, &flow).await }
    })
    .await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert_eq!(world.tables.count("jobs").await, 2);
}

// A row that is locked while a limiter is asked over the network holds everybody up who waits for it.
#[tokio::test]
async fn no_unit_is_open_while_a_limit_is_asked() {
    let limits = Arc::new(WatchedLimits::default());
    let world = a_world_with(|ports, _| ports.limits = limits.clone()).await;
    limits.watch(&world.faults);
    let flow = world.flow("kim@example.com").await;
    world.wait(MINUTE);
    assert_eq!(resend(&world, &flow).await, Ok(()));
}

// A10: of five codes an address may have, a race of two requests costs it no third.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_request_that_lost_a_race_does_not_count() {
    let world = Arc::new(a_world().await);
    let flow = world.flow("kim@example.com").await;
    world.wait(MINUTE);
    race(3, |_| {
        let (world, flow) = (world.clone(), flow.clone());
        async move { resend(&world, &flow).await }
    })
    .await;
    for _ in 0..3 {
        world.wait(MINUTE);
        assert_eq!(resend(&world, &flow).await, Ok(()));
    }
}

// A6
#[tokio::test]
async fn a_flow_that_ends_during_the_wait_for_it_gets_no_further_code() {
    let world = a_world().await;
    let flow = world.flow("kim@example.com").await;
    world.wait(MINUTE);
    world.faults.locks_take(MINUTE * 59);
    let gone = ResendRefusal::Step(StepRefusal::Gone);
    assert_eq!(resend(&world, &flow).await, refused(gone));
}

// A1: a further code for a known address is no code either.
#[tokio::test]
async fn a_known_address_gets_no_code_from_a_resend() {
    let world = a_world().await;
    world.account("kim@example.com", "kim").await;
    let known = world.initiate("kim@example.com").await;
    world.wait(MINUTE);
    assert!(world.resend(&known.secret).await.is_ok());
    world.deliver().await;
    assert_eq!(world.post.last().content.subject, "account exists");
}

// A7
#[tokio::test]
async fn an_exhausted_flow_gets_no_further_code() {
    let world = a_world().await;
    let flow = world.flow("kim@example.com").await;
    for _ in 0..5 {
        let guess = world.verify(&flow.secret, &wrong_code(&flow.code)).await;
        guess.expect_err("a wrong code");
    }
    world.wait(MINUTE);
    assert_eq!(
        resend(&world, &flow).await,
        refused(ResendRefusal::Exhausted)
    );
}

// A2
#[tokio::test]
async fn a_verified_or_unknown_flow_gets_no_further_code() {
    let world = a_world().await;
    let mut flow = world.verified_flow("kim@example.com").await;
    world.wait(MINUTE);
    let wrong_step = ResendRefusal::Step(StepRefusal::WrongStep);
    assert_eq!(resend(&world, &flow).await, refused(wrong_step));
    flow.secret = a_registration_secret();
    let gone = ResendRefusal::Step(StepRefusal::Gone);
    assert_eq!(resend(&world, &flow).await, refused(gone));
}

// I3
#[tokio::test]
async fn a_failure_of_storage_leaves_the_older_code_as_it_was() {
    let world = an_unlimited_world().await;
    let flow = world.flow("kim@example.com").await;
    world.wait(MINUTE);
    let calls = every_fault_leaves_nothing(&world, async || resend(&world, &flow).await).await;
    // begin and lock, before the quota is asked; begin, lock, save, job, audit event, commit
    assert_eq!(calls, 8);
    assert_eq!(
        world.tables.last_audit().await,
        "registration.code_resent success"
    );
}
