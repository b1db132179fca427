//! Readers and writers of one list at the same time (I8, I9, I19).

use std::sync::Arc;

use domain::user::User;
use domain::version::Precondition;
use tokio::task::JoinHandle;

use super::{PausedItems, Shelf, a_shelf};
use crate::world::race;

const READERS: usize = 200;

/// Readers who all wait for one list.
async fn read_at_once(shelf: &Arc<Shelf>, reader: &User) -> Vec<JoinHandle<String>> {
    let read = |_| {
        let (shelf, reader) = (shelf.clone(), reader.clone());
        tokio::spawn(async move { shelf.list(&reader).await })
    };
    let readers = (0..READERS).map(read).collect();
    // On one thread, this lets each of them run until it waits.
    for _ in 0..READERS {
        tokio::task::yield_now().await;
    }
    readers
}

// I8
#[tokio::test]
async fn two_hundred_cold_readers_ask_the_database_once() {
    let (shelf, items) = PausedItems::shelf().await;
    let kim = shelf.somebody().await;
    shelf.create(&kim, "Lantern").await;
    items.pause();
    let readers = read_at_once(&shelf, &kim).await;
    items.have_read(1).await;
    items.go_on();
    for reader in readers {
        assert_eq!(reader.await.expect("a reader ends well"), "Lantern of 1");
    }
    assert_eq!((items.pages(), items.counts()), (1, 1));
}

/// Lets `owner` change their item while the list of `reader` is on its way; gives the list of whoever asks after that.
async fn list_after_an_overtaken_read(
    (shelf, items): (Arc<Shelf>, Arc<PausedItems>),
    owner: &User,
    reader: &User,
) -> String {
    let item = shelf.create(owner, "Lantern").await;
    let list = || {
        let (shelf, reader) = (shelf.clone(), reader.clone());
        tokio::spawn(async move { shelf.list(&reader).await })
    };
    items.pause();
    let early = list();
    items.have_read(1).await;
    let changed = shelf.retitle(owner, item.id, "Lamp", Precondition::None);
    changed.await.expect("an update");
    let late = list();
    // It must not wait for the page of the early reader, nor find it.
    items.have_read(2).await;
    items.go_on();
    early.await.expect("the early reader ends well");
    let late = late.await.expect("the late reader ends well");
    assert_eq!(shelf.list(reader).await, late);
    late
}

// I9
#[tokio::test]
async fn a_page_that_a_write_overtakes_is_given_to_nobody_who_comes_later() {
    let (shelf, items) = PausedItems::shelf().await;
    let kim = shelf.somebody().await;
    let own = list_after_an_overtaken_read((shelf, items), &kim, &kim).await;
    assert_eq!(own, "Lamp of 1");

    let (shelf, items) = PausedItems::shelf().await;
    let (kim, root) = (shelf.somebody().await, shelf.superuser().await);
    let all = list_after_an_overtaken_read((shelf, items), &kim, &root).await;
    assert_eq!(all, "Lamp of 1");
}

// I8, I19
#[tokio::test]
async fn a_first_reader_who_goes_away_leaves_nobody_hanging() {
    let (shelf, items) = PausedItems::shelf().await;
    let kim = shelf.somebody().await;
    shelf.create(&kim, "Lantern").await;
    items.pause();
    let mut readers = read_at_once(&shelf, &kim).await;
    items.have_read(1).await;
    readers.remove(0).abort();
    items.go_on();
    for reader in readers {
        assert_eq!(reader.await.expect("a reader ends well"), "Lantern of 1");
    }
    assert_eq!(shelf.list(&kim).await, "Lantern of 1");
}

// I9
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn racing_writers_each_find_their_own_item() {
    let shelf = a_shelf().await;
    let kim = shelf.somebody().await;
    for _ in 0..10 {
        race(8, |number| {
            let (shelf, kim) = (shelf.clone(), kim.clone());
            async move {
                let text = format!("Writer {number}");
                let item = shelf.create(&kim, &text).await;
                assert!(shelf.list(&kim).await.contains(&text));
                shelf.delete(&kim, item.id).await.expect("a deletion");
                assert!(!shelf.list(&kim).await.contains(&text));
            }
        })
        .await;
        assert_eq!(shelf.list(&kim).await, " of 0");
    }
}
