//! The item record.

use super::{ItemDescription, ItemTitle};
use crate::change::Change;
use crate::identifier::uuid_identifier;
use crate::timestamp::Timestamp;
use crate::user::UserId;
use crate::version::Version;

uuid_identifier! {
    /// Names one item.
    ItemId
}

/// An item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The item's id.
    pub id: ItemId,
    /// Whose it is; that never changes.
    pub owner: UserId,
    /// Its title.
    pub title: ItemTitle,
    /// What else there is to say.
    pub description: Option<ItemDescription>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// The count of its changes.
    pub version: Version,
}

/// What an update says about an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemChanges {
    /// The title.
    pub title: Change<ItemTitle>,
    /// The description.
    pub description: Change<Option<ItemDescription>>,
}

/// What became of an attempt to add an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemInsertion {
    /// The item was added.
    Inserted,
    /// Its owner is gone; nothing was written.
    OwnerGone,
}

impl Item {
    /// A new item.
    #[must_use]
    pub const fn new(
        id: ItemId,
        owner: UserId,
        title: ItemTitle,
        description: Option<ItemDescription>,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            owner,
            title,
            description,
            created_at: now,
            updated_at: now,
            version: Version::FIRST,
        }
    }

    /// The item after an update. Its version counts only updates that change something.
    #[must_use]
    pub fn with(&self, changes: ItemChanges, now: Timestamp) -> Self {
        let current = self.clone();
        let after = Self {
            title: changes.title.or(current.title),
            description: changes.description.or(current.description),
            ..*self
        };
        if after == *self {
            return after;
        }
        Self {
            updated_at: now,
            version: self.version.next(),
            ..after
        }
    }
}
