//! The end of an item.

use std::sync::Arc;

use domain::item::ItemId;
use domain::ports::UnitOfWorkFactory;
use domain::user::User;
use domain::version::Precondition;

use super::lists_of;
use super::lock::{ChangeItemRefusal, lock};
use crate::caches::ListAnnouncer;
use crate::{Ports, UseCaseError};

/// What to delete.
#[derive(Clone, Debug)]
pub struct DeleteItemCommand {
    /// The item.
    pub id: ItemId,
    /// What the actor has seen of it.
    pub precondition: Precondition,
    /// Who wants it: the item's owner, or a superuser.
    pub actor: User,
}

/// Deletes an item.
#[derive(Clone)]
pub struct DeleteItem {
    units: Arc<dyn UnitOfWorkFactory>,
    lists: ListAnnouncer,
}

impl DeleteItem {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            units: ports.storage.units.clone(),
            lists: ListAnnouncer::new(ports),
        }
    }

    /// Deletes the item.
    ///
    /// # Errors
    /// When there is none, it belongs to somebody else, or it has changed meanwhile.
    pub async fn execute(
        &self,
        command: DeleteItemCommand,
    ) -> Result<(), UseCaseError<ChangeItemRefusal>> {
        let mut unit = self.units.begin().await?;
        let item = lock(
            &mut *unit,
            command.id,
            &command.actor,
            &command.precondition,
        )
        .await?;
        unit.items().delete(item.id).await?;
        unit.commit().await?;
        self.lists.changed(&lists_of(item.owner)).await;
        Ok(())
    }
}
