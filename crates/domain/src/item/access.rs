//! Who may see and change items.

use super::Item;
use crate::user::{User, UserId};

/// Which items a list holds. There is no list without a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ItemScope {
    /// Those of one user.
    Own(UserId),
    /// Everybody's, for superusers.
    All,
}

impl ItemScope {
    /// What this user sees: a superuser everything, others their own.
    #[must_use]
    pub const fn of(reader: &User) -> Self {
        if reader.is_superuser {
            Self::All
        } else {
            Self::Own(reader.id)
        }
    }
}

/// An item that was found and of which nobody has shown yet that they may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuardedItem(Item);

/// The item belongs to somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not enough permissions")]
pub struct NotYourItem;

impl GuardedItem {
    /// Guards an item that storage found.
    #[must_use]
    pub const fn new(item: Item) -> Self {
        Self(item)
    }

    /// The item, for its owner and for superusers.
    ///
    /// # Errors
    /// For everybody else (API1).
    pub fn open_for(self, user: &User) -> Result<Item, NotYourItem> {
        if user.is_superuser || self.0.owner == user.id {
            Ok(self.0)
        } else {
            Err(NotYourItem)
        }
    }
}
