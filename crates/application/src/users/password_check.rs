//! The present password, asked of somebody who is logged in.

use std::sync::Arc;

use domain::password::{Password, PasswordHash};
use domain::ports::{PasswordHasher, UserQueries, Verification};
use domain::user::{LoginIdentifier, User};

use crate::{Failure, NamedQuota, Policies, Ports, RateGate, TooMany};

/// The password is another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the password is wrong")]
pub struct IncorrectPassword;

/// Compares it. Whoever holds a stolen token must not find the password by trying: a quota counts every comparison
/// (ASVS 6.3.1).
#[derive(Clone)]
pub(crate) struct PasswordCheck {
    users: Arc<dyn UserQueries>,
    hasher: Arc<dyn PasswordHasher>,
    gate: RateGate,
    quota: NamedQuota,
}

impl PasswordCheck {
    pub(crate) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            users: ports.storage.users.clone(),
            hasher: ports.crypto.passwords.clone(),
            gate: RateGate::new(ports, policies.limits.are_enabled),
            quota: NamedQuota {
                name: "password_checks_per_user",
                quota: policies.limits.password_checks_per_user,
            },
        }
    }

    /// Counts one more comparison.
    pub(crate) async fn admit(&self, user: &User) -> Result<(), TooMany> {
        self.gate.pass(self.quota, &user.id.to_string()).await
    }

    /// Compares; gives the hash that was compared with, since only that one may be replaced afterwards.
    pub(crate) async fn compare(
        &self,
        user: &User,
        password: &Password,
    ) -> Result<Result<PasswordHash, IncorrectPassword>, Failure> {
        let identifier = LoginIdentifier::Email(user.email.clone());
        let account = self.users.credentials(&identifier).await?;
        let hash = account
            .filter(|account| account.user.id == user.id)
            .and_then(|account| account.password_hash);
        let Some(hash) = hash else {
            self.hasher.verify_dummy(password).await?;
            return Ok(Err(IncorrectPassword));
        };
        Ok(match self.hasher.verify(password, &hash).await? {
            Verification::Right { .. } => Ok(hash),
            Verification::Wrong => Err(IncorrectPassword),
        })
    }
}
