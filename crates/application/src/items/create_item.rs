//! A new item.

use std::sync::Arc;

use domain::item::{Item, ItemDescription, ItemId, ItemInsertion, ItemTitle};
use domain::ports::{Clock, IdGenerator, UnitOfWorkFactory};
use domain::user::UserId;

use super::lists_of;
use crate::caches::ListAnnouncer;
use crate::idempotency::{Answer, IdempotencyRefusal, IdempotentCall};
use crate::{Ports, UseCaseError};

/// The item to make.
#[derive(Clone, Debug)]
pub struct CreateItemCommand {
    /// Whose it is.
    pub owner: UserId,
    /// Its title.
    pub title: ItemTitle,
    /// What else there is to say.
    pub description: Option<ItemDescription>,
}

/// Why no item was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CreateItemRefusal {
    /// The account was deleted meanwhile.
    #[error("the owner is gone")]
    OwnerGone,
    /// The idempotency key stands in the way.
    #[error(transparent)]
    Idempotency(#[from] IdempotencyRefusal),
}

type CreateItemError = UseCaseError<CreateItemRefusal>;

/// Makes an item.
#[derive(Clone)]
pub struct CreateItem {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGenerator>,
    lists: ListAnnouncer,
}

impl CreateItem {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            ids: ports.system.ids.clone(),
            lists: ListAnnouncer::new(ports),
        }
    }

    /// Makes the item; a list that is asked for afterwards holds it (I9).
    ///
    /// # Errors
    /// When its owner is gone, or the call's key is taken.
    pub async fn execute(
        &self,
        command: CreateItemCommand,
        call: &IdempotentCall<Item>,
    ) -> Result<Answer<Item>, CreateItemError> {
        let item = self.new_item(command);
        let mut unit = self.units.begin().await?;
        if let Some(reply) = call.claim(&mut *unit).await? {
            return Ok(Answer::Repeated(reply));
        }
        if unit.items().insert(&item).await? == ItemInsertion::OwnerGone {
            return Err(UseCaseError::Refused(CreateItemRefusal::OwnerGone));
        }
        call.keep(&mut *unit, &item).await?;
        unit.commit().await?;
        self.lists.changed(&lists_of(item.owner)).await;
        Ok(Answer::Done(item))
    }

    fn new_item(&self, command: CreateItemCommand) -> Item {
        let now = self.clock.now();
        let id = ItemId::from_uuid(self.ids.ordered(now));
        Item::new(id, command.owner, command.title, command.description, now)
    }
}
