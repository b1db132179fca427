//! A superuser changes an account (D9, D12, F4r, B10).

use std::sync::Arc;

use domain::change::Change;
use domain::user::{UserChanges, UserId, Username};
use domain::version::{Precondition, PreconditionFailed};
use port_contracts::fixtures::{a_password, an_id};
use portico_application::UseCaseError;
use portico_application::recovery::ResetPasswordRefusal;
use portico_application::users::{
    AccountTaken, PasswordIsUsername, UpdateUserCommand, UpdateUserRefusal,
};

use super::{kim_and_root, kim_and_root_unlimited};
use crate::world::{
    NEW_PASSWORD, PASSWORD, Update, address, every_fault_leaves_nothing, race, to_active,
    to_address, to_full_name, to_superuser, update_of,
};

fn refused(refusal: impl Into<UpdateUserRefusal>) -> Update {
    Err(UseCaseError::Refused(refusal.into()))
}

fn to_username(name: &str) -> UserChanges {
    UserChanges {
        username: Change::To(Some(Username::parse(name).expect("a username"))),
        ..UserChanges::default()
    }
}

#[tokio::test]
async fn an_account_becomes_what_the_superuser_says() {
    let (world, kim, _, root) = kim_and_root().await;
    let changes = UserChanges {
        email: Change::To(address("other@example.com")),
        full_name: Change::To(None),
        ..to_username("other")
    };
    let updated = world.update(kim.id, changes, root.id).await;
    let updated = updated.expect("an update");
    assert_eq!(updated.version, kim.version.next());
    assert_eq!(world.record_of(kim.id).await, Some(updated));
    assert_eq!(world.tables.last_audit().await, "user.updated success");
    for identifier in ["other", "other@example.com"] {
        assert!(world.log_in(identifier, PASSWORD).await.is_ok());
    }
    for identifier in ["kim", "kim@example.com"] {
        assert!(world.log_in(identifier, PASSWORD).await.is_err());
    }
}

// An update that changes nothing leaves the copies that clients hold good, and is no event.
#[tokio::test]
async fn an_update_that_changes_nothing_keeps_the_version() {
    let (world, kim, token, root) = kim_and_root().await;
    let before = world.tables.dump().await;
    let updated = world.update(kim.id, to_full_name("Kim Example"), root.id);
    assert_eq!(updated.await, Ok(kim));
    assert_eq!(world.tables.dump().await, before);
    assert!(world.is_live(&token).await);
}

// D9: the role is read live, and sessions live on.
#[tokio::test]
async fn a_change_of_role_counts_at_once_and_ends_no_session() {
    let (world, kim, token, root) = kim_and_root().await;
    for is_superuser in [true, false] {
        assert!(world.is_live(&token).await);
        let updated = world.update(kim.id, to_superuser(is_superuser), root.id);
        assert!(updated.await.is_ok());
        let sender = world.authenticate(token.token.expose()).await;
        assert_eq!(sender.expect("a token").user.is_superuser, is_superuser);
        let audited = "user.role_changed success";
        assert_eq!(world.tables.last_audit().await, audited);
    }
}

// D12
#[tokio::test]
async fn a_disabled_user_is_out_at_once_and_stays_out_when_enabled() {
    let (world, kim, token, root) = kim_and_root().await;
    assert!(world.is_live(&token).await);
    let disabled = world.update(kim.id, to_active(false), root.id).await;
    assert!(disabled.is_ok());
    assert!(!world.is_live(&token).await);
    assert_eq!(world.tables.last_audit().await, "user.disabled success");
    assert!(world.log_in("kim", PASSWORD).await.is_err());
    let enabled = world.update(kim.id, to_active(true), root.id).await;
    assert!(enabled.is_ok());
    assert_eq!(world.tables.last_audit().await, "user.enabled success");
    assert!(!world.is_live(&token).await);
    assert!(world.log_in("kim", PASSWORD).await.is_ok());
}

// B10: told at the address that is theirs for sure.
#[tokio::test]
async fn the_old_address_is_told_of_a_new_one() {
    let (world, kim, _, root) = kim_and_root().await;
    let moved = world.update(kim.id, to_address("new@example.com"), root.id);
    assert!(moved.await.is_ok());
    world.deliver().await;
    let notice = world.post.last();
    assert_eq!(notice.to, kim.email);
    assert_eq!(notice.content.subject, "email changed");
    assert_eq!(notice.content.text, "new@example.com");
}

// B10
#[tokio::test]
async fn the_owner_is_told_of_a_new_username() {
    let (world, kim, _, root) = kim_and_root().await;
    let renamed = world.update(kim.id, to_username("other"), root.id).await;
    assert!(renamed.is_ok());
    world.deliver().await;
    let notice = world.post.last();
    assert_eq!(notice.to, kim.email);
    assert_eq!(notice.content.subject, "username changed");
    assert_eq!(notice.content.text, "other");
}

// F9r, F7r: what was mailed before the address changed is void.
#[tokio::test]
async fn a_new_address_voids_links_and_codes() {
    let (world, kim, token, root) = kim_and_root().await;
    let begun = world.begin_move(&kim, "wanted@example.com").await;
    let link = world.recovery_link("kim@example.com").await;
    let moved = world.update(kim.id, to_address("new@example.com"), root.id);
    assert_eq!(moved.await.expect("an update").pending_email, None);
    let reset = world.reset(&link, NEW_PASSWORD).await;
    let invalid = ResetPasswordRefusal::InvalidToken;
    assert_eq!(reset, Err(UseCaseError::Refused(invalid)));
    assert!(world.confirm(&kim, &begun.code).await.is_err());
    assert!(world.is_live(&token).await);
}

// A12, A15
#[tokio::test]
async fn another_account_keeps_its_address_and_its_name() {
    let (world, kim, _, root) = kim_and_root().await;
    world.account("lee@example.com", "lee").await;
    let before = world.tables.dump().await;
    let moved = world.update(kim.id, to_address("LEE@example.com"), root.id);
    assert_eq!(moved.await, refused(AccountTaken::Email));
    let renamed = world.update(kim.id, to_username("LEE"), root.id).await;
    assert_eq!(renamed, refused(AccountTaken::Username));
    assert_eq!(world.tables.dump().await, before);
}

#[tokio::test]
async fn nobody_is_not_found() {
    let (world, _, _, root) = kim_and_root().await;
    let nobody = UserId::from_uuid(an_id());
    let updated = world.update(nobody, to_active(false), root.id).await;
    assert_eq!(updated, refused(UpdateUserRefusal::NotFound));
    let command = UpdateUserCommand {
        password: Some(a_password(NEW_PASSWORD)),
        ..update_of(nobody, UserChanges::default(), root.id)
    };
    world.hasher.take_work();
    let updated = world.users.update.execute(command).await;
    assert_eq!(updated, refused(UpdateUserRefusal::NotFound));
    assert_eq!(world.hasher.take_work().hashes, 0);
}

// RFC 9110 §13.1.1: judged inside the write.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_writers_who_saw_the_same_one_succeeds() {
    let (world, mut kim, _, root) = kim_and_root().await;
    let world = Arc::new(world);
    for round in 0..20 {
        let answers = race(4, |number| {
            let name = format!("Kim {round} {number}");
            let command = UpdateUserCommand {
                precondition: Precondition::OneOf(vec![kim.version]),
                ..update_of(kim.id, to_full_name(&name), root.id)
            };
            let world = world.clone();
            async move { world.users.update.execute(command).await }
        })
        .await;
        let (done, others): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert_eq!(done.len(), 1);
        for other in others {
            assert_eq!(other, refused(PreconditionFailed));
        }
        let record = world.record_of(kim.id).await.expect("kim");
        assert_eq!(done, [Ok(record.clone())]);
        kim = record;
    }
}

#[tokio::test]
async fn a_failure_of_any_repository_leaves_nothing() {
    let (world, kim, _, root) = kim_and_root_unlimited().await;
    world.begin_move(&kim, "wanted@example.com").await;
    world.recovery_link("kim@example.com").await;
    let run = async || {
        let changes = UserChanges {
            is_active: Change::To(false),
            is_superuser: Change::To(true),
            email: Change::To(address("new@example.com")),
            ..to_username("other")
        };
        world.update(kim.id, changes, root.id).await
    };
    // two reads, begin, locks, the password, user, links, codes, sessions, three audit events, two mails, commit
    assert_eq!(every_fault_leaves_nothing(&world, run).await, 15);
}

// B4, B11: a superuser neither gives an account such a name nor finds its password by names.
#[tokio::test]
async fn a_username_that_is_the_accounts_password_is_refused() {
    let (world, kim, _, root) = kim_and_root().await;
    let before = world.tables.dump().await;
    let same = world.update(kim.id, to_username(PASSWORD), root.id).await;
    assert_eq!(same, refused(PasswordIsUsername));
    assert_eq!(world.tables.dump().await, before);
    for number in 0..9 {
        let name = to_username(&format!("kim-{number}"));
        assert!(world.update(kim.id, name, root.id).await.is_ok());
    }
    let eleventh = world.update(kim.id, to_username(PASSWORD), root.id).await;
    let too_many = matches!(
        eleventh,
        Err(UseCaseError::Refused(UpdateUserRefusal::TooMany(_)))
    );
    assert!(too_many, "{eleventh:?}");
    // The owner's own comparisons are not used up.
    let new = UpdateUserCommand {
        password: Some(a_password(NEW_PASSWORD)),
        ..update_of(kim.id, to_username("kim-9"), root.id)
    };
    assert!(world.users.update.execute(new).await.is_ok());
}
