//! Several changes, one after the other: A becomes B becomes C (F7r).

use std::time::Duration;

use domain::user::{Email, User};

use super::{UNKNOWN_LINK, kim, kim_unlimited};
use crate::world::{Move, World, address};

/// Two changes that were confirmed: from kim@ over b@ to c@.
async fn two_moves(world: &World, kim: &User) -> (Move, Move) {
    let (at_b, first) = world.complete_move(kim, "b@example.com").await;
    world.wait(Duration::from_mins(1));
    let (_, second) = world.complete_move(&at_b, "c@example.com").await;
    (first, second)
}

async fn address_of(world: &World, user: &User) -> Email {
    world.record_of(user.id).await.expect("kim").email
}

// F7r: every later change goes with it, those that wait included.
#[tokio::test]
async fn the_first_address_takes_back_everything_that_came_after() {
    let (world, kim, token) = kim().await;
    let (first, second) = two_moves(&world, &kim).await;
    world.wait(Duration::from_mins(1));
    let at_c = world.record_of(kim.id).await.expect("kim");
    let third = world.begin_move(&at_c, "d@example.com").await;
    assert_eq!(world.undo(&first.undo).await, Ok(()));
    assert_eq!(address_of(&world, &kim).await, kim.email);
    assert!(!world.is_live(&token).await);
    for later in [&second, &third] {
        assert_eq!(world.undo(&later.undo).await, UNKNOWN_LINK);
        assert!(world.confirm(&kim, &later.code).await.is_err());
    }
    assert_eq!(address_of(&world, &kim).await, kim.email);
}

// F7r: whoever has the address in between must not cut off those who had it before.
#[tokio::test]
async fn an_undo_in_between_leaves_the_first_address_its_own() {
    let (world, kim, _) = kim().await;
    let (first, second) = two_moves(&world, &kim).await;
    assert_eq!(world.undo(&second.undo).await, Ok(()));
    assert_eq!(address_of(&world, &kim).await, address("b@example.com"));
    assert_eq!(world.undo(&first.undo).await, Ok(()));
    assert_eq!(address_of(&world, &kim).await, kim.email);
}

// F7r: each link has seven days of its own.
#[tokio::test]
async fn a_later_change_does_not_prolong_an_earlier_one() {
    let (world, kim, _) = kim_unlimited().await;
    let (at_b, first) = world.complete_move(&kim, "b@example.com").await;
    world.wait(Duration::from_hours(6 * 24));
    let (_, second) = world.complete_move(&at_b, "c@example.com").await;
    world.wait(Duration::from_hours(24));
    assert_eq!(world.undo(&first.undo).await, UNKNOWN_LINK);
    assert_eq!(world.undo(&second.undo).await, Ok(()));
    assert_eq!(address_of(&world, &kim).await, address("b@example.com"));
}

// F7r: a wish that another one replaced can no longer be taken back; there is nothing to take.
#[tokio::test]
async fn a_newer_wish_voids_the_undo_link_of_the_older() {
    let (world, kim, token) = kim().await;
    let older = world.begin_move(&kim, "b@example.com").await;
    let newer = world.begin_move(&kim, "c@example.com").await;
    assert_eq!(world.undo(&older.undo).await, UNKNOWN_LINK);
    assert!(world.is_live(&token).await);
    assert_eq!(world.undo(&newer.undo).await, Ok(()));
}
