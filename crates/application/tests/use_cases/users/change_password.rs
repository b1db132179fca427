//! A user changes their own password (B4, B9, B10).

use std::sync::Arc;

use domain::password::PasswordRefusal;
use domain::ports::Clock;
use domain::user::User;
use portico_application::email_changes::ConfirmEmailChangeRefusal;
use portico_application::recovery::ResetPasswordRefusal;
use portico_application::sessions::IssuedToken;
use portico_application::users::{ChangePasswordRefusal, IncorrectPassword};
use portico_application::{TooMany, UseCaseError};

use crate::world::{
    HashingWork, NEW_PASSWORD, PASSWORD, PasswordChange, World, a_world, an_unlimited_world,
    assert_tables_hold_none_of, every_fault_leaves_nothing, race, to_address,
};

const WRONG: &str = "not-the-password";

async fn kim(world: &World) -> (User, IssuedToken) {
    let kim = world.account("kim@example.com", "kim").await;
    (kim.user, kim.token)
}

async fn change(world: &World, by: &(User, IssuedToken), from: &str, to: &str) -> PasswordChange {
    let (user, own) = by;
    world.change_password(user, own.session, (from, to)).await
}

fn refused(refusal: impl Into<ChangePasswordRefusal>) -> PasswordChange {
    Err(UseCaseError::Refused(refusal.into()))
}

// B9
#[tokio::test]
async fn the_new_password_takes_the_place_of_the_old() {
    let world = a_world().await;
    let kim = kim(&world).await;
    let changed = change(&world, &kim, PASSWORD, NEW_PASSWORD).await;
    assert_eq!(changed, Ok(()));
    assert!(world.log_in("kim", PASSWORD).await.is_err());
    assert!(world.log_in("kim", NEW_PASSWORD).await.is_ok());
}

// B9
#[tokio::test]
async fn every_other_session_ends_and_the_own_stays() {
    let world = a_world().await;
    let kim = kim(&world).await;
    let others = [world.token_of("kim").await, world.token_of("kim").await];
    for token in &others {
        assert!(world.is_live(token).await);
    }
    let changed = change(&world, &kim, PASSWORD, NEW_PASSWORD).await;
    assert_eq!(changed, Ok(()));
    for token in &others {
        assert!(!world.is_live(token).await);
    }
    assert!(world.is_live(&kim.1).await);
    assert_eq!(world.sessions_of(kim.0.id).await, 1);
}

// B9
#[tokio::test]
async fn links_and_codes_that_were_mailed_before_are_void() {
    let world = a_world().await;
    let kim = kim(&world).await;
    let begun = world.begin_move(&kim.0, "new@example.com").await;
    let link = world.recovery_link("kim@example.com").await;
    let changed = change(&world, &kim, PASSWORD, NEW_PASSWORD).await;
    assert_eq!(changed, Ok(()));
    let reset = world.reset(&link, "another-lantern-9").await;
    let invalid = ResetPasswordRefusal::InvalidToken;
    assert_eq!(reset, Err(UseCaseError::Refused(invalid)));
    let confirmed = world.confirm(&kim.0, &begun.code).await;
    let nothing = ConfirmEmailChangeRefusal::NothingPending;
    assert_eq!(confirmed, Err(UseCaseError::Refused(nothing)));
    let record = world.record_of(kim.0.id).await.expect("kim");
    assert_eq!(record.pending_email, None);
}

// B10, H4
#[tokio::test]
async fn the_owner_is_told_and_the_change_is_audited() {
    let world = a_world().await;
    let kim = kim(&world).await;
    let changed = change(&world, &kim, PASSWORD, NEW_PASSWORD).await;
    assert_eq!(changed, Ok(()));
    assert_eq!(world.tables.last_audit().await, "password.changed success");
    world.deliver().await;
    let notice = world.post.last();
    assert_eq!(notice.to, kim.0.email);
    assert_eq!(notice.content.subject, "password changed");
    assert_eq!(notice.content.text, "Owner");
    let at = world.clock.now().unix_micros().to_string();
    assert_eq!(notice.content.html, at);
}

// B10, H3
#[tokio::test]
async fn no_row_and_no_mail_holds_either_password() {
    let world = a_world().await;
    let kim = kim(&world).await;
    let wrong = change(&world, &kim, WRONG, NEW_PASSWORD).await;
    assert!(wrong.is_err());
    let changed = change(&world, &kim, PASSWORD, NEW_PASSWORD).await;
    assert_eq!(changed, Ok(()));
    assert_tables_hold_none_of(&world, &[PASSWORD, NEW_PASSWORD, WRONG]).await;
    world.deliver().await;
    for mail in world.post.delivered() {
        let words = format!("{:?}", mail.content);
        assert!(!words.contains(PASSWORD) && !words.contains(NEW_PASSWORD));
    }
}

// B9, H4
#[tokio::test]
async fn a_wrong_present_password_is_written_down_and_changes_nothing() {
    let world = a_world().await;
    let kim = kim(&world).await;
    let other = world.token_of("kim").await;
    world.hasher.take_work();
    let answer = change(&world, &kim, WRONG, NEW_PASSWORD).await;
    assert_eq!(answer, refused(IncorrectPassword));
    let work = HashingWork {
        comparisons: 1,
        ..HashingWork::default()
    };
    assert_eq!(world.hasher.take_work(), work);
    let audited = "password.change_refused failure wrong_password";
    assert_eq!(world.tables.last_audit().await, audited);
    assert!(world.is_live(&other).await);
    assert!(world.log_in("kim", PASSWORD).await.is_ok());
}

// B4: and nothing about the new one is told to whoever does not know the present one.
#[tokio::test]
async fn a_new_password_must_be_another_and_a_good_one() {
    let world = a_world().await;
    let kim = kim(&world).await;
    let before = world.tables.dump().await;
    let guessable = PasswordRefusal::Guessable;
    for (new, refusal) in [
        (PASSWORD, ChangePasswordRefusal::Same),
        ("short", PasswordRefusal::TooShort { min: 8 }.into()),
        ("password123", guessable.into()),
        ("kim@example.com", guessable.into()),
    ] {
        world.hasher.take_work();
        let answer = change(&world, &kim, PASSWORD, new).await;
        assert_eq!(answer, refused(refusal), "{new}");
        assert_eq!(world.hasher.take_work().hashes, 0, "{new}");
    }
    assert_eq!(world.tables.dump().await, before);
    for new in [WRONG, "short"] {
        let answer = change(&world, &kim, WRONG, new).await;
        assert_eq!(answer, refused(IncorrectPassword), "{new}");
    }
}

// ASVS 6.3.1: a stolen token is no way to find the password.
#[tokio::test]
async fn after_ten_comparisons_not_even_the_right_one_is_made() {
    let world = a_world().await;
    let kim = kim(&world).await;
    for _ in 0..10 {
        let answer = change(&world, &kim, WRONG, NEW_PASSWORD).await;
        assert_eq!(answer, refused(IncorrectPassword));
    }
    world.hasher.take_work();
    let answer = change(&world, &kim, PASSWORD, NEW_PASSWORD).await;
    let too_many = |refusal: &_| matches!(refusal, ChangePasswordRefusal::TooMany(TooMany { .. }));
    assert!(
        matches!(&answer, Err(UseCaseError::Refused(refusal)) if too_many(refusal)),
        "{answer:?}"
    );
    assert_eq!(world.hasher.take_work(), HashingWork::default());
    assert!(world.log_in("kim", PASSWORD).await.is_ok());
}

// B9: each of them ends the sessions of the others, so only one may be told that it did.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_changes_at_once_one_takes_effect() {
    let world = Arc::new(an_unlimited_world().await);
    let kim = kim(&world).await;
    let answers = race(8, |number| {
        let (world, kim) = (world.clone(), kim.clone());
        async move {
            let new = format!("{NEW_PASSWORD}-{number}");
            change(&world, &kim, PASSWORD, &new).await.map(|()| new)
        }
    })
    .await;
    let done: Vec<_> = answers.iter().flatten().collect();
    assert_eq!(done.len(), 1, "{answers:?}");
    assert!(world.log_in("kim", done[0]).await.is_ok());
    for answer in answers.iter().filter_map(|answer| answer.as_ref().err()) {
        let incorrect = ChangePasswordRefusal::Incorrect(IncorrectPassword);
        assert_eq!(*answer, UseCaseError::Refused(incorrect));
    }
}

// B9: one transaction.
#[tokio::test]
async fn a_failure_of_any_repository_leaves_nothing() {
    let world = an_unlimited_world().await;
    let kim = kim(&world).await;
    world.begin_move(&kim.0, "new@example.com").await;
    world.recovery_link("kim@example.com").await;
    let wrong = async || change(&world, &kim, WRONG, NEW_PASSWORD).await;
    // look-up, begin, audit event, commit
    assert_eq!(every_fault_leaves_nothing(&world, wrong).await, 4);
    let right = async || change(&world, &kim, PASSWORD, NEW_PASSWORD).await;
    // look-up, begin, lock, hash, user, links, codes, sessions, audit event, mail, commit
    assert_eq!(every_fault_leaves_nothing(&world, right).await, 11);
}

// The account is the token's, whatever it is called by now.
#[tokio::test]
async fn an_address_that_changed_meanwhile_does_not_make_the_password_wrong() {
    let world = a_world().await;
    let by = kim(&world).await;
    let root = world.a_superuser("root@example.com").await;
    let moved = world.update(by.0.id, to_address("moved@example.com"), root.id);
    moved.await.expect("an update");
    assert_eq!(change(&world, &by, PASSWORD, NEW_PASSWORD).await, Ok(()));
}
