//! Changes of addresses that must be proven and can be taken back (F7r).

mod chains;
mod confirm;
mod request;
mod undo;

use domain::user::User;
use portico_application::UseCaseError;
use portico_application::email_changes::{ConfirmEmailChangeRefusal, UndoEmailChangeRefusal};
use portico_application::sessions::IssuedToken;

use crate::world::{Confirmation, Undo, World, a_world, an_unlimited_world};

const UNKNOWN_LINK: Undo = Err(UseCaseError::Refused(UndoEmailChangeRefusal::InvalidToken));

fn refused(refusal: impl Into<ConfirmEmailChangeRefusal>) -> Confirmation {
    Err(UseCaseError::Refused(refusal.into()))
}

fn nothing_pending() -> Confirmation {
    refused(ConfirmEmailChangeRefusal::NothingPending)
}

/// An account with one session.
async fn kim() -> (World, User, IssuedToken) {
    let world = a_world().await;
    let kim = world.account("kim@example.com", "kim").await;
    (world, kim.user, kim.token)
}

/// The same without quotas and waiting times.
async fn kim_unlimited() -> (World, User, IssuedToken) {
    let world = an_unlimited_world().await;
    let kim = world.account("kim@example.com", "kim").await;
    (world, kim.user, kim.token)
}
