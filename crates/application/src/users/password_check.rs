//! The present password, asked of somebody who is logged in.

use std::sync::Arc;

use domain::change::Change;
use domain::password::{Password, PasswordHash};
use domain::ports::{PasswordHasher, StorageError, UserQueries, Verification};
use domain::user::{User, UserCredentials, UserId, Username};
use domain::version::PreconditionFailed;

use crate::passwords::is_the_password;
use crate::{Failure, NamedQuota, Policies, Ports, RateGate, TooMany, UseCaseError};

/// The password is another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the password is wrong")]
pub struct IncorrectPassword;

/// The new name is the account's password (B4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the username must differ from the password")]
pub struct PasswordIsUsername;

/// Why a name may not be compared with the password, or not be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NameRefusal {
    /// Too many comparisons.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// It is the password.
    #[error(transparent)]
    IsPassword(#[from] PasswordIsUsername),
}

/// A name that differs from the password of this hash, or belongs to an account without one.
pub(crate) struct JudgedName(Option<PasswordHash>);

impl JudgedName {
    /// Whether a locked account may get this name: it has it, or has the password that the name was judged by (B4). Its
    /// name and its password may both have changed since, and to compare them again would hold the lock for long.
    pub(crate) fn check(
        judged: Option<&Self>,
        wanted: &Change<Option<Username>>,
        account: &UserCredentials,
    ) -> Result<(), PreconditionFailed> {
        let has_it = match wanted.value() {
            Some(Some(name)) => account.user.username.as_ref() == Some(name),
            _ => true,
        };
        if has_it || judged.is_some_and(|judged| judged.0 == account.password_hash) {
            Ok(())
        } else {
            Err(PreconditionFailed)
        }
    }
}

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
        let Some(hash) = self.hash_of(user.id).await? else {
            self.hasher.verify_dummy(password).await?;
            return Ok(Err(IncorrectPassword));
        };
        Ok(match self.hasher.verify(password, &hash).await? {
            Verification::Right { .. } => Ok(hash),
            Verification::Wrong => Err(IncorrectPassword),
        })
    }

    /// Judges a name that `actor` wants to give to an account (B4). It is a comparison as any other: whoever wants names
    /// one after the other must not find the password by it either.
    pub(crate) async fn judge_name(
        &self,
        actor: UserId,
        user: UserId,
        name: &Username,
    ) -> Result<JudgedName, UseCaseError<NameRefusal>> {
        let subject = if actor == user {
            user.to_string()
        } else {
            format!("{actor} of {user}")
        };
        let admitted = self.gate.pass(self.quota, &subject).await;
        admitted.map_err(UseCaseError::refused)?;
        let Some(hash) = self.hash_of(user).await? else {
            return Ok(JudgedName(None));
        };
        if is_the_password(name, &hash, &*self.hasher).await? {
            return Err(UseCaseError::refused(PasswordIsUsername));
        }
        Ok(JudgedName(Some(hash)))
    }

    async fn hash_of(&self, user: UserId) -> Result<Option<PasswordHash>, StorageError> {
        let account = self.users.credentials_of(user).await?;
        Ok(account.and_then(|account| account.password_hash))
    }
}
