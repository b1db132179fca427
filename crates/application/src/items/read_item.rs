//! Looking at one item.

use std::sync::Arc;

use domain::item::{Item, ItemId, NotYourItem};
use domain::ports::ItemQueries;
use domain::user::User;

use crate::{Ports, UseCaseError};

/// Why an item is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadItemRefusal {
    /// There is no such item.
    #[error("there is no such item")]
    NotFound,
    /// It belongs to somebody else (API1).
    #[error(transparent)]
    NotYours(#[from] NotYourItem),
}

/// Reads one item: the reader's own, or any for a superuser.
#[derive(Clone)]
pub struct ReadItem(Arc<dyn ItemQueries>);

impl ReadItem {
    pub(super) fn new(ports: &Ports) -> Self {
        Self(ports.storage.items.clone())
    }

    /// Reads the item.
    ///
    /// # Errors
    /// When there is none, or it belongs to somebody else.
    pub async fn execute(
        &self,
        reader: &User,
        id: ItemId,
    ) -> Result<Item, UseCaseError<ReadItemRefusal>> {
        let found = self.0.find(id).await?;
        let guarded = found.ok_or(UseCaseError::Refused(ReadItemRefusal::NotFound))?;
        guarded.open_for(reader).map_err(UseCaseError::refused)
    }
}
