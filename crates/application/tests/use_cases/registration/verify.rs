//! Step 2 (A3, A4, A6, A7, A8).

use std::sync::Arc;
use std::time::Duration;

use domain::registration::{RegistrationStep, StepRefusal, VerifyRefusal};
use port_contracts::fixtures::a_registration_secret;
use portico_application::UseCaseError;
use portico_application::registrations::VerifyOtpRefusal;

use crate::world::{Flow, World, a_world, every_fault_leaves_nothing, race, wrong_code};

type Verdict = Result<(), UseCaseError<VerifyOtpRefusal>>;

async fn verify(world: &World, flow: &Flow) -> Verdict {
    world.verify(&flow.secret, &flow.code).await.map(|_| ())
}

async fn guess_wrong(world: &World, flow: &Flow) -> Verdict {
    let wrong = wrong_code(&flow.code);
    world.verify(&flow.secret, &wrong).await.map(|_| ())
}

const fn refused(refusal: VerifyRefusal) -> Verdict {
    Err(UseCaseError::Refused(VerifyOtpRefusal::Code(refusal)))
}

const fn wrong(attempts_left: u32) -> Verdict {
    refused(VerifyRefusal::Wrong { attempts_left })
}

#[tokio::test]
async fn the_right_code_opens_the_next_step() {
    let world = a_world().await;
    let flow = world.flow("kim@example.com").await;
    let verified = world.verify(&flow.secret, &flow.code).await;
    let registration = verified.expect("the right code");
    assert_eq!(registration.record().step, RegistrationStep::SetPassword);
    assert_eq!(
        world.tables.last_audit().await,
        "registration.code_verified success"
    );
}

// A3: an address and its code are not enough.
#[tokio::test]
async fn a_code_without_its_flow_id_opens_nothing() {
    let world = a_world().await;
    let flow = world.flow("kim@example.com").await;
    let before = world.tables.dump().await;
    let stranger = a_registration_secret();
    let verdict = world.verify(&stranger, &flow.code).await.map(|_| ());
    assert_eq!(verdict, refused(VerifyRefusal::Step(StepRefusal::Gone)));
    assert_eq!(world.tables.dump().await, before);
}

// A4
#[tokio::test]
async fn a_code_of_one_flow_never_works_in_another() {
    let world = a_world().await;
    let one = world.flow("kim@example.com").await;
    let mut other = world.flow("kim@example.com").await;
    while one.code == other.code {
        other = world.flow("kim@example.com").await;
    }
    let verdict = world.verify(&other.secret, &one.code).await.map(|_| ());
    assert_eq!(verdict, wrong(4));
    assert_eq!(verify(&world, &one).await, Ok(()));
}

// A7: a refused attempt is stored and written down before it is told.
#[tokio::test]
async fn a_wrong_code_counts_and_is_audited() {
    let world = a_world().await;
    let flow = world.flow("kim@example.com").await;
    for attempts_left in [4, 3, 2, 1, 0] {
        assert_eq!(guess_wrong(&world, &flow).await, wrong(attempts_left));
        assert_eq!(
            world.tables.last_audit().await,
            "registration.code_refused failure wrong_code"
        );
    }
}

// A7
#[tokio::test]
async fn the_sixth_code_is_refused_even_if_right() {
    let world = a_world().await;
    let flow = world.flow("kim@example.com").await;
    for _ in 0..5 {
        guess_wrong(&world, &flow).await.expect_err("a wrong code");
    }
    let before = world.tables.dump().await;
    assert_eq!(
        verify(&world, &flow).await,
        refused(VerifyRefusal::Exhausted)
    );
    assert_eq!(world.digester.comparisons(), 5);
    assert_eq!(world.tables.dump().await, before);
}

// A7
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_hundred_parallel_guesses_five_are_evaluated() {
    let world = Arc::new(a_world().await);
    let flow = world.flow("kim@example.com").await;
    let verdicts = race(200, |_| {
        let (world, flow) = (world.clone(), flow.clone());
        async move { guess_wrong(&world, &flow).await }
    })
    .await;
    let told_wrong = verdicts
        .iter()
        .filter(|verdict| (0..5).any(|left| **verdict == wrong(left)))
        .count();
    assert_eq!((told_wrong, world.digester.comparisons()), (5, 5));
    assert_eq!(
        verify(&world, &flow).await,
        refused(VerifyRefusal::Exhausted)
    );
}

// A8, I12
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_parallel_right_codes_one_succeeds() {
    let world = Arc::new(a_world().await);
    for round in 0..5 {
        let flow = world.flow(&format!("kim-{round}@example.com")).await;
        let verdicts = race(50, |_| {
            let (world, flow) = (world.clone(), flow.clone());
            async move { verify(&world, &flow).await }
        })
        .await;
        let (granted, others): (Vec<_>, Vec<_>) = verdicts.into_iter().partition(Result::is_ok);
        assert_eq!(granted.len(), 1);
        let already_taken = refused(VerifyRefusal::Step(StepRefusal::WrongStep));
        assert!(
            others.iter().all(|verdict| *verdict == already_taken),
            "{others:?}"
        );
    }
}

// A8
#[tokio::test]
async fn a_right_code_works_once() {
    let world = a_world().await;
    let flow = world.verified_flow("kim@example.com").await;
    let before = world.tables.dump().await;
    assert_eq!(
        verify(&world, &flow).await,
        refused(VerifyRefusal::Step(StepRefusal::WrongStep))
    );
    assert_eq!(world.tables.dump().await, before);
}

// A6
#[tokio::test]
async fn an_expired_code_is_refused_and_does_not_count() {
    let world = a_world().await;
    let flow = world.flow("kim@example.com").await;
    world.wait(Duration::from_mins(10));
    let before = world.tables.dump().await;
    assert_eq!(
        verify(&world, &flow).await,
        refused(VerifyRefusal::CodeExpired)
    );
    assert_eq!(world.digester.comparisons(), 0);
    assert_eq!(world.tables.dump().await, before);
}

// A6: what counts is when the code is judged, not when the request came.
#[tokio::test]
async fn a_code_that_expires_during_the_wait_for_its_flow_is_refused() {
    let world = a_world().await;
    let flow = world.flow("kim@example.com").await;
    world.faults.locks_take(Duration::from_mins(10));
    assert_eq!(
        verify(&world, &flow).await,
        refused(VerifyRefusal::CodeExpired)
    );
}

// A6
#[tokio::test]
async fn after_an_hour_the_flow_is_gone() {
    let world = a_world().await;
    let flow = world.flow("kim@example.com").await;
    world.wait(Duration::from_hours(1));
    assert_eq!(
        verify(&world, &flow).await,
        refused(VerifyRefusal::Step(StepRefusal::Gone))
    );
}

// A7: what could not be stored is not judged for the client either.
#[tokio::test]
async fn a_failure_of_storage_leaves_nothing_and_says_nothing_of_the_code() {
    let world = a_world().await;
    let flow = world.flow("kim@example.com").await;
    let calls = every_fault_leaves_nothing(&world, async || guess_wrong(&world, &flow).await).await;
    // begin, lock, budget, save, budget, audit event, commit
    assert_eq!(calls, 7);
    let calls = every_fault_leaves_nothing(&world, async || verify(&world, &flow).await).await;
    assert_eq!(calls, 6);
}
