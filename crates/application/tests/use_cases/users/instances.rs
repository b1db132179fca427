//! A change on one instance, seen by another (D9, D12, section 2.8).

use std::time::{Duration, Instant};

use domain::user::User;
use portico_application::sessions::IssuedToken;

use super::kim_and_root;
use crate::world::{
    Authentication, NEW_PASSWORD, PASSWORD, REFUSED, World, reset_of, to_active, to_superuser,
};

const BOUND: Duration = Duration::from_secs(1);

/// Waits until another instance answers a token like this.
async fn soon(world: &World, token: &IssuedToken, is_it: impl Fn(&Authentication) -> bool) {
    let start = Instant::now();
    while !is_it(&world.authenticate(token.token.expose()).await) {
        assert!(start.elapsed() < BOUND, "the news do not come");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

fn is_refused(answer: &Authentication) -> bool {
    *answer == REFUSED
}

/// Two instances of which the other one listens and knows a token.
async fn two_that_know_kim() -> (World, World, User, IssuedToken, User) {
    let (world, kim, token, root) = kim_and_root().await;
    let twin = world.twin().await;
    twin.listen().await;
    assert!(twin.is_live(&token).await);
    (world, twin, kim, token, root)
}

// D9
#[tokio::test]
async fn another_instance_reads_a_new_role() {
    let (world, twin, kim, token, root) = Box::pin(two_that_know_kim()).await;
    let updated = world.update(kim.id, to_superuser(true), root.id).await;
    assert!(updated.is_ok());
    let administers = |answer: &Authentication| {
        let sender = answer.as_ref().expect("the session lives on");
        sender.user.is_superuser
    };
    soon(&twin, &token, administers).await;
}

// D12
#[tokio::test]
async fn another_instance_refuses_a_disabled_user() {
    let (world, twin, kim, token, root) = Box::pin(two_that_know_kim()).await;
    let disabled = world.update(kim.id, to_active(false), root.id).await;
    assert!(disabled.is_ok());
    soon(&twin, &token, is_refused).await;
}

// D12
#[tokio::test]
async fn another_instance_refuses_a_deleted_user() {
    let (world, twin, kim, token, root) = Box::pin(two_that_know_kim()).await;
    assert_eq!(world.delete(kim.id, root.id).await, Ok(()));
    soon(&twin, &token, is_refused).await;
}

// B9
#[tokio::test]
async fn another_instance_refuses_the_other_sessions_after_a_change_of_the_password() {
    let (world, twin, kim, token, _) = Box::pin(two_that_know_kim()).await;
    let own = world.token_of("kim").await;
    let changed = world.change_password(&kim, own.session, (PASSWORD, NEW_PASSWORD));
    assert_eq!(changed.await, Ok(()));
    soon(&twin, &token, is_refused).await;
    assert!(twin.is_live(&own).await);
}

// B11, F10r
#[tokio::test]
async fn another_instance_refuses_every_session_after_a_password_was_set() {
    let (world, twin, kim, token, root) = Box::pin(two_that_know_kim()).await;
    let command = reset_of(&kim, NEW_PASSWORD, root.id);
    assert!(world.users.update.execute(command).await.is_ok());
    soon(&twin, &token, is_refused).await;
}
