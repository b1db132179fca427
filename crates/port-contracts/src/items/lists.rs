//! Cases of listing items.

use std::time::Duration;

use domain::item::{Item, ItemScope};
use domain::page::{Page, PageRequest, PageStart, Position};
use domain::timestamp::Timestamp;
use domain::user::User;

use super::added_user;
use crate::fixtures::{A_MOMENT, a_user, an_item_of};
use crate::lists::{first, read_to_end};
use crate::storage::{Storage, commit};

/// What was made first comes last; what was made at once is told apart by its id.
pub async fn items_are_listed_newest_first(storage: &Storage) {
    let owner = added_user(storage).await;
    let listed = add_items(storage, &owner, &[3, 1, 4, 1, 5]).await;
    for scope in [ItemScope::Own(owner.id), ItemScope::All] {
        let page = page(storage, scope, first(100)).await;
        assert_eq!(page.rows, listed);
        assert_eq!(page.next, None);
    }
}

/// F5r: nothing is left out or shown twice, whatever is added or removed meanwhile.
pub async fn pages_follow_one_another(storage: &Storage) {
    let owner = added_user(storage).await;
    let listed = add_items(storage, &owner, &[1, 2, 2, 2, 3, 4]).await;
    for scope in [ItemScope::Own(owner.id), ItemScope::All] {
        for rows in [1, 2, 3, 4] {
            let pages = read_to_end(first(rows), async |request| {
                let page = page(storage, scope, request).await;
                add_item(storage, &owner, 60).await;
                page
            })
            .await;
            let mut old = pages.concat();
            old.retain(|item| item.created_at < at(60));
            assert_eq!(old, listed, "{rows} to a page");
        }
    }
    // The row that a page ended with need not be there any more.
    let whole = PageRequest {
        start: PageStart::After(position_of(&listed[1])),
        ..first(100)
    };
    remove(storage, &listed[1]).await;
    let rest = page(storage, ItemScope::Own(owner.id), whole).await;
    assert_eq!(rest.rows, listed[2..]);
}

/// By number as by place; a page that ends with the list leads nowhere, and neither does one of no rows.
pub async fn a_page_can_begin_anywhere(storage: &Storage) {
    let owner = added_user(storage).await;
    let listed = add_items(storage, &owner, &[1, 2, 3, 4, 5]).await;
    let scope = ItemScope::Own(owner.id);
    for (skipped, rows, expected, goes_on) in [
        (0, 2, &listed[..2], true),
        (1, 3, &listed[1..4], true),
        (2, 3, &listed[2..], false),
        (4, 3, &listed[4..], false),
        (5, 3, &[], false),
        (u32::MAX, 1000, &[], false),
        (1, 0, &[], false),
    ] {
        let start = PageStart::Skip(skipped);
        let page = page(
            storage,
            scope,
            PageRequest {
                start,
                ..first(rows)
            },
        )
        .await;
        assert_eq!(page.rows, expected, "{rows} after {skipped}");
        let next = expected.last().filter(|_| goes_on).map(position_of);
        assert_eq!(page.next, next, "{rows} after {skipped}");
    }
}

/// API1: from start to end, by number and by place.
pub async fn a_scope_hides_what_is_foreign(storage: &Storage) {
    let (one, another) = (added_user(storage).await, added_user(storage).await);
    let mut all = add_items(storage, &one, &[1, 3, 3, 5]).await;
    let foreign = add_items(storage, &another, &[2, 3, 4]).await;
    let nobody = a_user().build();
    let mut expected = vec![(ItemScope::Own(nobody.id), vec![])];
    expected.push((ItemScope::Own(one.id), all.clone()));
    expected.push((ItemScope::Own(another.id), foreign.clone()));
    all.extend(foreign);
    expected.push((ItemScope::All, sorted(all)));
    for (scope, items) in expected {
        assert_eq!(page(storage, scope, first(100)).await.rows, items);
        let pages = read_to_end(first(2), async |request| {
            page(storage, scope, request).await
        });
        assert_eq!(pages.await.concat(), items);
    }
}

/// However few are shown.
pub async fn items_are_counted_by_scope(storage: &Storage) {
    let (one, another) = (added_user(storage).await, added_user(storage).await);
    add_items(storage, &one, &[1, 2, 3]).await;
    add_items(storage, &another, &[1]).await;
    let nobody = a_user().build();
    for (scope, expected) in [
        (ItemScope::Own(one.id), 3),
        (ItemScope::Own(another.id), 1),
        (ItemScope::Own(nobody.id), 0),
        (ItemScope::All, 4),
    ] {
        assert_eq!(storage.items.count(scope).await, Ok(expected), "{scope:?}");
    }
}

async fn page(storage: &Storage, scope: ItemScope, request: PageRequest) -> Page<Item> {
    let page = storage.items.page(scope, &request).await;
    page.expect("items could not be listed")
}

fn at(second: u64) -> Timestamp {
    A_MOMENT.plus(Duration::from_secs(second))
}

async fn add_item(storage: &Storage, owner: &User, second: u64) -> Item {
    let item = an_item_of(owner).made_at(at(second)).build();
    storage.add_item(&item).await;
    item
}

/// Adds items that were made at these seconds; gives them in the order of the list.
async fn add_items(storage: &Storage, owner: &User, seconds: &[u64]) -> Vec<Item> {
    let mut items = Vec::new();
    for second in seconds {
        items.push(add_item(storage, owner, *second).await);
    }
    sorted(items)
}

fn sorted(mut items: Vec<Item>) -> Vec<Item> {
    items.sort_by_key(|item| std::cmp::Reverse((item.created_at, item.id)));
    items
}

fn position_of(item: &Item) -> Position {
    Position {
        created_at: item.created_at,
        id: item.id.as_uuid(),
    }
}

async fn remove(storage: &Storage, item: &Item) {
    let mut unit = storage.begin().await;
    assert!(matches!(unit.items().lock(item.id).await, Ok(Some(_))));
    assert_eq!(unit.items().delete(item.id).await, Ok(()));
    commit(unit).await;
}
