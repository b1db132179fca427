//! Log-in (B5, C1, C9).

use domain::user::User;
use port_contracts::fixtures::a_user;
use portico_application::UseCaseError;
use portico_application::sessions::{LogInRefusal, LoggedIn};

use crate::world::{PASSWORD, World, a_world, every_fault_leaves_nothing};

type Answer = Result<LoggedIn, UseCaseError<LogInRefusal>>;

fn is_refused(answer: &Answer) -> bool {
    let refused = UseCaseError::Refused(LogInRefusal::InvalidCredentials);
    answer.as_ref().is_err_and(|error| *error == refused)
}

fn is_failed(answer: &Answer) -> bool {
    matches!(answer, Err(UseCaseError::Failed(_)))
}

/// An account without a password.
async fn add_passwordless(world: &World, user: &User) {
    let mut unit = world.ports.storage.units.begin().await.expect("a unit");
    let inserted = unit.users().insert(user, None).await;
    inserted.expect("a user");
    unit.commit().await.expect("a commit");
}

async fn disable_everybody(world: &World) {
    world
        .tables
        .execute("UPDATE users SET is_active = false")
        .await;
}

#[tokio::test]
async fn an_address_or_a_username_in_any_spelling_logs_in() {
    let world = a_world().await;
    let account = world.account("Kim@example.com", "Kim").await;
    for identifier in [
        "Kim@example.com",
        "kim@EXAMPLE.com",
        "Kim",
        "KIM",
        "\u{FF4B}im",
    ] {
        let logged_in = world.log_in(identifier, PASSWORD).await;
        assert_eq!(
            logged_in.expect("the password").user,
            account.user,
            "{identifier}"
        );
        assert_eq!(world.tables.last_audit().await, "login.succeeded success");
    }
}

// C9
#[tokio::test]
async fn every_log_in_is_a_session_of_its_own() {
    let world = a_world().await;
    world.account("kim@example.com", "kim").await;
    let one = world.log_in("kim", PASSWORD).await.expect("a log-in").token;
    let other = world.log_in("kim", PASSWORD).await.expect("a log-in").token;
    assert_ne!(one.session, other.session);
    assert_ne!(one.token, other.token);
    for token in [one, other] {
        let sender = world.authenticate(token.token.expose()).await;
        assert_eq!(sender.expect("a live token").session, token.session);
    }
}

// C1: one answer, one piece of hashing work, one audit event, whatever is wrong.
#[tokio::test]
async fn every_refusal_is_the_same_and_costs_the_same() {
    let world = a_world().await;
    world.account("kim@example.com", "kim").await;
    add_passwordless(&world, &a_user().with_username("bare").build()).await;
    world.hasher.take_work();
    let cases = [
        ("kim", "not-the-password", (1, 0), "wrong_password"),
        ("bare", PASSWORD, (0, 1), "wrong_password"),
        ("nobody", PASSWORD, (0, 1), "unknown_account"),
        ("nobody@example.com", PASSWORD, (0, 1), "unknown_account"),
        ("no such name", PASSWORD, (0, 1), "unknown_account"),
    ];
    for (identifier, password, (comparisons, dummies), reason) in cases {
        assert!(
            is_refused(&world.log_in(identifier, password).await),
            "{identifier}"
        );
        let work = world.hasher.take_work();
        assert_eq!(
            (work.comparisons, work.dummies),
            (comparisons, dummies),
            "{identifier}"
        );
        let audited = format!("login.failed failure {reason}");
        assert_eq!(world.tables.last_audit().await, audited, "{identifier}");
    }
}

// C1: no state is told before the password is right.
#[tokio::test]
async fn a_disabled_account_is_told_from_a_wrong_password_by_its_password_alone() {
    let world = a_world().await;
    world.account("kim@example.com", "kim").await;
    disable_everybody(&world).await;
    world.hasher.take_work();
    for (password, reason, refusal) in [
        (PASSWORD, "account_disabled", LogInRefusal::Disabled),
        (
            "not-it-at-all",
            "wrong_password",
            LogInRefusal::InvalidCredentials,
        ),
    ] {
        let answer = world.log_in("kim", password).await;
        assert_eq!(answer.map(drop), Err(UseCaseError::Refused(refusal)));
        assert_eq!(world.hasher.take_work().comparisons, 1);
        let audited = format!("login.failed failure {reason}");
        assert_eq!(world.tables.last_audit().await, audited);
    }
    assert_eq!(world.tables.count("sessions").await, 1);
}

// B5
#[tokio::test]
async fn passwords_that_differ_after_72_bytes_do_not_stand_for_one_another() {
    let world = a_world().await;
    let start = "plum-orbit-7-lantern-".repeat(4);
    let flow = world.verified_flow("kim@example.com").await;
    let set = world.set_password(&flow.secret, &format!("{start}a")).await;
    set.expect("a good password");
    let completed = world.complete(&flow.secret, Some("kim")).await;
    completed.expect("an account");
    assert!(is_refused(&world.log_in("kim", &format!("{start}b")).await));
    assert!(is_refused(&world.log_in("kim", &start).await));
    assert!(world.log_in("kim", &format!("{start}a")).await.is_ok());
}

// B7: typed on another keyboard.
#[tokio::test]
async fn a_decomposed_password_is_the_same_password() {
    let world = a_world().await;
    let flow = world.verified_flow("kim@example.com").await;
    let set = world
        .set_password(&flow.secret, "Am\u{E9}lie-7-lantern")
        .await;
    set.expect("a good password");
    let completed = world.complete(&flow.secret, Some("kim")).await;
    completed.expect("an account");
    assert!(world.log_in("kim", "Ame\u{301}lie-7-lantern").await.is_ok());
}

// I6: an outage is never a no.
#[tokio::test]
async fn an_outage_is_a_failure_and_never_a_refusal() {
    let world = a_world().await;
    world.account("kim@example.com", "kim").await;
    world.faults.lose_storage();
    for (identifier, password) in [
        ("kim", PASSWORD),
        ("kim", "not-it-at-all"),
        ("nobody", PASSWORD),
    ] {
        assert!(
            is_failed(&world.log_in(identifier, password).await),
            "{identifier}"
        );
    }
}

// C8
#[tokio::test]
async fn an_overloaded_hasher_is_a_failure_for_everybody_and_writes_nothing() {
    let world = a_world().await;
    world.account("kim@example.com", "kim").await;
    let before = world.tables.dump().await;
    world.hasher.overload();
    for identifier in ["kim", "nobody"] {
        assert!(
            is_failed(&world.log_in(identifier, PASSWORD).await),
            "{identifier}"
        );
    }
    assert_eq!(world.tables.dump().await, before);
}

// H4: what cannot be written down is not answered.
#[tokio::test]
async fn a_failure_of_any_repository_leaves_nothing() {
    let world = a_world().await;
    world.account("kim@example.com", "kim").await;
    let granted = async || world.log_in("kim", PASSWORD).await;
    // two look-ups, begin, four of the throttle, the account once more, session, others that give way, audit event,
    // commit
    assert_eq!(every_fault_leaves_nothing(&world, granted).await, 12);
    let refused = async || world.log_in("nobody", PASSWORD).await;
    // two look-ups, begin, two of the throttle, audit event, commit
    assert_eq!(every_fault_leaves_nothing(&world, refused).await, 7);
}
