//! The cached list: what is in it, and when it is read anew (I9).

use std::time::Duration;

use domain::page::{PageLimit, PageRequest, PageStart};
use domain::ports::ItemQueries;
use domain::version::Precondition;
use portico_application::items::{ItemsPage, PageForm, WrittenPage};

use super::{PausedItems, a_shelf, a_shelf_with, shelf_of};

#[tokio::test]
async fn everybody_sees_their_own_and_a_superuser_everything() {
    let shelf = a_shelf().await;
    let (kim, eve, root) = (
        shelf.somebody().await,
        shelf.somebody().await,
        shelf.superuser().await,
    );
    for (owner, text) in [(&kim, "Kim's"), (&eve, "Eve's"), (&root, "Root's")] {
        shelf.create(owner, text).await;
        shelf.world.clock.advance(Duration::from_secs(1));
    }
    for _ in ["read", "found"] {
        assert_eq!(shelf.list(&kim).await, "Kim's of 1");
        assert_eq!(shelf.list(&eve).await, "Eve's of 1");
        assert_eq!(shelf.list(&root).await, "Root's, Eve's, Kim's of 3");
    }
}

// I8
#[tokio::test]
async fn a_list_that_nobody_changes_is_read_once() {
    let (shelf, items) = PausedItems::shelf().await;
    let (kim, root) = (shelf.somebody().await, shelf.superuser().await);
    shelf.create(&kim, "Lantern").await;
    for _ in 0..10 {
        shelf.list(&kim).await;
        shelf.list(&root).await;
    }
    assert_eq!((items.pages(), items.counts()), (2, 2));
}

// C7: nobody fills the caches by asking for every row in many pages.
#[tokio::test]
async fn the_front_is_kept_and_a_deep_page_is_read_each_time() {
    let (shelf, items) = PausedItems::shelf().await;
    let kim = shelf.somebody().await;
    for (skip, rows, reads) in [
        (0, 100, 1),
        (50, 50, 1),
        (100, 100, 3),
        (1, 50, 3),
        (0, 1000, 3),
    ] {
        let before = items.pages();
        let request = PageRequest {
            start: PageStart::Skip(skip),
            limit: PageLimit::new(rows).expect("a limit"),
        };
        for _ in 0..3 {
            let page = shelf.items.list.execute(&kim, request, ONE_WORD).await;
            assert_eq!(page.expect("a page").body(), b"word");
        }
        assert_eq!(items.pages() - before, reads, "{skip}, {rows}");
    }
    assert_eq!(items.counts(), 1);
}

#[tokio::test]
async fn items_are_counted_once_for_all_pages() {
    let (shelf, items) = PausedItems::shelf().await;
    let kim = shelf.somebody().await;
    for _ in 0..3 {
        shelf.create(&kim, "Lantern").await;
    }
    let mut request = PageRequest::first(PageLimit::new(1).expect("a limit"));
    for _ in 0..3 {
        shelf.list(&kim).await;
        let page = shelf.items.list.execute(&kim, request, ONE_WORD).await;
        assert_eq!(page.expect("a page").body(), b"word");
        let found = items
            .page(domain::item::ItemScope::of(&kim), &request)
            .await;
        request = found
            .expect("a page")
            .next
            .map_or(request, |next| request.after(next));
    }
    assert_eq!(items.counts(), 1);
}

const ONE_WORD: PageForm = PageForm {
    name: "word",
    write: |_: &ItemsPage| WrittenPage {
        body: "word".to_owned(),
        next: None,
    },
};

#[tokio::test]
async fn forms_do_not_share_pages() {
    let shelf = a_shelf().await;
    let kim = shelf.somebody().await;
    let first = PageRequest::first(PageLimit::DEFAULT);
    assert_eq!(shelf.list(&kim).await, " of 0");
    let word = shelf.items.list.execute(&kim, first, ONE_WORD).await;
    assert_eq!(word.expect("a page").body(), b"word");
    assert_eq!(shelf.list(&kim).await, " of 0");
}

#[tokio::test]
async fn a_list_that_is_read_anew_and_is_the_same_keeps_its_tag() {
    let shelf = a_shelf().await;
    let kim = shelf.somebody().await;
    let first = PageRequest::first(PageLimit::DEFAULT);
    let page = async || {
        let page = shelf.items.list.execute(&kim, first, ONE_WORD).await;
        page.expect("a page")
    };
    let before = page().await;
    shelf.create(&kim, "Lantern").await;
    let after = page().await;
    assert_eq!(before.tag, after.tag);
    assert!(before.tag.starts_with('"') && before.tag.ends_with('"'));
}

// I9
#[tokio::test]
async fn a_thousand_changes_are_each_in_the_next_list_of_everybody_who_sees_them() {
    let shelf = a_shelf().await;
    let (kim, root) = (shelf.somebody().await, shelf.superuser().await);
    let item = shelf.create(&kim, "Item").await;
    for round in 0..1_000 {
        let text = format!("Item {round}");
        let actor = if round % 2 == 0 { &kim } else { &root };
        let changed = shelf
            .retitle(actor, item.id, &text, Precondition::None)
            .await;
        changed.expect("an update");
        let expected = format!("{text} of 1");
        assert_eq!(shelf.list(&kim).await, expected);
        assert_eq!(shelf.list(&root).await, expected);
    }
}

// I9
#[tokio::test]
async fn what_is_made_and_what_is_deleted_is_seen_at_once() {
    let shelf = a_shelf().await;
    let (kim, root) = (shelf.somebody().await, shelf.superuser().await);
    for _ in 0..50 {
        assert_eq!(shelf.list(&root).await, " of 0");
        let item = shelf.create(&kim, "Lantern").await;
        assert_eq!(shelf.list(&kim).await, "Lantern of 1");
        assert_eq!(shelf.list(&root).await, "Lantern of 1");
        shelf.delete(&kim, item.id).await.expect("a deletion");
        assert_eq!(shelf.list(&kim).await, " of 0");
    }
}

// E5
#[tokio::test]
async fn the_items_of_a_deleted_user_are_in_no_list() {
    let shelf = a_shelf().await;
    let (kim, root) = (shelf.somebody().await, shelf.superuser().await);
    shelf.create(&kim, "Lantern").await;
    assert_eq!(shelf.list(&root).await, "Lantern of 1");
    shelf
        .world
        .delete(kim.id, root.id)
        .await
        .expect("a deletion");
    assert_eq!(shelf.list(&root).await, " of 0");
    assert_eq!(shelf.list(&kim).await, " of 0");
}

// I9: changes of one user's items leave the lists of others cached.
#[tokio::test]
async fn a_change_drops_the_lists_that_it_is_in_and_no_others() {
    let (shelf, items) = PausedItems::shelf().await;
    let (kim, eve) = (shelf.somebody().await, shelf.somebody().await);
    shelf.list(&eve).await;
    let before = items.pages();
    shelf.create(&kim, "Lantern").await;
    shelf.list(&eve).await;
    assert_eq!(items.pages(), before);
}

#[tokio::test]
async fn without_a_time_to_live_nothing_is_kept() {
    let shelf = a_shelf_with(|_, policies| policies.list_ttl = Duration::ZERO).await;
    let kim = shelf.somebody().await;
    shelf.create(&kim, "Lantern").await;
    assert_eq!(shelf.list(&kim).await, "Lantern of 1");
    assert_eq!(shelf.list(&kim).await, "Lantern of 1");
}

// I9
#[tokio::test]
async fn another_instance_sees_a_change_once_it_has_heard_of_it() {
    let shelf = a_shelf().await;
    let kim = shelf.somebody().await;
    let other = shelf_of(shelf.world.twin().await);
    other.world.listen().await;
    let item = shelf.create(&kim, "Lantern").await;
    assert_eq!(other.list(&kim).await, "Lantern of 1");

    let changed = shelf
        .retitle(&kim, item.id, "Lamp", Precondition::None)
        .await;
    changed.expect("an update");

    let seen = async {
        while other.list(&kim).await != "Lamp of 1" {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    let in_time = tokio::time::timeout(Duration::from_secs(1), seen).await;
    in_time.expect("the news travel within a second");
}

// I6
#[tokio::test]
async fn an_outage_is_told_and_not_kept() {
    let shelf = a_shelf().await;
    let kim = shelf.somebody().await;
    shelf.world.faults.fail_at(1);
    assert!(shelf.try_list(&kim).await.is_err());
    shelf.world.faults.heal();
    assert_eq!(shelf.list(&kim).await, " of 0");
}
