//! Requests that may be sent twice take effect once (`Idempotency-Key`).

use std::time::Duration;

use domain::idempotency::IdempotentRequest;
use domain::item::Item;
use domain::user::User;
use portico_application::UseCaseError;
use portico_application::idempotency::{Answer, IdempotencyRefusal, IdempotentCall};
use portico_application::items::CreateItemRefusal;

use super::shelf::{Creation, reply_of};
use super::{Shelf, a_shelf, shelf_of};
use crate::world::{assert_tables_hold_none_of, race};

fn call(shelf: &Shelf, user: &User, key: &str, body: &str) -> IdempotentCall<Item> {
    let call = shelf.keys.call(user.id, "/items/", key, body, reply_of);
    call.expect("a key that is not under way")
}

/// Makes an item; the title stands for the whole request.
async fn make(shelf: &Shelf, user: &User, key: &str, text: &str) -> Creation {
    let call = call(shelf, user, key, text);
    shelf.try_create(user, text, &call).await
}

#[tokio::test]
async fn the_same_request_gets_the_same_reply_and_makes_nothing_again() {
    let shelf = a_shelf().await;
    let kim = shelf.somebody().await;
    let Ok(Answer::Done(item)) = make(&shelf, &kim, "key", "Lantern").await else {
        panic!("not made");
    };
    let before = shelf.world.tables.dump().await;

    for _ in 0..3 {
        let again = make(&shelf, &kim, "key", "Lantern").await;
        assert_eq!(again, Ok(Answer::Repeated(reply_of(&item))));
    }
    assert_eq!(shelf.world.tables.dump().await, before);
}

#[tokio::test]
async fn another_request_under_the_same_key_is_refused() {
    let shelf = a_shelf().await;
    let kim = shelf.somebody().await;
    make(&shelf, &kim, "key", "Lantern").await.expect("an item");

    let other = make(&shelf, &kim, "key", "Lamp").await;

    let reused = CreateItemRefusal::Idempotency(IdempotencyRefusal::KeyReused);
    assert_eq!(other, Err(UseCaseError::Refused(reused)));
    assert_eq!(shelf.world.tables.count("items").await, 1);
}

#[tokio::test]
async fn users_and_routes_have_keys_of_their_own() {
    let shelf = a_shelf().await;
    let (kim, eve) = (shelf.somebody().await, shelf.somebody().await);
    let other_route = shelf
        .keys
        .call(kim.id, "/users/", "key", "Lantern", reply_of);
    let calls = [
        (&kim, call(&shelf, &kim, "key", "Lantern")),
        (&eve, call(&shelf, &eve, "key", "Lantern")),
        (&kim, other_route.expect("a key that is not under way")),
        (&kim, call(&shelf, &kim, "Key", "Lantern")),
    ];
    for (user, call) in calls {
        let made = shelf.try_create(user, "Lantern", &call).await;
        assert!(matches!(made, Ok(Answer::Done(_))), "{made:?}");
    }
}

#[tokio::test]
async fn a_request_that_is_under_way_is_not_begun_again() {
    let shelf = a_shelf().await;
    let kim = shelf.somebody().await;
    let first = call(&shelf, &kim, "key", "Lantern");
    let again = || {
        shelf
            .keys
            .call(kim.id, "/items/", "key", "Lantern", reply_of)
    };

    assert_eq!(again().err(), Some(IdempotencyRefusal::UnderWay));
    // I19: however it ends, the key is given back.
    drop(first);
    assert!(again().is_ok());
}

#[tokio::test]
async fn a_reply_is_kept_for_a_day() {
    let shelf = a_shelf().await;
    let kim = shelf.somebody().await;
    make(&shelf, &kim, "key", "Lantern").await.expect("an item");
    let last = IdempotentRequest::KEPT_FOR.saturating_sub(Duration::from_micros(1));
    shelf.world.clock.advance(last);
    let again = make(&shelf, &kim, "key", "Lantern").await;
    assert!(matches!(again, Ok(Answer::Repeated(_))), "{again:?}");
    shelf.world.clock.advance(Duration::from_micros(1));
    let anew = make(&shelf, &kim, "key", "Lantern").await;
    assert!(matches!(anew, Ok(Answer::Done(_))), "{anew:?}");
}

// I12
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_the_same_request_on_many_instances_one_takes_effect() {
    let shelf = a_shelf().await;
    let kim = shelf.somebody().await;
    let mut instances = vec![shelf.clone()];
    for _ in 0..3 {
        instances.push(shelf_of(shelf.world.twin().await));
    }
    for round in 0..10 {
        let key = format!("key {round}");
        let answers = race(instances.len(), |number| {
            let (shelf, kim, key) = (instances[number].clone(), kim.clone(), key.clone());
            async move { make(&shelf, &kim, &key, "Lantern").await }
        })
        .await;
        let done = |answer: &&Creation| matches!(answer, Ok(Answer::Done(_)));
        assert_eq!(answers.iter().filter(done).count(), 1);
        let repeated = |answer: &&Creation| matches!(answer, Ok(Answer::Repeated(_)));
        assert_eq!(answers.iter().filter(repeated).count(), 3);
        assert_eq!(shelf.world.tables.count("items").await, round + 1);
    }
}

// H2: bodies hold passwords, and keys may say something.
#[tokio::test]
async fn neither_key_nor_body_is_stored() {
    let shelf = a_shelf().await;
    let kim = shelf.somebody().await;
    let call = call(&shelf, &kim, "order-of-kim", "a-secret-in-a-body");
    let made = shelf.try_create(&kim, "Lantern", &call).await;
    made.expect("an item");
    let secrets = ["order-of-kim", "a-secret-in-a-body"];
    assert_tables_hold_none_of(&shelf.world, &secrets).await;
}
