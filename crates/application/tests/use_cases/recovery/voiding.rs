//! What makes a link void before its time (F9r).

use std::time::Duration;

use portico_application::purge::{Leftover, Purge};

use super::{INVALID, kim};
use crate::world::{NEW_PASSWORD, PASSWORD, to_address, to_superuser};

// F9r
#[tokio::test]
async fn a_newer_link_voids_the_older() {
    let (world, _) = kim().await;
    let older = world.recovery_link("kim@example.com").await;
    let newer = world.recovery_link("KIM@example.com").await;
    assert_eq!(world.reset(&older, NEW_PASSWORD).await, INVALID);
    assert_eq!(world.reset(&newer, NEW_PASSWORD).await, Ok(()));
}

// F9r
#[tokio::test]
async fn a_link_of_another_address_stays() {
    let (world, _) = kim().await;
    world.account("lee@example.com", "lee").await;
    let link = world.recovery_link("kim@example.com").await;
    world.recovery_link("lee@example.com").await;
    assert_eq!(world.reset(&link, NEW_PASSWORD).await, Ok(()));
}

// F9r: a reset is a change of the password too.
#[tokio::test]
async fn a_link_works_once() {
    let (world, _) = kim().await;
    let link = world.recovery_link("kim@example.com").await;
    assert_eq!(world.reset(&link, NEW_PASSWORD).await, Ok(()));
    assert_eq!(world.reset(&link, PASSWORD).await, INVALID);
    assert!(world.log_in("kim", NEW_PASSWORD).await.is_ok());
}

// B9, F7r: and so does a reset to codes.
#[tokio::test]
async fn a_reset_voids_a_change_of_the_address_that_waits() {
    let (world, kim) = kim().await;
    let begun = world.begin_move(&kim, "new@example.com").await;
    let link = world.recovery_link("kim@example.com").await;
    assert_eq!(world.reset(&link, NEW_PASSWORD).await, Ok(()));
    assert!(world.confirm(&kim, &begun.code).await.is_err());
    let record = world.record_of(kim.id).await.expect("kim");
    assert_eq!((record.email, record.pending_email), (kim.email, None));
}

// F9r: the mailbox is no longer the account's.
#[tokio::test]
async fn a_link_does_not_follow_the_account_to_another_address() {
    let (world, kim) = kim().await;
    let root = world.a_superuser("root@example.com").await;
    let link = world.recovery_link("kim@example.com").await;
    let moved = world.update(kim.id, to_address("new@example.com"), root.id);
    assert!(moved.await.is_ok());
    assert_eq!(world.reset(&link, NEW_PASSWORD).await, INVALID);
    let back = world.update(kim.id, to_address("kim@example.com"), root.id);
    assert!(back.await.is_ok());
    assert_eq!(world.reset(&link, NEW_PASSWORD).await, INVALID);
}

// F9r, F7r
#[tokio::test]
async fn a_confirmed_change_of_the_address_voids_the_link() {
    let (world, kim) = kim().await;
    let begun = world.begin_move(&kim, "new@example.com").await;
    let link = world.recovery_link("kim@example.com").await;
    assert!(world.confirm(&kim, &begun.code).await.is_ok());
    assert_eq!(world.reset(&link, NEW_PASSWORD).await, INVALID);
}

#[tokio::test]
async fn other_changes_of_the_account_leave_it() {
    let (world, kim) = kim().await;
    let root = world.a_superuser("root@example.com").await;
    let link = world.recovery_link("kim@example.com").await;
    let updated = world.update(kim.id, to_superuser(true), root.id).await;
    assert!(updated.is_ok());
    assert_eq!(world.reset(&link, NEW_PASSWORD).await, Ok(()));
}

#[tokio::test]
async fn links_whose_time_is_over_are_removed_and_no_others() {
    let (world, _) = kim().await;
    world.recovery_link("kim@example.com").await;
    world.wait(Duration::from_mins(10));
    world.request_recovery("lee@example.com").await;
    world.wait(Duration::from_mins(20));
    let purge = Purge::new(&world.ports);
    assert_eq!(purge.execute(Leftover::RecoveryLinks).await, Ok(1));
    assert_eq!(world.tables.count("password_resets").await, 1);
}
