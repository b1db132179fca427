//! Names and passwords that change at the same time: no name is the password of its account (B4).

use std::sync::Arc;

use domain::change::Change;
use domain::user::{UserChanges, Username};
use domain::version::PreconditionFailed;
use portico_application::UseCaseError;
use portico_application::users::{
    ChangePasswordRefusal, UpdateProfileCommand, UpdateProfileRefusal, UpdateUserRefusal,
};

use super::kim_and_root;
use crate::world::{NEW_PASSWORD, PASSWORD, SlowHasher, World, profile_of, update_of};

/// A name that is a password too.
fn to_the_password() -> Change<Option<Username>> {
    Change::To(Some(Username::parse(NEW_PASSWORD).expect("a username")))
}

/// What comes of the one when the other happens after its comparison.
async fn overtaken<T, F>(
    world: &World,
    late: impl FnOnce(Arc<World>) -> F,
    happens: impl AsyncFnOnce(),
) -> T
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let slow = SlowHasher::new(world.ports.crypto.passwords.clone());
    let hasher = slow.clone();
    let twin = world.twin_with(|ports, _| ports.crypto.passwords = hasher);
    let late = tokio::spawn(late(Arc::new(Box::pin(twin).await)));
    slow.gate.holds_somebody().await;
    happens().await;
    slow.gate.open();
    late.await.expect("it ends well")
}

// B4
#[tokio::test]
async fn a_name_that_has_become_the_password_is_not_taken() {
    let (world, kim, own, _) = kim_and_root().await;
    let command = UpdateProfileCommand {
        username: to_the_password(),
        ..profile_of(&kim)
    };
    let rename = |twin: Arc<World>| async move { twin.users.update_profile.execute(command).await };
    let renamed = overtaken(&world, rename, async || {
        let done = world.change_password(&kim, own.session, (PASSWORD, NEW_PASSWORD));
        assert_eq!(done.await, Ok(()));
    })
    .await;
    let refusal = UpdateProfileRefusal::Changed(PreconditionFailed);
    assert_eq!(renamed, Err(UseCaseError::Refused(refusal)));
}

// B4
#[tokio::test]
async fn nor_is_it_given_by_a_superuser() {
    let (world, kim, own, root) = kim_and_root().await;
    let changes = UserChanges {
        username: to_the_password(),
        ..UserChanges::default()
    };
    let command = update_of(kim.id, changes, root.id);
    let rename = |twin: Arc<World>| async move { twin.users.update.execute(command).await };
    let renamed = overtaken(&world, rename, async || {
        let done = world.change_password(&kim, own.session, (PASSWORD, NEW_PASSWORD));
        assert_eq!(done.await, Ok(()));
    })
    .await;
    let refusal = UpdateUserRefusal::Changed(PreconditionFailed);
    assert_eq!(renamed, Err(UseCaseError::Refused(refusal)));
}

// B4
#[tokio::test]
async fn a_password_that_has_become_the_name_is_not_taken() {
    let (world, kim, own, _) = kim_and_root().await;
    let user = kim.clone();
    let change = |twin: Arc<World>| async move {
        let passwords = (PASSWORD, NEW_PASSWORD);
        twin.change_password(&user, own.session, passwords).await
    };
    let changed = overtaken(&world, change, async || {
        let command = UpdateProfileCommand {
            username: to_the_password(),
            ..profile_of(&kim)
        };
        let renamed = world.users.update_profile.execute(command).await;
        assert!(renamed.is_ok());
    })
    .await;
    let Err(UseCaseError::Refused(ChangePasswordRefusal::Password(_))) = changed else {
        panic!("not refused: {changed:?}");
    };
}
