//! Changes of addresses that must be proven and can be taken back (F7r). A change begins with the update of the
//! user's record.

mod confirm;
mod request;
mod undo;

pub use confirm::{ConfirmEmailChange, ConfirmEmailChangeCommand, ConfirmEmailChangeRefusal};
pub(crate) use request::RequestEmailChange;
pub use undo::{UndoEmailChange, UndoEmailChangeRefusal};

use crate::{Policies, Ports};

/// What can be done with a change that has begun.
#[derive(Clone)]
pub struct UseCases {
    /// The code from the new address.
    pub confirm: ConfirmEmailChange,
    /// The link from the old address.
    pub undo: UndoEmailChange,
}

impl UseCases {
    /// Makes them over these adapters.
    #[must_use]
    pub fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            confirm: ConfirmEmailChange::new(ports, policies),
            undo: UndoEmailChange::new(ports),
        }
    }
}
