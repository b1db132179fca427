//! Users: for now, the superuser that an operator makes.

mod create_superuser;

pub use create_superuser::{CreateSuperuser, CreateSuperuserCommand, SuperuserCreation};

use crate::{Policies, Ports};

/// What can be done with users.
#[derive(Clone)]
pub struct UseCases {
    /// Makes a superuser.
    pub create_superuser: CreateSuperuser,
}

impl UseCases {
    /// Makes them over these adapters.
    #[must_use]
    pub fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            create_superuser: CreateSuperuser::new(ports, policies),
        }
    }
}
