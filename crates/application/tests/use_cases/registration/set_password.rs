//! Step 3 (A2, B1, B2, B4).

use std::sync::Arc;
use std::time::Duration;

use domain::password::PasswordRefusal;
use domain::registration::StepRefusal;
use portico_application::UseCaseError;
use portico_application::registrations::SetPasswordRefusal;

use crate::world::{Flow, PASSWORD, World, a_world, every_fault_leaves_nothing, race};

type Answer = Result<(), UseCaseError<SetPasswordRefusal>>;

async fn set(world: &World, flow: &Flow, password: &str) -> Answer {
    world.set_password(&flow.secret, password).await.map(|_| ())
}

const fn bad(refusal: PasswordRefusal) -> Answer {
    Err(UseCaseError::Refused(SetPasswordRefusal::Password(refusal)))
}

const fn out_of_step(refusal: StepRefusal) -> Answer {
    Err(UseCaseError::Refused(SetPasswordRefusal::Step(refusal)))
}

#[tokio::test]
async fn a_good_password_is_kept_and_audited() {
    let world = a_world().await;
    let flow = world.verified_flow("kim@example.com").await;
    assert_eq!(set(&world, &flow, PASSWORD).await, Ok(()));
    assert_eq!(
        world.tables.last_audit().await,
        "registration.password_set success"
    );
}

// B1, B2, B4
#[tokio::test]
async fn a_bad_password_is_refused_before_it_is_hashed_and_another_can_be_tried() {
    let world = a_world().await;
    let flow = world.verified_flow("kim@example.com").await;
    let before = world.tables.dump().await;
    let attempts = [
        ("7 chars", PasswordRefusal::TooShort { min: 8 }),
        ("password123", PasswordRefusal::Guessable),
        ("qwertyuiop", PasswordRefusal::Guessable),
    ];
    for (password, refusal) in attempts {
        assert_eq!(
            set(&world, &flow, password).await,
            bad(refusal),
            "{password}"
        );
    }
    assert_eq!(world.hasher.take_work().hashes, 0);
    assert_eq!(world.tables.dump().await, before);
    assert_eq!(set(&world, &flow, PASSWORD).await, Ok(()));
}

// B4: the address and the product are words that an attacker knows.
#[tokio::test]
async fn a_password_made_of_known_words_is_refused() {
    let world = a_world().await;
    let flow = world.verified_flow("zanzibarian.quokka@example.com").await;
    for password in ["zanzibarian.quokka1", "Quincunx Portal", "quincunx portal1"] {
        assert_eq!(
            set(&world, &flow, password).await,
            bad(PasswordRefusal::Guessable),
            "{password}"
        );
    }
}

// A2, C8: nobody without a proven address makes the server hash.
#[tokio::test]
async fn nothing_is_hashed_for_a_flow_that_waits_for_something_else() {
    let world = a_world().await;
    let fresh = world.flow("kim@example.com").await;
    let before = world.tables.dump().await;
    let wrong_step = out_of_step(StepRefusal::WrongStep);
    assert_eq!(set(&world, &fresh, PASSWORD).await, wrong_step);
    assert_eq!(world.hasher.take_work().hashes, 0);
    assert_eq!(world.tables.dump().await, before);
}

// A2
#[tokio::test]
async fn a_password_is_set_once() {
    let world = a_world().await;
    let flow = world.flow_with_password("kim@example.com").await;
    let answer = set(&world, &flow, "another-lantern-9").await;
    assert_eq!(answer, out_of_step(StepRefusal::WrongStep));
}

// A2, I12
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_parallel_passwords_one_is_kept() {
    let world = Arc::new(a_world().await);
    let flow = world.verified_flow("kim@example.com").await;
    let answers = race(8, |number| {
        let (world, flow) = (world.clone(), flow.clone());
        async move { set(&world, &flow, &format!("lantern-orbit-{number}")).await }
    })
    .await;
    let kept = answers.iter().position(Result::is_ok).expect("one is kept");
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    let completed = world.complete(&flow.secret, Some("kim")).await;
    completed.expect("an account");
    assert!(
        world
            .log_in("kim", &format!("lantern-orbit-{kept}"))
            .await
            .is_ok()
    );
}

// A6
#[tokio::test]
async fn after_an_hour_it_is_too_late() {
    let world = a_world().await;
    let flow = world.verified_flow("kim@example.com").await;
    world.wait(Duration::from_hours(1));
    assert_eq!(
        set(&world, &flow, PASSWORD).await,
        out_of_step(StepRefusal::Gone)
    );
}

// A6: it is locked twice, before the hash is made and after.
#[tokio::test]
async fn a_flow_that_ends_during_the_second_wait_for_it_keeps_no_password() {
    let world = a_world().await;
    let flow = world.verified_flow("kim@example.com").await;
    world.faults.locks_take(Duration::from_mins(30));
    assert_eq!(
        set(&world, &flow, PASSWORD).await,
        out_of_step(StepRefusal::Gone)
    );
    assert_eq!(world.hasher.take_work().hashes, 1);
}

// C8
#[tokio::test]
async fn an_overloaded_hasher_is_a_failure_and_writes_nothing() {
    let world = a_world().await;
    let flow = world.verified_flow("kim@example.com").await;
    let before = world.tables.dump().await;
    world.hasher.overload();
    let answer = set(&world, &flow, PASSWORD).await;
    assert!(matches!(answer, Err(UseCaseError::Failed(_))), "{answer:?}");
    assert_eq!(world.tables.dump().await, before);
}

// A13
#[tokio::test]
async fn a_failure_of_storage_leaves_the_flow_where_it_was() {
    let world = a_world().await;
    let flow = world.verified_flow("kim@example.com").await;
    let calls =
        every_fault_leaves_nothing(&world, async || set(&world, &flow, PASSWORD).await).await;
    // begin, lock; begin, lock, save, audit event, commit
    assert_eq!(calls, 7);
}
