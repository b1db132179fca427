//! Log-ins whose comparison was over before the account changed, and whose session begins after it (B8, B9, D12).

use std::sync::Arc;

use domain::user::User;
use portico_application::UseCaseError;
use portico_application::sessions::{LogInRefusal, LoggedIn};

use super::kim_and_root;
use crate::world::{NEW_PASSWORD, PASSWORD, SlowHasher, World, reset_of, to_active, to_superuser};

type Answer = Result<LoggedIn, UseCaseError<LogInRefusal>>;

/// What becomes of a log-in with the right password when this happens after its comparison.
async fn overtaken(world: &World, happens: impl AsyncFnOnce()) -> Answer {
    let slow = SlowHasher::new(world.ports.crypto.passwords.clone());
    let hasher = slow.clone();
    let twin = world.twin_with(|ports, _| ports.crypto.passwords = hasher);
    let twin = Arc::new(Box::pin(twin).await);
    let log_in = tokio::spawn(async move { twin.log_in("kim", PASSWORD).await });
    slow.gate.holds_somebody().await;
    happens().await;
    slow.gate.open();
    log_in.await.expect("a log-in ends well")
}

async fn set(world: &World, kim: &User, root: &User, password: &str) {
    let command = reset_of(kim, password, root.id);
    assert!(world.users.update.execute(command).await.is_ok());
}

fn refusal(answer: Answer) -> LogInRefusal {
    match answer.expect_err("the account is another one") {
        UseCaseError::Refused(refusal) => refusal,
        UseCaseError::Failed(failure) => panic!("{failure}"),
    }
}

// B9
#[tokio::test]
async fn a_password_that_changed_meanwhile_lets_nobody_in() {
    let (world, kim, own, _) = kim_and_root().await;
    let change = async || {
        let changed = world.change_password(&kim, own.session, (PASSWORD, NEW_PASSWORD));
        assert_eq!(changed.await, Ok(()));
    };
    let answer = overtaken(&world, change).await;
    assert_eq!(refusal(answer), LogInRefusal::InvalidCredentials);
    assert_eq!(world.sessions_of(kim.id).await, 1);
    let audited = "login.failed failure wrong_password";
    assert_eq!(world.tables.last_audit().await, audited);
}

// D12
#[tokio::test]
async fn an_account_that_was_disabled_meanwhile_lets_nobody_in() {
    let (world, kim, _, root) = kim_and_root().await;
    let disable = async || {
        let disabled = world.update(kim.id, to_active(false), root.id).await;
        assert!(disabled.is_ok());
    };
    let answer = overtaken(&world, disable).await;
    assert_eq!(refusal(answer), LogInRefusal::Disabled);
    assert_eq!(world.sessions_of(kim.id).await, 0);
}

// D12
#[tokio::test]
async fn an_account_that_went_meanwhile_lets_nobody_in() {
    let (world, kim, _, root) = kim_and_root().await;
    let delete = async || assert_eq!(world.delete(kim.id, root.id).await, Ok(()));
    let answer = overtaken(&world, delete).await;
    assert_eq!(refusal(answer), LogInRefusal::InvalidCredentials);
}

// B8: another hash of the same password is no reason to refuse it.
#[tokio::test]
async fn a_hash_that_was_made_anew_meanwhile_is_compared_with() {
    let (world, kim, _, root) = kim_and_root().await;
    let answer = overtaken(&world, async || set(&world, &kim, &root, PASSWORD).await).await;
    assert_eq!(answer.expect("the password").user.id, kim.id);
}

// D9: a session begins with the record as it is.
#[tokio::test]
async fn a_record_that_changed_meanwhile_is_the_one_that_logs_in() {
    let (world, kim, _, root) = kim_and_root().await;
    let promote = async || {
        let updated = world.update(kim.id, to_superuser(true), root.id).await;
        assert!(updated.is_ok());
    };
    let answer = overtaken(&world, promote).await;
    assert!(answer.expect("the password").user.is_superuser);
}
