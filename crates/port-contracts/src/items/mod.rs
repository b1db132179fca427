//! The contract of [`ItemRepository`](domain::ports::ItemRepository) and
//! [`ItemQueries`](domain::ports::ItemQueries).

mod changes;
mod lists;

use domain::item::{GuardedItem, ItemId};
use domain::user::User;

use crate::fixtures::a_user;
use crate::storage::Storage;

pub use changes::{
    a_deleted_item_is_gone, a_saved_item_comes_back_as_it_was, an_item_comes_back_as_it_was,
    an_item_needs_an_owner, an_owner_can_go_while_items_come, locked_items_are_judged_in_turn,
};
pub use lists::{
    a_page_can_begin_anywhere, a_scope_hides_what_is_foreign, items_are_counted_by_scope,
    items_are_listed_newest_first, pages_follow_one_another,
};

async fn added_user(storage: &Storage) -> User {
    let user = a_user().build();
    storage.add_user(&user).await;
    user
}

async fn find(storage: &Storage, id: ItemId) -> Option<GuardedItem> {
    let found = storage.items.find(id).await;
    found.expect("items could not be read")
}

/// Runs the contract of `ItemRepository` and `ItemQueries` on a [`Storage`](crate::storage::Storage).
#[macro_export]
macro_rules! items_contract {
    ($storage:expr) => {
        $crate::__async_cases!(
            items,
            $storage,
            an_item_needs_an_owner,
            an_owner_can_go_while_items_come,
            an_item_comes_back_as_it_was,
            locked_items_are_judged_in_turn,
            a_saved_item_comes_back_as_it_was,
            a_deleted_item_is_gone,
            items_are_listed_newest_first,
            pages_follow_one_another,
            a_page_can_begin_anywhere,
            a_scope_hides_what_is_foreign,
            items_are_counted_by_scope,
        );
    };
}
