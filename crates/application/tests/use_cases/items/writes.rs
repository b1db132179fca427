//! Writes: each is one transaction, and what a writer has not seen is not changed.

use std::sync::Arc;
use std::time::Duration;

use domain::item::{Item, ItemId};
use domain::version::{Precondition, PreconditionFailed, Version};
use portico_application::UseCaseError;
use portico_application::idempotency::IdempotentCall;
use portico_application::items::{ChangeItemRefusal, CreateItemRefusal};

use super::shelf::reply_of;
use super::{Shelf, a_shelf, title};
use crate::world::{every_fault_leaves_nothing, race};

const CHANGED: UseCaseError<ChangeItemRefusal> =
    UseCaseError::Refused(ChangeItemRefusal::Changed(PreconditionFailed));

async fn read(shelf: &Shelf, id: ItemId) -> Option<Item> {
    let found = shelf.world.ports.storage.items.find(id).await;
    let guarded = found.expect("a read")?;
    guarded.open_for(&shelf.superuser().await).ok()
}

#[tokio::test]
async fn an_item_keeps_what_it_was_made_of() {
    let shelf = a_shelf().await;
    let kim = shelf.somebody().await;
    let made = shelf.create(&kim, "Lantern").await;
    assert_eq!((made.owner, &made.title), (kim.id, &title("Lantern")));
    assert_eq!(made.version, Version::FIRST);
    assert_eq!(read(&shelf, made.id).await, Some(made));
}

#[tokio::test]
async fn an_update_counts_only_when_it_changes_something() {
    let shelf = a_shelf().await;
    let kim = shelf.somebody().await;
    let item = shelf.create(&kim, "Lantern").await;
    shelf.world.clock.advance(Duration::from_secs(1));

    let same = shelf
        .retitle(&kim, item.id, "Lantern", Precondition::None)
        .await;
    assert_eq!(same.as_ref(), Ok(&item));
    let other = shelf
        .retitle(&kim, item.id, "Lamp", Precondition::None)
        .await;
    let other = other.expect("an update");
    assert_eq!(other.version, item.version.next());
    assert!(other.updated_at > item.updated_at);
    assert_eq!(read(&shelf, item.id).await, Some(other));
}

#[tokio::test]
async fn what_the_writer_has_not_seen_is_not_changed() {
    let shelf = a_shelf().await;
    let kim = shelf.somebody().await;
    let item = shelf.create(&kim, "Lantern").await;
    let seen = Precondition::OneOf(vec![item.version]);
    let first = shelf.retitle(&kim, item.id, "Lamp", seen.clone()).await;
    let first = first.expect("the version was right");

    let second = shelf.retitle(&kim, item.id, "Torch", seen).await;

    assert_eq!(second, Err(CHANGED));
    assert_eq!(read(&shelf, item.id).await, Some(first));
    // Even when nothing would change.
    let nothing = Precondition::OneOf(Vec::new());
    let same = shelf.retitle(&kim, item.id, "Lamp", nothing).await;
    assert_eq!(same, Err(CHANGED));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_writers_who_saw_the_same_one_succeeds() {
    let shelf = a_shelf().await;
    let kim = shelf.somebody().await;
    for _ in 0..20 {
        let item = shelf.create(&kim, "Lantern").await;
        let answers = race(6, |number| {
            let (shelf, kim) = (shelf.clone(), kim.clone());
            async move {
                let seen = Precondition::OneOf(vec![item.version]);
                let text = format!("Writer {number}");
                shelf.retitle(&kim, item.id, &text, seen).await
            }
        })
        .await;
        let lost = answers.iter().filter(|answer| **answer == Err(CHANGED));
        assert_eq!(lost.count(), 5);
        let won = answers.into_iter().find_map(Result::ok);
        assert_eq!(read(&shelf, item.id).await, won);
    }
}

#[tokio::test]
async fn nobody_who_is_gone_gets_an_item() {
    let shelf = a_shelf().await;
    let (kim, root) = (shelf.somebody().await, shelf.superuser().await);
    shelf
        .world
        .delete(kim.id, root.id)
        .await
        .expect("a deletion");
    let with_key = shelf.keys.call(kim.id, "/items/", "key", "{}", reply_of);

    for call in [
        IdempotentCall::without_key(reply_of),
        with_key.expect("a free key"),
    ] {
        let made = shelf.try_create(&kim, "Lantern", &call).await;
        let gone = UseCaseError::Refused(CreateItemRefusal::OwnerGone);
        assert_eq!(made, Err(gone));
    }
    assert_eq!(shelf.world.tables.count("items").await, 0);
    assert_eq!(shelf.world.tables.count("idempotency_records").await, 0);
}

#[tokio::test]
async fn a_failure_of_any_repository_leaves_nothing() {
    let shelf = a_shelf().await;
    let kim = shelf.somebody().await;
    let item = shelf.create(&kim, "Lantern").await;
    let (world, shelf) = (&shelf.world, Arc::clone(&shelf));

    let update = async || {
        let update = shelf.retitle(&kim, item.id, "Lamp", Precondition::None);
        update.await
    };
    // begin, lock, save, commit
    assert_eq!(every_fault_leaves_nothing(world, update).await, 4);
    let create = async || {
        let call = shelf.keys.call(kim.id, "/items/", "key", "{}", reply_of);
        let call = call.expect("a free key");
        shelf.try_create(&kim, "Torch", &call).await
    };
    // begin, claim, insert, keep, commit
    assert_eq!(every_fault_leaves_nothing(world, create).await, 5);
    let delete = async || shelf.delete(&kim, item.id).await;
    // begin, lock, delete, commit
    assert_eq!(every_fault_leaves_nothing(world, delete).await, 4);
}
