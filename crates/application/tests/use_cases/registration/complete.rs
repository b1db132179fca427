//! Step 4 (A2, A12, A13).

use std::sync::Arc;
use std::time::Duration;

use domain::registration::StepRefusal;
use port_contracts::fixtures::a_registration_secret;
use portico_application::UseCaseError;
use portico_application::registrations::{CompleteRefusal, Completed};

use crate::world::{
    DownSignal, Flow, PASSWORD, World, a_world, a_world_with, an_unlimited_world,
    every_fault_leaves_nothing, race,
};

type Answer = Result<Completed, UseCaseError<CompleteRefusal>>;

async fn complete(world: &World, flow: &Flow, username: &str) -> Answer {
    world.complete(&flow.secret, Some(username)).await
}

fn refusal(answer: Answer) -> CompleteRefusal {
    match answer {
        Err(UseCaseError::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// How many racers won, and that every other one lost for this reason.
fn winners(answers: Vec<Answer>, reason: CompleteRefusal) -> usize {
    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    for answer in lost {
        assert_eq!(refusal(answer), reason);
    }
    won.len()
}

// A13
#[tokio::test]
async fn the_account_its_session_and_its_welcome_come_together() {
    let world = a_world().await;
    let flow = world.flow_with_password("Kim@example.com").await;
    let completed = complete(&world, &flow, "Kim").await.expect("an account");
    let user = &completed.user;
    assert_eq!(user.email.as_str(), "Kim@example.com");
    assert!(user.is_active && !user.is_superuser);
    assert_eq!(world.tables.count("users").await, 1);
    assert_eq!(world.tables.count("sessions").await, 1);
    assert_eq!(
        world.tables.last_audit().await,
        "registration.completed success"
    );
    world.deliver().await;
    let mail = world.post.last();
    assert_eq!(mail.content.subject, "welcome");
    assert_eq!(mail.content.text, "Kim Example / Kim");
}

#[tokio::test]
async fn the_token_of_step_4_is_a_live_one() {
    let world = a_world().await;
    let completed = world.account("kim@example.com", "kim").await;
    let token = completed.token.token.expose();
    let authenticated = world.authenticate(token).await;
    let authenticated = authenticated.expect("a live token");
    assert_eq!(authenticated.user, completed.user);
    assert_eq!(authenticated.session, completed.token.session);
    assert_eq!(
        completed.token.expires_in,
        world.policies.sessions.access_ttl
    );
}

#[tokio::test]
async fn the_password_of_step_3_logs_in() {
    let world = a_world().await;
    let completed = world.account("kim@example.com", "kim").await;
    let logged_in = world.log_in("kim", PASSWORD).await.expect("the password");
    assert_eq!(logged_in.user, completed.user);
}

// A13: user, session, audit event and mail, or nothing at all.
#[tokio::test]
async fn a_failure_of_any_repository_leaves_nothing() {
    let world = a_world().await;
    let flow = world.flow_with_password("kim@example.com").await;
    let calls =
        every_fault_leaves_nothing(&world, async || complete(&world, &flow, "kim").await).await;
    // begin, lock; begin, lock, user, registration, session, the network for either identifier (lock, save), audit
    // event, job, commit
    assert_eq!(calls, 16);
    assert_eq!(world.tables.count("users").await, 1);
    assert_eq!(world.tables.count("sessions").await, 1);
}

// A12, I12
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn flows_racing_for_one_address_make_one_account() {
    let world = Arc::new(an_unlimited_world().await);
    let mut flows = Vec::new();
    for address in ["kim@example.com", "Kim@example.com", "KIM@EXAMPLE.COM"].repeat(5) {
        flows.push(world.flow_with_password(address).await);
    }
    let answers = race(flows.len(), |number| {
        let (world, flow) = (world.clone(), flows[number].clone());
        async move { complete(&world, &flow, &format!("kim-{number}")).await }
    })
    .await;
    assert_eq!(winners(answers, CompleteRefusal::EmailTaken), 1);
    assert_eq!(world.tables.count("users").await, 1);
    assert_eq!(world.tables.count("sessions").await, 1);
}

// A12, A15, I12
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn flows_racing_for_one_username_make_one_account() {
    let world = Arc::new(a_world().await);
    let spellings = ["straße", "STRASSE", "Strasse", "\u{FF53}trasse"];
    let mut flows = Vec::new();
    for number in 0..12 {
        let address = format!("kim-{number}@example.com");
        flows.push(world.flow_with_password(&address).await);
    }
    let answers = race(flows.len(), |number| {
        let (world, flow) = (world.clone(), flows[number].clone());
        async move { complete(&world, &flow, spellings[number % 4]).await }
    })
    .await;
    assert_eq!(winners(answers, CompleteRefusal::UsernameTaken), 1);
    assert_eq!(world.tables.count("users").await, 1);
}

// A8, I12
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_flow_completed_many_times_at_once_makes_one_account() {
    let world = Arc::new(a_world().await);
    let flow = world.flow_with_password("kim@example.com").await;
    let answers = race(20, |number| {
        let (world, flow) = (world.clone(), flow.clone());
        async move { complete(&world, &flow, &format!("kim-{number}")).await }
    })
    .await;
    let loss = CompleteRefusal::Step(StepRefusal::WrongStep);
    assert_eq!(winners(answers, loss), 1);
    assert_eq!(world.tables.count("users").await, 1);
}

// A12: the loser keeps its flow and may choose another name.
#[tokio::test]
async fn a_taken_username_is_audited_and_another_can_be_tried() {
    let world = a_world().await;
    world.account("lee@example.com", "lee").await;
    let flow = world.flow_with_password("kim@example.com").await;
    assert_eq!(
        refusal(complete(&world, &flow, "LEE").await),
        CompleteRefusal::UsernameTaken
    );
    assert_eq!(
        world.tables.last_audit().await,
        "registration.completion_refused failure username_taken"
    );
    assert!(complete(&world, &flow, "kim").await.is_ok());
}

// A12
#[tokio::test]
async fn a_taken_address_is_audited_and_its_account_stays_as_it_is() {
    let world = a_world().await;
    let late = world.flow_with_password("kim@example.com").await;
    world.account("kim@example.com", "kim").await;
    let users = world.tables.rows("users").await;
    assert_eq!(
        refusal(complete(&world, &late, "other").await),
        CompleteRefusal::EmailTaken
    );
    assert_eq!(world.tables.rows("users").await, users);
    assert_eq!(
        world.tables.last_audit().await,
        "registration.completion_refused failure email_taken"
    );
}

// I3: no mail without its commit.
#[tokio::test]
async fn a_refused_completion_sends_no_welcome() {
    let world = a_world().await;
    world.account("lee@example.com", "lee").await;
    let flow = world.flow_with_password("kim@example.com").await;
    world.deliver().await;
    let mails = world.post.delivered().len();
    refusal(complete(&world, &flow, "lee").await);
    world.deliver().await;
    assert_eq!(world.post.delivered().len(), mails);
}

// A2
#[tokio::test]
async fn step_4_waits_for_the_other_three() {
    let world = a_world().await;
    let fresh = world.flow("kim@example.com").await;
    let verified = world.verified_flow("lee@example.com").await;
    let before = world.tables.dump().await;
    for flow in [fresh, verified] {
        let refusal = refusal(complete(&world, &flow, "kim").await);
        assert_eq!(refusal, CompleteRefusal::Step(StepRefusal::WrongStep));
    }
    assert_eq!(world.tables.dump().await, before);
}

// A3, A6
#[tokio::test]
async fn an_unknown_or_expired_flow_is_gone() {
    let world = a_world().await;
    let stranger = world.complete(&a_registration_secret(), None).await;
    assert_eq!(refusal(stranger), CompleteRefusal::Step(StepRefusal::Gone));
    let flow = world.flow_with_password("kim@example.com").await;
    world.wait(Duration::from_hours(1));
    let late = complete(&world, &flow, "kim").await;
    assert_eq!(refusal(late), CompleteRefusal::Step(StepRefusal::Gone));
    assert_eq!(world.tables.count("users").await, 0);
}

// A6: it is locked twice, before the username is judged and after.
#[tokio::test]
async fn a_flow_that_ends_during_the_second_wait_for_it_makes_no_account() {
    let world = a_world().await;
    let flow = world.flow_with_password("kim@example.com").await;
    world.faults.locks_take(Duration::from_mins(30));
    let late = complete(&world, &flow, "kim").await;
    assert_eq!(refusal(late), CompleteRefusal::Step(StepRefusal::Gone));
    assert_eq!(world.tables.count("users").await, 0);
}

// B4: the username comes after the password, so it is the username that must differ.
#[tokio::test]
async fn a_username_that_is_the_password_is_refused_and_another_can_be_tried() {
    let world = a_world().await;
    let flow = world.flow_with_password("kim@example.com").await;
    let before = world.tables.dump().await;
    let same = complete(&world, &flow, PASSWORD).await;
    assert_eq!(refusal(same), CompleteRefusal::PasswordIsUsername);
    assert_eq!(world.tables.dump().await, before);
    assert!(complete(&world, &flow, "kim").await.is_ok());
}

// C8: nobody without a password of their own makes the server compare one.
#[tokio::test]
async fn nothing_is_compared_without_a_username_or_a_password() {
    let world = a_world().await;
    let verified = world.verified_flow("lee@example.com").await;
    refusal(complete(&world, &verified, "lee").await);
    let flow = world.flow_with_password("kim@example.com").await;
    assert!(world.complete(&flow.secret, None).await.is_ok());
    assert_eq!(world.hasher.take_work().comparisons, 0);
}

// C8
#[tokio::test]
async fn an_overloaded_hasher_is_a_failure_and_leaves_the_flow_open() {
    let world = a_world().await;
    let flow = world.flow_with_password("kim@example.com").await;
    let before = world.tables.dump().await;
    world.hasher.overload();
    let answer = complete(&world, &flow, "kim").await;
    assert!(matches!(answer, Err(UseCaseError::Failed(_))), "{answer:?}");
    assert_eq!(world.tables.dump().await, before);
}

#[tokio::test]
async fn a_username_is_not_needed() {
    let world = a_world().await;
    for address in ["kim@example.com", "lee@example.com"] {
        let flow = world.flow_with_password(address).await;
        let completed = world
            .complete(&flow.secret, None)
            .await
            .expect("an account");
        assert_eq!(completed.user.username, None);
    }
}

// I2
#[tokio::test]
async fn a_job_signal_that_is_down_does_not_fail_step_4() {
    let world = a_world_with(|ports, _| ports.job_signal = Arc::new(DownSignal)).await;
    world.account("kim@example.com", "kim").await;
    world.deliver().await;
    assert_eq!(world.post.last().content.subject, "welcome");
}
