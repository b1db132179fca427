//! A link is used (F9r, F10r, I12).

use std::sync::Arc;
use std::time::Duration;

use domain::link::LinkToken;
use domain::password::PasswordRefusal;
use port_contracts::fixtures::{a_link_token, a_user};
use portico_application::UseCaseError;
use portico_application::recovery::ResetPasswordRefusal;

use super::{INACTIVE, INVALID, kim, kim_unlimited};
use crate::world::{
    HashingWork, NEW_PASSWORD, PASSWORD, assert_tables_hold_none_of, every_fault_leaves_nothing,
    race, to_active,
};

// F10r: nobody is logged in by it, and everybody is out.
#[tokio::test]
async fn the_password_is_set_and_every_session_ends() {
    let (world, kim) = kim().await;
    let tokens = [world.token_of("kim").await, world.token_of("kim").await];
    for token in &tokens {
        assert!(world.is_live(token).await);
    }
    let link = world.recovery_link("kim@example.com").await;
    assert_eq!(world.reset(&link, NEW_PASSWORD).await, Ok(()));
    for token in &tokens {
        assert!(!world.is_live(token).await);
    }
    assert_eq!(world.sessions_of(kim.id).await, 0);
    assert!(world.log_in("kim", PASSWORD).await.is_err());
    assert!(world.log_in("kim", NEW_PASSWORD).await.is_ok());
}

// F10r, B10, H4
#[tokio::test]
async fn the_owner_is_told_and_the_reset_is_audited() {
    let (world, kim) = kim().await;
    let link = world.recovery_link("kim@example.com").await;
    assert_eq!(world.reset(&link, NEW_PASSWORD).await, Ok(()));
    assert_eq!(world.tables.last_audit().await, "password.reset success");
    assert_tables_hold_none_of(&world, &[link.expose(), NEW_PASSWORD]).await;
    world.deliver().await;
    let notice = world.post.last();
    assert_eq!(notice.to, kim.email);
    assert_eq!(notice.content.subject, "password changed");
    assert_eq!(notice.content.text, "RecoveryLink");
}

// F9r: the last microsecond counts, the next one does not.
#[tokio::test]
async fn a_link_works_for_30_minutes() {
    let (world, _) = kim().await;
    let link = world.recovery_link("kim@example.com").await;
    world.wait_almost(Duration::from_mins(30));
    assert_eq!(world.reset(&link, NEW_PASSWORD).await, Ok(()));
    let link = world.recovery_link("kim@example.com").await;
    world.wait(Duration::from_mins(30));
    assert_eq!(world.reset(&link, PASSWORD).await, INVALID);
}

// F9r, I12
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_uses_at_once_one_sets_the_password() {
    let (world, _) = kim_unlimited().await;
    let world = Arc::new(world);
    for round in 0..4 {
        let link = world.recovery_link("kim@example.com").await;
        let answers = race(50, |number| {
            let (world, link) = (world.clone(), link.clone());
            async move {
                let password = format!("{NEW_PASSWORD}-{round}-{number}");
                world.reset(&link, &password).await.map(|()| password)
            }
        })
        .await;
        let done: Vec<_> = answers.iter().flatten().collect();
        assert_eq!(done.len(), 1, "{answers:?}");
        for answer in answers.iter().filter(|answer| answer.is_err()) {
            assert_eq!(answer.clone().map(drop), INVALID);
        }
        assert!(world.log_in("kim", done[0]).await.is_ok());
    }
    let audit = world.tables.audit().await;
    let resets = audit
        .iter()
        .filter(|line| *line == "password.reset success");
    assert_eq!(resets.count(), 4);
}

// F9r, H4: refused without hashing, and written down.
#[tokio::test]
async fn a_link_of_nobody_is_refused_without_hashing() {
    let (world, _) = kim().await;
    world.hasher.take_work();
    assert_eq!(world.reset(&a_link_token(), NEW_PASSWORD).await, INVALID);
    assert_eq!(world.hasher.take_work(), HashingWork::default());
    let audited = "password.reset_refused failure invalid_token";
    assert_eq!(world.tables.last_audit().await, audited);
}

// B4: a bad password does not cost the link.
#[tokio::test]
async fn a_refused_password_leaves_the_link_as_it_is() {
    let (world, _) = kim().await;
    let link = world.recovery_link("kim@example.com").await;
    let before = world.tables.dump().await;
    world.hasher.take_work();
    for (password, refusal) in [
        ("short", PasswordRefusal::TooShort { min: 8 }),
        ("password123", PasswordRefusal::Guessable),
        ("kim@example.com", PasswordRefusal::Guessable),
    ] {
        let refused = ResetPasswordRefusal::Password(refusal);
        let answer = world.reset(&link, password).await;
        assert_eq!(answer, Err(UseCaseError::Refused(refused)), "{password}");
    }
    assert_eq!(world.hasher.take_work().hashes, 0);
    assert_eq!(world.tables.dump().await, before);
    assert_eq!(world.reset(&link, NEW_PASSWORD).await, Ok(()));
}

// F9r: refused and not consumed.
#[tokio::test]
async fn a_disabled_account_keeps_its_password_and_its_link() {
    let (world, kim) = kim().await;
    let root = world.a_superuser("root@example.com").await;
    let link = world.recovery_link("kim@example.com").await;
    let disabled = world.update(kim.id, to_active(false), root.id).await;
    assert!(disabled.is_ok());
    let before = world.tables.dump().await;
    for _ in 0..2 {
        assert_eq!(world.reset(&link, NEW_PASSWORD).await, INACTIVE);
    }
    assert_eq!(world.tables.dump().await, before);
    let enabled = world.update(kim.id, to_active(true), root.id).await;
    assert!(enabled.is_ok());
    assert_eq!(world.reset(&link, NEW_PASSWORD).await, Ok(()));
}

// An account that never had a password can get one.
#[tokio::test]
async fn an_account_without_a_password_gets_its_first() {
    let (world, _) = kim().await;
    let bare = a_user().with_email("bare@example.com").build();
    let mut unit = world.ports.storage.units.begin().await.expect("a unit");
    let inserted = unit.users().insert(&bare, None).await;
    inserted.expect("a user");
    unit.commit().await.expect("a commit");
    let link = world.recovery_link("bare@example.com").await;
    assert_eq!(world.reset(&link, NEW_PASSWORD).await, Ok(()));
    assert!(world.log_in("bare@example.com", NEW_PASSWORD).await.is_ok());
}

// F10r: one transaction.
#[tokio::test]
async fn a_failure_of_any_repository_leaves_nothing() {
    let (world, kim) = kim().await;
    world.begin_move(&kim, "new@example.com").await;
    let link = world.recovery_link("kim@example.com").await;
    let refused = async || world.reset(&a_link_token(), NEW_PASSWORD).await;
    // begin, link, begin, audit event, commit
    assert_eq!(every_fault_leaves_nothing(&world, refused).await, 5);
    let right = async || world.reset(&link, NEW_PASSWORD).await;
    // begin, link, look-up, begin, four of the throttle for each of two identifiers, lock, link, user, hash, mail,
    // links, codes, sessions, two audit events, commit
    assert_eq!(every_fault_leaves_nothing(&world, right).await, 23);
}

// A token is a text of the right form or it is none; whoever has half of one has nothing.
#[tokio::test]
async fn a_link_of_which_one_digit_is_wrong_does_not_work() {
    let (world, _) = kim().await;
    let link = world.recovery_link("kim@example.com").await;
    let (start, last) = link.expose().split_at(63);
    let other = if last == "0" { "1" } else { "0" };
    let altered = LinkToken::parse(&format!("{start}{other}")).expect("a token");
    assert_eq!(world.reset(&altered, NEW_PASSWORD).await, INVALID);
    assert_eq!(world.reset(&link, NEW_PASSWORD).await, Ok(()));
}
