//! An account and everything of it goes (D12, E5, F4r).

use std::sync::Arc;

use domain::user::UserId;
use domain::version::{Precondition, PreconditionFailed};
use port_contracts::fixtures::{an_id, an_idempotent_request_of, an_item_of};
use portico_application::UseCaseError;
use portico_application::users::{DeleteUserCommand, DeleteUserRefusal};

use super::kim_and_root;
use crate::world::{
    Deletion, NEW_PASSWORD, PASSWORD, World, a_world_with, deletion_of, every_fault_leaves_nothing,
    race,
};

fn refused(refusal: impl Into<DeleteUserRefusal>) -> Deletion {
    Err(UseCaseError::Refused(refusal.into()))
}

async fn delete(world: &World, command: DeleteUserCommand) -> Deletion {
    world.users.delete.execute(command).await
}

/// Something of this user in every table that can hold it.
async fn leave_traces(world: &World, user: &domain::user::User) {
    world.begin_move(user, "wanted@example.com").await;
    world.recovery_link(user.email.as_str()).await;
    let mut unit = world.ports.storage.units.begin().await.expect("a unit");
    let item = an_item_of(user).build();
    unit.items().insert(&item).await.expect("an item");
    let request = an_idempotent_request_of(user);
    let claimed = unit.idempotency().claim(&request).await;
    claimed.expect("a key");
    unit.commit().await.expect("a commit");
}

// D12
#[tokio::test]
async fn everything_of_the_user_goes_and_the_audit_log_stays() {
    let (world, kim, token, root) = kim_and_root().await;
    leave_traces(&world, &kim).await;
    let audited = world.tables.audit().await;
    assert_eq!(world.delete(kim.id, root.id).await, Ok(()));
    assert!(!world.is_live(&token).await);
    assert_eq!(world.record_of(kim.id).await, None);
    for table in [
        "sessions",
        "items",
        "password_resets",
        "email_changes",
        "idempotency_records",
    ] {
        assert_eq!(world.tables.count(table).await, 0, "{table}");
    }
    let after = world.tables.audit().await;
    assert_eq!(after[..audited.len()], audited);
    assert_eq!(after[audited.len()..], ["user.deleted success"]);
}

// D12: the address and the name are free again, and the new account is another one.
#[tokio::test]
async fn a_new_account_of_the_same_names_has_nothing_of_the_old() {
    let (world, kim, token, root) = kim_and_root().await;
    let link = world.recovery_link("kim@example.com").await;
    assert_eq!(world.delete(kim.id, root.id).await, Ok(()));
    let new = world.account("kim@example.com", "kim").await;
    assert_ne!(new.user.id, kim.id);
    assert!(!world.is_live(&token).await);
    assert!(world.reset(&link, NEW_PASSWORD).await.is_err());
    assert!(world.log_in("kim", PASSWORD).await.is_ok());
}

#[tokio::test]
async fn a_user_deletes_their_own_account() {
    let (world, kim, token, _) = kim_and_root().await;
    assert_eq!(world.delete(kim.id, kim.id).await, Ok(()));
    assert!(!world.is_live(&token).await);
}

// F4r: superusers delete each other, not themselves.
#[tokio::test]
async fn a_superuser_does_not_delete_themselves() {
    let (world, _, _, root) = kim_and_root().await;
    let other = world.a_superuser("other@example.com").await;
    let answer = world.delete(root.id, root.id).await;
    assert_eq!(answer, refused(DeleteUserRefusal::OwnSuperuser));
    assert_eq!(world.delete(other.id, root.id).await, Ok(()));
}

#[tokio::test]
async fn nobody_is_not_found() {
    let (world, kim, _, root) = kim_and_root().await;
    let nobody = UserId::from_uuid(an_id());
    let not_found = refused(DeleteUserRefusal::NotFound);
    assert_eq!(world.delete(nobody, root.id).await, not_found);
    assert_eq!(world.delete(kim.id, root.id).await, Ok(()));
    assert_eq!(world.delete(kim.id, root.id).await, not_found);
}

// Section 2.5: in production, and of the own account alone.
#[tokio::test]
async fn the_own_account_wants_a_token_that_has_not_expired() {
    let (world, kim, _, root) = kim_and_root().await;
    let stale = |actor| DeleteUserCommand {
        is_token_fresh: false,
        ..deletion_of(kim.id, actor)
    };
    let answer = delete(&world, stale(kim.id)).await;
    assert_eq!(answer, refused(DeleteUserRefusal::StaleToken));
    assert_eq!(delete(&world, stale(root.id)).await, Ok(()));
}

#[tokio::test]
async fn in_development_a_renewed_token_is_enough() {
    let lenient = |policies: &mut portico_application::Policies| {
        policies.accounts.deletion_wants_fresh_token = false;
    };
    let world = a_world_with(|_, policies| lenient(policies)).await;
    let kim = world.account("kim@example.com", "kim").await.user;
    let stale = DeleteUserCommand {
        is_token_fresh: false,
        ..deletion_of(kim.id, kim.id)
    };
    assert_eq!(delete(&world, stale).await, Ok(()));
}

// RFC 9110 §13.1.1
#[tokio::test]
async fn an_account_that_changed_meanwhile_stays() {
    let (world, kim, _, root) = kim_and_root().await;
    let command = DeleteUserCommand {
        precondition: Precondition::OneOf(vec![kim.version]),
        ..deletion_of(kim.id, root.id)
    };
    let renamed = world.update(kim.id, crate::world::to_superuser(true), root.id);
    let renamed = renamed.await.expect("an update");
    assert_eq!(
        delete(&world, command.clone()).await,
        refused(PreconditionFailed)
    );
    let command = DeleteUserCommand {
        precondition: Precondition::OneOf(vec![renamed.version]),
        ..command
    };
    assert_eq!(delete(&world, command).await, Ok(()));
}

// I12
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_deletions_one_is_done() {
    let (world, kim, _, root) = kim_and_root().await;
    let world = Arc::new(world);
    let answers = race(8, |_| {
        let (world, kim, root) = (world.clone(), kim.id, root.id);
        async move { world.delete(kim, root).await }
    })
    .await;
    assert_eq!(answers.iter().filter(|it| it.is_ok()).count(), 1);
    for answer in answers.into_iter().filter(Result::is_err) {
        assert_eq!(answer, refused(DeleteUserRefusal::NotFound));
    }
}

#[tokio::test]
async fn a_failure_of_any_repository_leaves_nothing() {
    let (world, kim, _, root) = kim_and_root().await;
    leave_traces(&world, &kim).await;
    let run = async || world.delete(kim.id, root.id).await;
    // sessions, begin, locks, user, audit event, commit
    assert_eq!(every_fault_leaves_nothing(&world, run).await, 6);
}
