//! Items in storage.

use async_trait::async_trait;

use super::StorageError;
use crate::item::{GuardedItem, Item, ItemId, ItemInsertion, ItemScope};
use crate::page::{Page, PageRequest};

/// Items inside a transaction.
#[async_trait]
pub trait ItemRepository: Send {
    /// Adds an item. MUST say when its owner is gone, and keep every field exactly.
    /// (contracts: `an_item_needs_an_owner`, `an_item_comes_back_as_it_was`)
    async fn insert(&mut self, item: &Item) -> Result<ItemInsertion, StorageError>;

    /// Reads an item and keeps every other unit from changing it until this one ends.
    /// MUST make racing units judge one after the other. (contract: `locked_items_are_judged_in_turn`)
    async fn lock(&mut self, id: ItemId) -> Result<Option<GuardedItem>, StorageError>;

    /// Stores an item that was locked in this unit. MUST keep every field exactly.
    /// (contract: `a_saved_item_comes_back_as_it_was`)
    async fn save(&mut self, item: &Item) -> Result<(), StorageError>;

    /// Removes an item that was locked in this unit. (contract: `a_deleted_item_is_gone`)
    async fn delete(&mut self, id: ItemId) -> Result<(), StorageError>;
}

/// Items as reads see them.
#[async_trait]
pub trait ItemQueries: Send + Sync {
    /// An item. (contract: `an_item_comes_back_as_it_was`)
    async fn find(&self, id: ItemId) -> Result<Option<GuardedItem>, StorageError>;

    /// A page, newest first, ties by id. MUST neither skip nor repeat a row when rows are added between two pages that
    /// follow one another by position, and be as fast far from the start as near it.
    /// (contracts: `items_are_listed_newest_first`, `pages_follow_one_another`, `a_scope_hides_what_is_foreign`)
    async fn page(
        &self,
        scope: ItemScope,
        request: &PageRequest,
    ) -> Result<Page<Item>, StorageError>;

    /// How many items there are in all. (contract: `items_are_counted_by_scope`)
    async fn count(&self, scope: ItemScope) -> Result<u64, StorageError>;
}
