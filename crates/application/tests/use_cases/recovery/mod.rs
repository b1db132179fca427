//! Password recovery by a mailed link (F9r, F10r).

mod lock;
mod preview;
mod request;
mod reset;
mod voiding;

use domain::user::User;
use portico_application::UseCaseError;
use portico_application::recovery::ResetPasswordRefusal;

use crate::world::{Reset, World, a_world, an_unlimited_world};

const INVALID: Reset = Err(UseCaseError::Refused(ResetPasswordRefusal::InvalidToken));

const INACTIVE: Reset = Err(UseCaseError::Refused(ResetPasswordRefusal::Inactive));

/// An account.
async fn kim() -> (World, User) {
    let world = a_world().await;
    let kim = world.account("kim@example.com", "kim").await.user;
    (world, kim)
}

/// The same without quotas and waiting times.
async fn kim_unlimited() -> (World, User) {
    let world = an_unlimited_world().await;
    let kim = world.account("kim@example.com", "kim").await.user;
    (world, kim)
}
