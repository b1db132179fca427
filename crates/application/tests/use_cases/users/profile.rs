//! A user changes their own record (F7r, B10). How a new address is proven is told with the changes of addresses.

use std::sync::Arc;

use domain::change::Change;
use domain::user::{FullName, User, Username};
use domain::version::{Precondition, PreconditionFailed};
use portico_application::sessions::IssuedToken;
use portico_application::users::{
    AccountTaken, PasswordIsUsername, UpdateProfileCommand, UpdateProfileRefusal,
};
use portico_application::{EmailChangeMode, TooMany, UseCaseError};

use crate::world::{
    HashingWork, PASSWORD, ProfileUpdate, World, a_world, a_world_with, address,
    every_fault_leaves_nothing, profile_of, race,
};

/// A world in which addresses change at once.
async fn an_immediate_world() -> World {
    a_world_with(|_, policies| policies.accounts.email_change = EmailChangeMode::Immediate).await
}

async fn kim(world: &World) -> (User, IssuedToken) {
    let kim = world.account("kim@example.com", "kim").await;
    (kim.user, kim.token)
}

fn to_full_name(user: &User, name: &str) -> UpdateProfileCommand {
    UpdateProfileCommand {
        full_name: Change::To(Some(FullName::parse(name).expect("a name"))),
        current_password: None,
        is_token_fresh: false,
        ..profile_of(user)
    }
}

fn to_username(user: &User, name: &str) -> UpdateProfileCommand {
    UpdateProfileCommand {
        username: Change::To(Some(Username::parse(name).expect("a username"))),
        ..profile_of(user)
    }
}

fn to_address(user: &User, email: &str) -> UpdateProfileCommand {
    UpdateProfileCommand {
        email: Change::To(address(email)),
        current_password: None,
        is_token_fresh: false,
        ..profile_of(user)
    }
}

async fn update(world: &World, command: UpdateProfileCommand) -> ProfileUpdate {
    world.users.update_profile.execute(command).await
}

fn refused(refusal: impl Into<UpdateProfileRefusal>) -> ProfileUpdate {
    Err(UseCaseError::Refused(refusal.into()))
}

#[tokio::test]
async fn names_change_at_once_without_a_password() {
    let world = a_world().await;
    let (kim, token) = kim(&world).await;
    world.hasher.take_work();
    let updated = update(&world, to_full_name(&kim, "Kim Other")).await;
    let updated = updated.expect("an update");
    assert_eq!(updated.version, kim.version.next());
    assert_eq!(world.hasher.take_work(), HashingWork::default());
    let sender = world.authenticate(token.token.expose()).await;
    assert_eq!(sender.expect("a token").user, updated);
    assert_eq!(world.tables.last_audit().await, "user.updated success");
}

#[tokio::test]
async fn an_update_that_changes_nothing_keeps_the_version() {
    let world = a_world().await;
    let (kim, _) = kim(&world).await;
    let before = world.tables.dump().await;
    for command in [
        profile_of(&kim),
        to_full_name(&kim, "Kim Example"),
        to_username(&kim, "kim"),
        to_address(&kim, "kim@example.com"),
    ] {
        assert_eq!(update(&world, command).await, Ok(kim.clone()));
    }
    assert_eq!(world.tables.dump().await, before);
}

// B10
#[tokio::test]
async fn the_owner_is_told_of_a_new_username_and_of_its_removal() {
    let world = a_world().await;
    let (kim, _) = kim(&world).await;
    let removal = UpdateProfileCommand {
        username: Change::To(None),
        ..profile_of(&kim)
    };
    for (command, name) in [(to_username(&kim, "other"), "other"), (removal, "-")] {
        update(&world, command).await.expect("an update");
        world.deliver().await;
        let notice = world.post.last();
        assert_eq!(notice.to, kim.email);
        assert_eq!(notice.content.subject, "username changed");
        assert_eq!(notice.content.text, name);
    }
    assert!(world.log_in("kim", PASSWORD).await.is_err());
}

// B10, F9r: as the template does it, and the old address learns of it.
#[tokio::test]
async fn in_immediate_mode_the_address_changes_at_once() {
    let world = an_immediate_world().await;
    let (kim, token) = kim(&world).await;
    let link = world.recovery_link("kim@example.com").await;
    let moved = update(&world, to_address(&kim, "new@example.com")).await;
    let moved = moved.expect("an update");
    assert_eq!(moved.email, address("new@example.com"));
    assert_eq!(moved.pending_email, None);
    assert!(world.is_live(&token).await);
    assert!(world.log_in("new@example.com", PASSWORD).await.is_ok());
    assert!(world.log_in("kim@example.com", PASSWORD).await.is_err());
    assert!(world.reset(&link, "another-lantern-9").await.is_err());
    world.deliver().await;
    let notice = world.post.last();
    assert_eq!(notice.to, kim.email);
    assert_eq!(notice.content.subject, "email changed");
}

// F8r: whoever owns an address owns its other spellings.
#[tokio::test]
async fn another_spelling_of_the_address_needs_no_proof() {
    let world = a_world().await;
    let (kim, _) = kim(&world).await;
    let updated = update(&world, to_address(&kim, "KIM@example.com")).await;
    let updated = updated.expect("an update");
    assert_eq!(updated.email.as_str(), "KIM@example.com");
}

// A12, A15
#[tokio::test]
async fn another_account_keeps_its_address_and_its_name() {
    let world = an_immediate_world().await;
    let (kim, _) = kim(&world).await;
    world.account("lee@example.com", "lee").await;
    let before = world.tables.dump().await;
    let moved = update(&world, to_address(&kim, "LEE@example.com")).await;
    assert_eq!(moved, refused(AccountTaken::Email));
    let renamed = update(&world, to_username(&kim, "LEE")).await;
    assert_eq!(renamed, refused(AccountTaken::Username));
    assert_eq!(world.tables.dump().await, before);
}

// A12, I12
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_want_one_address_one_gets_it() {
    let world = Arc::new(an_immediate_world().await);
    let mut users = Vec::new();
    for number in 0..6 {
        let email = format!("user-{number}@example.com");
        users.push(world.a_superuser(&email).await);
    }
    let answers = race(users.len(), |number| {
        let (world, command) = (world.clone(), to_address(&users[number], "new@example.com"));
        async move { update(&world, command).await }
    })
    .await;
    assert_eq!(answers.iter().filter(|it| it.is_ok()).count(), 1);
    for answer in answers.into_iter().filter(Result::is_err) {
        assert_eq!(answer, refused(AccountTaken::Email));
    }
}

// RFC 9110 §13.1.1: judged inside the write.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_writers_who_saw_the_same_one_succeeds() {
    let world = Arc::new(a_world().await);
    let (mut kim, _) = kim(&world).await;
    for round in 0..20 {
        let answers = race(2, |number| {
            let command = UpdateProfileCommand {
                precondition: Precondition::OneOf(vec![kim.version]),
                ..to_full_name(&kim, &format!("Kim {round} {number}"))
            };
            let world = world.clone();
            async move { update(&world, command).await }
        })
        .await;
        let refusal = refused(PreconditionFailed);
        assert_eq!(answers.iter().filter(|it| **it == refusal).count(), 1);
        let done = answers.into_iter().find_map(Result::ok);
        kim = done.expect("one of them succeeds");
    }
}

#[tokio::test]
async fn a_user_who_is_gone_meanwhile_changes_nothing() {
    let world = a_world().await;
    let (kim, _) = kim(&world).await;
    assert_eq!(world.delete(kim.id, kim.id).await, Ok(()));
    let updated = update(&world, to_full_name(&kim, "Kim Other")).await;
    assert_eq!(updated, refused(UpdateProfileRefusal::Gone));
}

#[tokio::test]
async fn a_failure_of_any_repository_leaves_nothing() {
    let world = an_immediate_world().await;
    let (kim, _) = kim(&world).await;
    let run = async || {
        let command = UpdateProfileCommand {
            email: Change::To(address("new@example.com")),
            ..to_username(&kim, "other")
        };
        update(&world, command).await
    };
    // credentials, begin, lock, user, links, codes, audit event, two mails, commit
    assert_eq!(every_fault_leaves_nothing(&world, run).await, 10);
}

// B4
#[tokio::test]
async fn a_username_that_is_the_password_is_refused() {
    let world = an_immediate_world().await;
    let (kim, _) = kim(&world).await;
    let before = world.tables.dump().await;
    let answer = update(&world, to_username(&kim, PASSWORD)).await;
    assert_eq!(answer, refused(PasswordIsUsername));
    assert_eq!(world.tables.dump().await, before);
    assert!(update(&world, to_username(&kim, "kimberley")).await.is_ok());
}

// C8: whoever keeps their name makes nobody compare it.
#[tokio::test]
async fn only_another_username_is_compared_and_once() {
    let world = an_immediate_world().await;
    let (kim, _) = kim(&world).await;
    world.hasher.take_work();
    assert!(update(&world, to_username(&kim, "kim")).await.is_ok());
    assert!(update(&world, to_full_name(&kim, "Kim")).await.is_ok());
    assert_eq!(world.hasher.take_work(), HashingWork::default());
    assert!(update(&world, to_username(&kim, "kimberley")).await.is_ok());
    assert_eq!(world.hasher.take_work().comparisons, 1);
}

// ASVS 6.3.1: a stolen token does not find the password by one username after the other.
#[tokio::test]
async fn usernames_are_comparisons_that_count() {
    let world = an_immediate_world().await;
    let (kim, _) = kim(&world).await;
    for number in 0..10 {
        let name = format!("guess-{number}");
        assert!(update(&world, to_username(&kim, &name)).await.is_ok());
    }
    let answer = update(&world, to_username(&kim, PASSWORD)).await;
    assert!(
        matches!(
            answer,
            Err(UseCaseError::Refused(UpdateProfileRefusal::TooMany(
                TooMany { .. }
            )))
        ),
        "{answer:?}"
    );
}
