//! A new address is asked for (F7r, A10).

use domain::change::Change;
use domain::password::Password;
use domain::registration::OtpLength;
use domain::user::User;
use domain::version::{Precondition, PreconditionFailed};
use port_contracts::fixtures::a_password;
use portico_application::users::{
    AccountTaken, IncorrectPassword, UpdateProfileCommand, UpdateProfileRefusal,
};
use portico_application::{TooMany, UseCaseError};

use super::{kim, kim_unlimited};
use crate::world::{
    HashingWork, PASSWORD, ProfileUpdate, World, a_world_with, address, assert_tables_hold_none_of,
    every_fault_leaves_nothing, profile_of, to_address,
};

fn refused(refusal: impl Into<UpdateProfileRefusal>) -> ProfileUpdate {
    Err(UseCaseError::Refused(refusal.into()))
}

fn wish(user: &User) -> UpdateProfileCommand {
    UpdateProfileCommand {
        email: Change::To(address("new@example.com")),
        ..profile_of(user)
    }
}

async fn update(world: &World, command: UpdateProfileCommand) -> ProfileUpdate {
    world.users.update_profile.execute(command).await
}

// F7r: the old address counts until the code comes back.
#[tokio::test]
async fn the_old_address_stays_in_force_and_the_new_one_waits() {
    let (world, kim, token) = kim().await;
    let asked = update(&world, wish(&kim)).await.expect("a change");
    assert_eq!(asked.email, kim.email);
    assert_eq!(asked.pending_email, Some(address("new@example.com")));
    assert!(world.is_live(&token).await);
    assert!(world.log_in("kim@example.com", PASSWORD).await.is_ok());
    assert!(world.log_in("new@example.com", PASSWORD).await.is_err());
}

// F7r, H4
#[tokio::test]
async fn the_new_address_gets_a_code_and_the_old_one_a_notice() {
    let (world, kim, _) = kim().await;
    let asked = update(&world, wish(&kim)).await;
    assert!(asked.is_ok());
    let audit = world.tables.audit().await;
    let last_two = &audit[audit.len() - 2..];
    assert_eq!(
        last_two,
        ["user.updated success", "email_change.requested success"]
    );
    world.deliver().await;
    let code = world.post.of_kind("change code").pop().expect("a code");
    assert_eq!(code.to, address("new@example.com"));
    assert_eq!(code.content.html, "600");
    let notice = world.post.of_kind("change notice").pop().expect("a notice");
    assert_eq!(notice.to, kim.email);
    assert_eq!(notice.content.html, "new@example.com");
}

// F7r: a name that changes with it changes at once.
#[tokio::test]
async fn other_changes_do_not_wait() {
    let (world, kim, _) = kim().await;
    let command = UpdateProfileCommand {
        full_name: Change::To(None),
        ..wish(&kim)
    };
    let asked = update(&world, command).await.expect("a change");
    assert_eq!(asked.full_name, None);
    assert_eq!(asked.email, kim.email);
}

// F7r: whoever has a stolen token has neither of them.
#[tokio::test]
async fn it_wants_a_fresh_token_and_the_present_password() {
    let (world, kim, _) = kim().await;
    let before = world.tables.dump().await;
    let stale = UpdateProfileCommand {
        is_token_fresh: false,
        ..wish(&kim)
    };
    let bare = UpdateProfileCommand {
        current_password: None,
        ..wish(&kim)
    };
    for (command, refusal) in [
        (stale, UpdateProfileRefusal::StaleToken),
        (bare, UpdateProfileRefusal::PasswordMissing),
    ] {
        assert_eq!(update(&world, command).await, refused(refusal));
    }
    assert_eq!(world.tables.dump().await, before);
}

// F7r, H4: a guess is written down, and nothing else.
#[tokio::test]
async fn a_wrong_password_is_refused_and_audited() {
    let (world, kim, _) = kim().await;
    let (record, jobs) = (
        world.record_of(kim.id).await,
        world.tables.count("jobs").await,
    );
    let wrong = UpdateProfileCommand {
        current_password: Some(a_password("not-the-password")),
        ..wish(&kim)
    };
    assert_eq!(update(&world, wrong).await, refused(IncorrectPassword));
    let audited = "email_change.refused failure wrong_password";
    assert_eq!(world.tables.last_audit().await, audited);
    assert_eq!(world.record_of(kim.id).await, record);
    assert_eq!(world.tables.count("jobs").await, jobs);
}

// F7r: the address is judged as the database has it, not as the request saw it.
#[tokio::test]
async fn an_address_that_was_the_accounts_a_moment_ago_must_be_proven() {
    let (world, kim, _) = kim().await;
    let root = world.a_superuser("root@example.com").await;
    let moved = world.update(kim.id, to_address("moved@example.com"), root.id);
    let moved = moved.await.expect("an update");
    let back = UpdateProfileCommand {
        email: Change::To(kim.email.clone()),
        is_token_fresh: false,
        current_password: None,
        ..profile_of(&kim)
    };
    let refusal = UpdateProfileRefusal::PasswordMissing;
    assert_eq!(update(&world, back).await, refused(refusal));
    assert_eq!(world.record_of(kim.id).await, Some(moved));
}

// A12: told before a code is mailed.
#[tokio::test]
async fn an_address_that_has_an_account_is_refused() {
    let (world, kim, _) = kim().await;
    world.account("lee@example.com", "lee").await;
    let before = world.tables.dump().await;
    let answer = world.ask_for_address(&kim, "LEE@example.com").await;
    assert_eq!(answer, refused(AccountTaken::Email));
    assert_eq!(world.tables.dump().await, before);
}

// RFC 9110 §13.1.1
#[tokio::test]
async fn a_record_that_changed_meanwhile_stays_and_nobody_is_mailed() {
    let (world, kim, _) = kim().await;
    let before = world.tables.dump().await;
    let command = UpdateProfileCommand {
        precondition: Precondition::OneOf(vec![kim.version.next()]),
        ..wish(&kim)
    };
    assert_eq!(update(&world, command).await, refused(PreconditionFailed));
    assert_eq!(world.tables.dump().await, before);
}

// A10: a code that was not mailed does not count.
#[tokio::test]
async fn what_a_changed_record_refuses_uses_up_no_code() {
    let (world, kim, _) = kim().await;
    for _ in 0..5 {
        let command = UpdateProfileCommand {
            precondition: Precondition::OneOf(vec![kim.version.next()]),
            ..wish(&kim)
        };
        assert_eq!(update(&world, command).await, refused(PreconditionFailed));
    }
    for _ in 0..5 {
        assert!(update(&world, wish(&kim)).await.is_ok());
    }
    let answer = update(&world, wish(&kim)).await;
    assert!(is_too_many(&answer), "{answer:?}");
}

// A10: five codes for one address in an hour, registrations included.
#[tokio::test]
async fn an_address_is_not_flooded_with_codes() {
    let (world, kim, _) = kim().await;
    for _ in 0..2 {
        world.initiate("new@example.com").await;
    }
    for _ in 0..3 {
        assert!(update(&world, wish(&kim)).await.is_ok());
    }
    let before = world.tables.dump().await;
    let answer = update(&world, wish(&kim)).await;
    assert!(is_too_many(&answer), "{answer:?}");
    assert_eq!(world.tables.dump().await, before);
}

// ASVS 6.3.1
#[tokio::test]
async fn after_ten_comparisons_not_even_the_right_password_helps() {
    let (world, kim, _) = kim().await;
    for _ in 0..10 {
        let wrong = UpdateProfileCommand {
            current_password: Some(Password::parse("not-the-password").expect("a password")),
            ..wish(&kim)
        };
        assert_eq!(update(&world, wrong).await, refused(IncorrectPassword));
    }
    world.hasher.take_work();
    let answer = update(&world, wish(&kim)).await;
    assert!(is_too_many(&answer), "{answer:?}");
    assert_eq!(world.hasher.take_work(), HashingWork::default());
}

fn is_too_many(answer: &ProfileUpdate) -> bool {
    matches!(
        answer,
        Err(UseCaseError::Refused(UpdateProfileRefusal::TooMany(
            TooMany { .. }
        )))
    )
}

// F7r, A9, H3
#[tokio::test]
async fn no_row_holds_the_code_or_the_undo_token() {
    let world = a_world_with(|_, policies| {
        // Ten digits do not turn up in other numbers by chance.
        policies.registration.code_length = OtpLength::new(OtpLength::MAX).expect("a length");
    })
    .await;
    let kim = world.account("kim@example.com", "kim").await.user;
    let begun = world.begin_move(&kim, "new@example.com").await;
    let secrets = [begun.code.expose(), begun.undo.expose(), PASSWORD];
    assert_tables_hold_none_of(&world, &secrets).await;
    assert!(world.confirm(&kim, &begun.code).await.is_ok());
    assert_tables_hold_none_of(&world, &secrets).await;
}

#[tokio::test]
async fn a_failure_of_any_repository_leaves_nothing() {
    let (world, kim, _) = kim_unlimited().await;
    let run = async || update(&world, wish(&kim)).await;
    // two look-ups, begin, lock, user, audit event, older codes, change, two mails, audit event, commit
    assert_eq!(every_fault_leaves_nothing(&world, run).await, 12);
}
