//! Items: each belongs to a user, who looks after it; superusers look after everybody's.

mod create_item;
mod delete_item;
mod export_items;
mod list_items;
mod lock;
mod read_item;
mod update_item;

pub use create_item::{CreateItem, CreateItemCommand, CreateItemRefusal};
pub use delete_item::{DeleteItem, DeleteItemCommand};
pub use export_items::{ExportItems, ItemExport};
pub use list_items::{ItemsPage, ListItems, PageForm, WrittenPage};
pub use lock::ChangeItemRefusal;
pub use read_item::{ReadItem, ReadItemRefusal};
pub use update_item::{UpdateItem, UpdateItemCommand};

use domain::cache::CacheScope;
use domain::user::UserId;

use crate::{Policies, Ports};

/// What can be done with items.
#[derive(Clone)]
pub struct UseCases {
    /// Makes an item.
    pub create: CreateItem,
    /// Reads one item.
    pub read: ReadItem,
    /// Changes an item.
    pub update: UpdateItem,
    /// Deletes an item.
    pub delete: DeleteItem,
    /// Lists items.
    pub list: ListItems,
    /// Gives all of them away, batch by batch.
    pub export: ExportItems,
}

impl UseCases {
    /// Makes them over these adapters.
    #[must_use]
    pub fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            create: CreateItem::new(ports),
            read: ReadItem::new(ports),
            update: UpdateItem::new(ports),
            delete: DeleteItem::new(ports),
            list: ListItems::new(ports, policies),
            export: ExportItems::new(ports),
        }
    }
}

/// The cached lists that the items of a user are in.
const fn lists_of(owner: UserId) -> [CacheScope; 2] {
    [CacheScope::ItemsOf(owner), CacheScope::AllItems]
}
