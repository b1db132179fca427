//! Password recovery by a mailed link (F9r, F10r).

mod preview;
mod request;
mod reset;

pub use preview::{PreviewRecovery, UnknownAddress};
pub use request::RequestRecovery;
pub use reset::{ResetPassword, ResetPasswordCommand, ResetPasswordRefusal};

use crate::{Policies, Ports};

/// The requests of a recovery.
#[derive(Clone)]
pub struct UseCases {
    /// Asks for a link.
    pub request: RequestRecovery,
    /// Uses it.
    pub reset: ResetPassword,
    /// Shows its mail to a superuser.
    pub preview: PreviewRecovery,
}

impl UseCases {
    /// Makes them over these adapters.
    #[must_use]
    pub fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            request: RequestRecovery::new(ports, policies),
            reset: ResetPassword::new(ports, policies),
            preview: PreviewRecovery::new(ports),
        }
    }
}
