//! A superuser sets somebody's password (B4, B11).

use domain::password::PasswordRefusal;
use portico_application::UseCaseError;
use portico_application::recovery::ResetPasswordRefusal;
use portico_application::users::{UpdateUserCommand, UpdateUserRefusal};

use super::{kim_and_root, kim_and_root_unlimited};
use crate::world::{
    NEW_PASSWORD, PASSWORD, assert_tables_hold_none_of, every_fault_leaves_nothing, reset_of,
    to_address, update_of,
};

// B11
#[tokio::test]
async fn every_session_ends_and_the_new_password_logs_in() {
    let (world, kim, first, root) = kim_and_root().await;
    let second = world.token_of("kim").await;
    let command = reset_of(&kim, NEW_PASSWORD, root.id);
    let updated = world.users.update.execute(command).await;
    assert_eq!(updated, Ok(kim));
    for token in [first, second] {
        assert!(!world.is_live(&token).await);
    }
    assert!(world.log_in("kim", PASSWORD).await.is_err());
    assert!(world.log_in("kim", NEW_PASSWORD).await.is_ok());
}

// B11
#[tokio::test]
async fn it_is_audited_and_the_owner_is_told() {
    let (world, kim, _, root) = kim_and_root().await;
    let command = reset_of(&kim, NEW_PASSWORD, root.id);
    let updated = world.users.update.execute(command).await;
    assert!(updated.is_ok());
    assert_eq!(world.tables.last_audit().await, "password.changed success");
    let actors = "SELECT lower(hex(actor_id)) FROM audit_events ORDER BY rowid DESC LIMIT 1";
    let actor = root.id.as_uuid().simple().to_string();
    assert_eq!(world.tables.texts(actors.to_owned()).await, [actor]);
    world.deliver().await;
    let notice = world.post.last();
    assert_eq!(notice.to, kim.email);
    assert_eq!(notice.content.subject, "password changed");
    assert_eq!(notice.content.text, "Superuser");
}

// B11: an address that is changed with it may be the superuser's error or wish; the owner has the old one.
#[tokio::test]
async fn with_a_new_address_the_old_one_is_told() {
    let (world, kim, _, root) = kim_and_root().await;
    let command = UpdateUserCommand {
        changes: to_address("other@example.com"),
        ..reset_of(&kim, NEW_PASSWORD, root.id)
    };
    let updated = world.users.update.execute(command).await;
    assert!(updated.is_ok());
    world.deliver().await;
    for kind in ["password changed", "email changed"] {
        let told = world.post.of_kind(kind);
        let to: Vec<_> = told.iter().map(|mail| &mail.to).collect();
        assert_eq!(to, [&kim.email], "{kind}");
    }
}

// B9, F9r
#[tokio::test]
async fn links_and_codes_that_were_mailed_before_are_void() {
    let (world, kim, _, root) = kim_and_root().await;
    let begun = world.begin_move(&kim, "new@example.com").await;
    let link = world.recovery_link("kim@example.com").await;
    let command = reset_of(&kim, NEW_PASSWORD, root.id);
    let updated = world.users.update.execute(command).await;
    assert_eq!(updated.expect("an update").pending_email, None);
    assert!(world.confirm(&kim, &begun.code).await.is_err());
    let reset = world.reset(&link, "another-lantern-9").await;
    let invalid = ResetPasswordRefusal::InvalidToken;
    assert_eq!(reset, Err(UseCaseError::Refused(invalid)));
}

// B4: judged by the names that the account will have.
#[tokio::test]
async fn a_password_made_of_the_new_names_is_refused_before_it_is_hashed() {
    let (world, kim, token, root) = kim_and_root().await;
    let command = UpdateUserCommand {
        changes: to_address("marigold.harbour@example.com"),
        ..reset_of(&kim, "marigold.harbour", root.id)
    };
    world.hasher.take_work();
    let updated = world.users.update.execute(command).await;
    let refusal = UpdateUserRefusal::Password(PasswordRefusal::Guessable);
    assert_eq!(updated, Err(UseCaseError::Refused(refusal)));
    assert_eq!(world.hasher.take_work().hashes, 0);
    assert!(world.is_live(&token).await);
}

// B11, H3
#[tokio::test]
async fn no_row_holds_the_password() {
    let (world, kim, _, root) = kim_and_root().await;
    let command = reset_of(&kim, NEW_PASSWORD, root.id);
    let updated = world.users.update.execute(command).await;
    assert!(updated.is_ok());
    assert_tables_hold_none_of(&world, &[NEW_PASSWORD, PASSWORD]).await;
}

#[tokio::test]
async fn an_update_without_a_password_leaves_it_alone() {
    let (world, kim, token, root) = kim_and_root().await;
    let command = update_of(kim.id, to_address("other@example.com"), root.id);
    let updated = world.users.update.execute(command).await;
    assert!(updated.is_ok());
    assert!(world.is_live(&token).await);
    assert!(world.log_in("kim", PASSWORD).await.is_ok());
}

// B11: one transaction.
#[tokio::test]
async fn a_failure_of_any_repository_leaves_nothing() {
    let (world, kim, _, root) = kim_and_root_unlimited().await;
    world.recovery_link("kim@example.com").await;
    let run = async || {
        let command = reset_of(&kim, NEW_PASSWORD, root.id);
        world.users.update.execute(command).await
    };
    // look-up, begin, locks, user, hash, mail, links, codes, sessions, audit event, commit
    assert_eq!(every_fault_leaves_nothing(&world, run).await, 11);
}
