//! A change of an item.

use std::sync::Arc;

use domain::item::{Item, ItemChanges, ItemId};
use domain::ports::{Clock, UnitOfWorkFactory};
use domain::user::User;
use domain::version::Precondition;

use super::lists_of;
use super::lock::{ChangeItemRefusal, lock};
use crate::caches::ListAnnouncer;
use crate::{Ports, UseCaseError};

/// What to change.
#[derive(Clone, Debug)]
pub struct UpdateItemCommand {
    /// The item.
    pub id: ItemId,
    /// Its changes.
    pub changes: ItemChanges,
    /// What the actor has seen of it.
    pub precondition: Precondition,
    /// Who wants it: the item's owner, or a superuser.
    pub actor: User,
}

/// Changes an item.
#[derive(Clone)]
pub struct UpdateItem {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    lists: ListAnnouncer,
}

impl UpdateItem {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            lists: ListAnnouncer::new(ports),
        }
    }

    /// Changes the item and gives it as it is then. An update that changes nothing writes nothing.
    ///
    /// # Errors
    /// When there is none, it belongs to somebody else, or it has changed meanwhile.
    pub async fn execute(
        &self,
        command: UpdateItemCommand,
    ) -> Result<Item, UseCaseError<ChangeItemRefusal>> {
        let mut unit = self.units.begin().await?;
        let before = lock(
            &mut *unit,
            command.id,
            &command.actor,
            &command.precondition,
        )
        .await?;
        let after = before.with(command.changes, self.clock.now());
        if after == before {
            return Ok(after);
        }
        unit.items().save(&after).await?;
        unit.commit().await?;
        self.lists.changed(&lists_of(after.owner)).await;
        Ok(after)
    }
}
