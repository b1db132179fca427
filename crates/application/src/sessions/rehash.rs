//! Brings a password's hash up to the present cost and scheme, once its password is at hand (B8).

use std::sync::Arc;

use domain::password::{NewPassword, Password, PasswordHash};
use domain::ports::{PasswordHasher, UnitOfWorkFactory};
use domain::user::User;

use crate::{Failure, Ports};

/// Hashes anew. It never fails the log-in that it follows.
#[derive(Clone)]
pub(super) struct Rehash {
    hasher: Arc<dyn PasswordHasher>,
    units: Arc<dyn UnitOfWorkFactory>,
}

impl Rehash {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            hasher: ports.crypto.passwords.clone(),
            units: ports.storage.units.clone(),
        }
    }

    /// Replaces the hash, if it is stale; the next log-in tries again when this one could not.
    pub(super) async fn execute(
        &self,
        user: &User,
        stale: Option<PasswordHash>,
        password: Password,
    ) {
        let Some(stale) = stale else { return };
        if let Err(error) = self
            .replace(user, &stale, NewPassword::proven(password))
            .await
        {
            tracing::warn!(user = %user.id, %error, "a password could not be hashed anew");
        }
    }

    async fn replace(
        &self,
        user: &User,
        stale: &PasswordHash,
        password: NewPassword,
    ) -> Result<(), Failure> {
        let fresh = self.hasher.hash(&password).await?;
        let mut unit = self.units.begin().await?;
        unit.users().rehash(user.id, stale, &fresh).await?;
        Ok(unit.commit().await?)
    }
}
