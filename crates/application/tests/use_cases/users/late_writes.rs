//! Data of a user that one instance is about to write while another changes the user (E5).

use std::sync::Arc;

use domain::session::TokenId;
use domain::user::User;

use super::kim_and_root;
use crate::world::{SlowRecords, World, to_full_name};

/// Another instance, whose data are on their way.
async fn a_slow_twin(world: &World) -> (Arc<World>, Arc<SlowRecords>) {
    let slow = SlowRecords::new(world.ports.sessions.records.clone());
    let records = slow.clone();
    let twin = world.twin_with(|ports, _| ports.sessions.records = records);
    (Arc::new(Box::pin(twin).await), slow)
}

async fn kept(world: &World, kim: &User) -> Option<User> {
    let records = &world.ports.sessions.records;
    records.user_data(kim.id).await.expect("records")
}

#[tokio::test]
async fn a_later_change_is_not_undone_by_data_that_come_late() {
    let (world, kim, _, root) = kim_and_root().await;
    let (twin, slow) = a_slow_twin(&world).await;
    let (id, actor) = (kim.id, root.id);
    let late = tokio::spawn(async move { twin.update(id, to_full_name("One"), actor).await });
    slow.gate.holds_somebody().await;
    let updated = world.update(id, to_full_name("Two"), actor).await;
    let updated = updated.expect("an update");
    slow.gate.open();
    late.await.expect("no panic").expect("an update");
    assert_eq!(kept(&world, &kim).await, Some(updated));
}

#[tokio::test]
async fn a_deleted_user_does_not_come_back_with_data_that_come_late() {
    let (world, kim, _, root) = kim_and_root().await;
    let (twin, slow) = a_slow_twin(&world).await;
    let (id, actor) = (kim.id, root.id);
    let late = tokio::spawn(async move { twin.update(id, to_full_name("One"), actor).await });
    slow.gate.holds_somebody().await;
    assert_eq!(world.delete(id, actor).await, Ok(()));
    slow.gate.open();
    late.await.expect("no panic").expect("an update");
    assert_eq!(kept(&world, &kim).await, None);
}

#[tokio::test]
async fn a_log_in_that_comes_late_leaves_nothing_of_a_deleted_user() {
    let (world, kim, _, root) = kim_and_root().await;
    let (twin, slow) = a_slow_twin(&world).await;
    let late = tokio::spawn(async move { twin.token_of("kim").await });
    slow.gate.holds_somebody().await;
    assert_eq!(world.delete(kim.id, root.id).await, Ok(()));
    slow.gate.open();
    let token = late.await.expect("no panic");
    assert_eq!(kept(&world, &kim).await, None);
    let records = &world.ports.sessions.records;
    let jti: TokenId = world.claims(token.token.expose()).token;
    assert_eq!(records.token(jti).await, Ok(None));
    assert_eq!(records.latest_token(kim.id).await, Ok(None));
    assert!(!world.is_live(&token).await);
}
