//! The first thing that every change of an item does.

use domain::item::{Item, ItemId};
use domain::ports::UnitOfWork;
use domain::user::User;
use domain::version::{Precondition, PreconditionFailed};

use super::ReadItemRefusal;
use crate::UseCaseError;

/// Why an item was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeItemRefusal {
    /// It is not there, or not the actor's.
    #[error(transparent)]
    Hidden(#[from] ReadItemRefusal),
    /// It has changed since the actor saw it.
    #[error(transparent)]
    Changed(#[from] PreconditionFailed),
}

/// Locks an item that this user may change. What they have seen of it is judged under the lock: of two writers who saw
/// the same, only one goes on.
pub(super) async fn lock(
    unit: &mut dyn UnitOfWork,
    id: ItemId,
    actor: &User,
    precondition: &Precondition,
) -> Result<Item, UseCaseError<ChangeItemRefusal>> {
    let found = unit.items().lock(id).await?;
    let guarded = found.ok_or(UseCaseError::refused(ReadItemRefusal::NotFound))?;
    let item = guarded.open_for(actor);
    let item = item.map_err(|refusal| UseCaseError::refused(ReadItemRefusal::from(refusal)))?;
    let judged = precondition.check(item.version);
    judged.map(|()| item).map_err(UseCaseError::refused)
}
