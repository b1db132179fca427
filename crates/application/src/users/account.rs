//! What every use case that makes or changes an account shares.

use std::sync::Arc;

use domain::password::{NewPassword, Password, PasswordHash, PasswordRefusal};
use domain::ports::{HashingError, PasswordHasher};
use domain::user::{Email, User, UserStored, Username};

use crate::passwords::PasswordRules;
use crate::{Policies, Ports};

/// Another account has this address or this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountTaken {
    /// The address.
    #[error("the address has an account")]
    Email,
    /// The name.
    #[error("the username is taken")]
    Username,
}

/// What the database's unique indexes said.
pub(super) const fn taken(stored: UserStored) -> Result<(), AccountTaken> {
    match stored {
        UserStored::Stored => Ok(()),
        UserStored::EmailTaken => Err(AccountTaken::Email),
        UserStored::UsernameTaken => Err(AccountTaken::Username),
    }
}

/// Judges and hashes the new password of an account; do it before a unit is opened.
#[derive(Clone)]
pub(crate) struct NewPasswords {
    rules: PasswordRules,
    hasher: Arc<dyn PasswordHasher>,
}

impl NewPasswords {
    pub(crate) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            rules: PasswordRules::new(ports, policies),
            hasher: ports.crypto.passwords.clone(),
        }
    }

    /// Judges a password for somebody with this address and name (B1, B2, B4).
    pub(crate) fn judge(
        &self,
        password: Password,
        email: &Email,
        username: Option<&Username>,
    ) -> Result<NewPassword, PasswordRefusal> {
        let username = username.map_or("", Username::canonical);
        let words = [email.canonical(), email.mailbox_name(), username];
        self.rules.accept(password, &words)
    }

    /// As [`judge`](Self::judge), for an account that is there.
    pub(crate) fn judge_for(
        &self,
        user: &User,
        password: Password,
    ) -> Result<NewPassword, PasswordRefusal> {
        self.judge(password, &user.email, user.username.as_ref())
    }

    /// Judges a password by its length alone: for development.
    pub(crate) fn judge_length(&self, password: Password) -> Result<NewPassword, PasswordRefusal> {
        self.rules.accept_guessable(password)
    }

    /// Hashes it.
    pub(crate) async fn hash(&self, password: &NewPassword) -> Result<PasswordHash, HashingError> {
        self.hasher.hash(password).await
    }
}
