//! Cases of adding, changing and removing items.

use std::sync::Arc;
use std::time::Duration;

use domain::item::{GuardedItem, Item, ItemId, ItemInsertion, ItemScope};
use domain::ports::UnitOfWorkFactory;
use domain::user::User;

use super::{added_user, find};
use crate::fixtures::{A_MOMENT, ItemBuilder, a_user, an_id, an_item_of};
use crate::race::race;
use crate::storage::{Storage, begin, commit, insert_item};

const ROUNDS: usize = 4;
const RACERS: u32 = 16;

/// Who was removed a moment ago owns nothing, and the unit can say so in its own words.
pub async fn an_item_needs_an_owner(storage: &Storage) {
    let owner = added_user(storage).await;
    let orphan = an_item_of(&a_user().build()).build();
    let item = an_item_of(&owner).build();
    let mut unit = storage.begin().await;
    let refused = unit.items().insert(&orphan).await;
    assert_eq!(refused, Ok(ItemInsertion::OwnerGone));
    insert_item(&mut *unit, &item).await;
    commit(unit).await;
    assert_eq!(find(storage, orphan.id).await, None);
    assert_eq!(find(storage, item.id).await, Some(GuardedItem::new(item)));
}

/// F6r: whoever comes too late is told so; nobody fails, and nothing is left behind.
pub async fn an_owner_can_go_while_items_come(storage: &Storage) {
    for _ in 0..ROUNDS {
        let owner = added_user(storage).await;
        race(RACERS as usize, |number| {
            go_or_come(Arc::clone(&storage.units), owner.clone(), number)
        })
        .await;
        assert_eq!(storage.items.count(ItemScope::All).await, Ok(0));
    }
}

/// Every field, found and locked; a description that is empty is not one that is missing.
pub async fn an_item_comes_back_as_it_was(storage: &Storage) {
    let owner = added_user(storage).await;
    let full = an_item_of(&owner)
        .titled(" Zoë's 李 ")
        .described("a \"b\" 'c' %");
    let empty = an_item_of(&owner)
        .described("")
        .made_at(A_MOMENT.minus(Duration::from_micros(1)));
    let bare = an_item_of(&owner).undescribed();
    for item in [full, empty, bare].map(ItemBuilder::build) {
        storage.add_item(&item).await;
        let guarded = Some(GuardedItem::new(item.clone()));
        assert_eq!(find(storage, item.id).await, guarded);
        let mut unit = storage.begin().await;
        assert_eq!(unit.items().lock(item.id).await, Ok(guarded));
    }
    let unknown = ItemId::from_uuid(an_id());
    assert_eq!(find(storage, unknown).await, None);
    let mut unit = storage.begin().await;
    assert_eq!(unit.items().lock(unknown).await, Ok(None));
}

/// RFC 9110 §13.1: of two who saw the same version, the second one sees the first one's.
pub async fn locked_items_are_judged_in_turn(storage: &Storage) {
    let owner = added_user(storage).await;
    let item = an_item_of(&owner).build();
    storage.add_item(&item).await;
    race(RACERS as usize, |_| {
        count_a_change(Arc::clone(&storage.units), item.id, owner.clone())
    })
    .await;
    let after = find(storage, item.id).await.expect("an item is gone");
    let after = after.open_for(&owner).expect("the owner's item");
    assert_eq!(after.version.get(), item.version.get() + i64::from(RACERS));
}

/// Every field that changes, to something and to nothing; other items stay.
pub async fn a_saved_item_comes_back_as_it_was(storage: &Storage) {
    let owner = added_user(storage).await;
    let (item, other) = (an_item_of(&owner).build(), an_item_of(&owner).build());
    storage.add_item(&item).await;
    storage.add_item(&other).await;
    for changed in [
        an_item_of(&owner).titled("Zoë").undescribed().build(),
        an_item_of(&owner).titled("'").described("é").build(),
    ] {
        let changed = Item {
            id: item.id,
            updated_at: A_MOMENT.plus(Duration::from_micros(1)),
            version: item.version.next(),
            ..changed
        };
        let mut unit = storage.begin().await;
        assert!(matches!(unit.items().lock(item.id).await, Ok(Some(_))));
        assert_eq!(unit.items().save(&changed).await, Ok(()));
        commit(unit).await;
        assert_eq!(
            find(storage, item.id).await,
            Some(GuardedItem::new(changed))
        );
    }
    assert_eq!(find(storage, other.id).await, Some(GuardedItem::new(other)));
}

/// And no other.
pub async fn a_deleted_item_is_gone(storage: &Storage) {
    let owner = added_user(storage).await;
    let (item, other) = (an_item_of(&owner).build(), an_item_of(&owner).build());
    storage.add_item(&item).await;
    storage.add_item(&other).await;
    let mut unit = storage.begin().await;
    assert!(matches!(unit.items().lock(item.id).await, Ok(Some(_))));
    assert_eq!(unit.items().delete(item.id).await, Ok(()));
    commit(unit).await;
    assert_eq!(find(storage, item.id).await, None);
    assert_eq!(find(storage, other.id).await, Some(GuardedItem::new(other)));
}

async fn go_or_come(units: Arc<dyn UnitOfWorkFactory>, owner: User, number: usize) {
    let mut unit = begin(&units).await;
    if number == 0 {
        assert!(matches!(unit.users().lock(owner.id).await, Ok(Some(_))));
        tokio::task::yield_now().await;
        assert_eq!(unit.users().delete(&owner).await, Ok(()));
    } else {
        let item = an_item_of(&owner).build();
        let inserted = unit.items().insert(&item).await;
        inserted.expect("an item could not be added");
    }
    commit(unit).await;
}

async fn count_a_change(units: Arc<dyn UnitOfWorkFactory>, id: ItemId, owner: User) {
    let mut unit = begin(&units).await;
    let locked = unit.items().lock(id).await;
    let locked = locked.expect("an item could not be locked");
    let item = locked.expect("an item is gone").open_for(&owner);
    let item = item.expect("the owner's item");
    // Others get their chance to read the same version, if the lock does not hold them.
    tokio::task::yield_now().await;
    let version = item.version.next();
    let saved = unit.items().save(&Item { version, ..item }).await;
    assert_eq!(saved, Ok(()));
    commit(unit).await;
}
