//! What becomes of mail that does not leave (I4, F13r).

use std::time::Duration;

use domain::job::{ClaimedJob, JobOutcome, SealedPayload};
use domain::ports::{Clock, MailError};

use crate::world::{World, a_world};

async fn a_claimed_mail(world: &World) -> ClaimedJob {
    world.initiate("kim@example.com").await;
    world.claim().await.pop().expect("a job")
}

/// Seals another payload for the same job.
fn with_payload(world: &World, job: ClaimedJob, payload: &[u8]) -> ClaimedJob {
    let crypto = &world.ports.crypto;
    let payload = crypto.payloads.seal(job.id, &job.kind, payload);
    ClaimedJob {
        payload: payload.expect("a sealed payload"),
        ..job
    }
}

fn death(outcome: JobOutcome) -> String {
    match outcome {
        JobOutcome::Dead { error } => error,
        other => panic!("not given up: {other:?}"),
    }
}

fn wait_of(world: &World, outcome: &JobOutcome) -> Duration {
    match outcome {
        JobOutcome::Retry { run_at, .. } => run_at.since(world.clock.now()),
        other => panic!("not tried again: {other:?}"),
    }
}

// I4: 5 s, doubled each time, with jitter in the upper half.
#[tokio::test]
async fn a_transient_failure_is_tried_again_after_a_growing_wait() {
    let world = a_world().await;
    world.initiate("kim@example.com").await;
    for longest in [5, 10, 20, 40] {
        let error = MailError::Transient("451 later".to_owned());
        world.post.fail_with(error);
        let outcomes = world.deliver().await;
        let wait = wait_of(&world, &outcomes[0]);
        let longest = Duration::from_secs(longest);
        assert!(wait >= longest / 2 && wait <= longest, "{wait:?}");
        world.wait(wait);
    }
}

// I4
#[tokio::test]
async fn a_retry_is_not_due_before_its_time() {
    let world = a_world().await;
    world.initiate("kim@example.com").await;
    let error = MailError::Transient("451 later".to_owned());
    world.post.fail_with(error);
    let outcomes = world.deliver().await;
    let wait = wait_of(&world, &outcomes[0]);
    world
        .clock
        .set(world.clock.now().plus(wait).minus(Duration::from_micros(1)));
    assert_eq!(world.deliver().await, []);
    world.wait(Duration::from_micros(1));
    assert_eq!(world.deliver().await, [JobOutcome::Succeeded]);
}

// I4: SMTP 5xx.
#[tokio::test]
async fn a_permanent_failure_is_a_dead_letter() {
    let world = a_world().await;
    world.initiate("kim@example.com").await;
    let error = MailError::Permanent("550 no such mailbox".to_owned());
    world.post.fail_with(error);
    let outcome = world.deliver().await.pop().expect("an outcome");
    assert!(death(outcome).contains("550 no such mailbox"));
    world.wait(Duration::from_mins(5));
    assert_eq!(world.deliver().await, []);
}

// I4: an expired code is not sent late.
#[tokio::test]
async fn a_code_that_has_expired_is_not_mailed() {
    let world = a_world().await;
    world.initiate("kim@example.com").await;
    world.wait(Duration::from_mins(10));
    let outcome = world.deliver().await.pop().expect("an outcome");
    assert!(death(outcome).contains("deadline"));
    assert_eq!(world.post.tried(), []);
}

// I4: a welcome has no deadline, but its tries have an end.
#[tokio::test]
async fn a_mail_is_given_up_after_ten_tries() {
    let world = a_world().await;
    let flow = world.flow_with_password("kim@example.com").await;
    let completed = world.complete(&flow.secret, None).await;
    completed.expect("an account");
    let tried_before = world.post.tried().len();
    for _ in 0..12 {
        let error = MailError::Transient("451 later".to_owned());
        world.post.fail_with(error);
        world.deliver().await;
        world.wait(Duration::from_hours(1));
    }
    assert_eq!(world.post.tried().len() - tried_before, 10);
}

// A1, I6: an outage does not make a known address unknown.
#[tokio::test]
async fn no_mail_leaves_while_the_address_cannot_be_looked_up() {
    let world = a_world().await;
    let job = a_claimed_mail(&world).await;
    world.faults.lose_storage();
    let outcome = world.runner.attempt(&job).await;
    assert!(matches!(outcome, JobOutcome::Retry { .. }), "{outcome:?}");
    assert_eq!(world.post.tried(), []);
}

// F13r: a bad stored row is a dead letter, and the worker lives.
#[tokio::test]
async fn a_payload_of_another_shape_is_a_dead_letter_that_quotes_nothing() {
    let world = a_world().await;
    let job = a_claimed_mail(&world).await;
    let shapes: [&[u8]; 3] = [
        b"{\"to\":\"canary@example.com\"}",
        b"canary",
        b"{\"to\":\"canary\",\"code\":\"123456\",\"code_expires_at_micros\":1}",
    ];
    for shape in shapes {
        let job = with_payload(&world, job.clone(), shape);
        let error = death(world.runner.attempt(&job).await);
        assert!(!error.contains("canary"), "{error}");
    }
}

// H3
#[tokio::test]
async fn an_altered_payload_is_never_sent() {
    let world = a_world().await;
    let job = a_claimed_mail(&world).await;
    let altered = ClaimedJob {
        payload: SealedPayload::from_sealed(format!("{}A", job.payload.as_str())),
        ..job
    };
    let outcome = world.runner.attempt(&altered).await;
    assert_ne!(outcome, JobOutcome::Succeeded);
    assert_eq!(world.post.tried(), []);
}

#[tokio::test]
async fn a_template_that_fails_is_a_dead_letter() {
    let world = a_world().await;
    let job = a_claimed_mail(&world).await;
    world.post.lose_words();
    assert!(death(world.runner.attempt(&job).await).contains("no words"));
}
