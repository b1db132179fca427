//! A superuser changes an account.

use std::sync::Arc;

use domain::change::Change;
use domain::mail::PasswordChangedBy;
use domain::password::{Password, PasswordHash, PasswordRefusal};
use domain::ports::{Clock, UnitOfWorkFactory, UserQueries};
use domain::request_origin::RequestOrigin;
use domain::user::{LastSuperuser, User, UserChanges, UserId};
use domain::version::{Precondition, PreconditionFailed};

use super::account::{AccountTaken, NewPasswords};
use super::account_writer::{AccountChange, AccountWriter};
use super::password_check::{NameRefusal, PasswordCheck, PasswordIsUsername};
use crate::{Policies, Ports, TooMany, UseCaseError};

/// What to change.
#[derive(Clone, Debug)]
pub struct UpdateUserCommand {
    /// The account.
    pub id: UserId,
    /// Its record's changes.
    pub changes: UserChanges,
    /// Its new password.
    pub password: Option<Password>,
    /// What the superuser has seen of it.
    pub precondition: Precondition,
    /// The superuser.
    pub actor: UserId,
    /// Where the request came from.
    pub origin: RequestOrigin,
}

/// Why an account was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UpdateUserRefusal {
    /// There is no such account.
    #[error("there is no such account")]
    NotFound,
    /// It has changed since the superuser saw it.
    #[error(transparent)]
    Changed(#[from] PreconditionFailed),
    /// Another account has the address or the name.
    #[error(transparent)]
    Taken(#[from] AccountTaken),
    /// There must be one active superuser (F4r).
    #[error(transparent)]
    LastSuperuser(#[from] LastSuperuser),
    /// The password may not be used.
    #[error(transparent)]
    Password(#[from] PasswordRefusal),
    /// The new name is the password (B4).
    #[error(transparent)]
    Name(#[from] PasswordIsUsername),
    /// Too many names were compared with the account's password.
    #[error(transparent)]
    TooMany(#[from] TooMany),
}

impl From<NameRefusal> for UpdateUserRefusal {
    fn from(refusal: NameRefusal) -> Self {
        match refusal {
            NameRefusal::TooMany(too_many) => Self::TooMany(too_many),
            NameRefusal::IsPassword(refusal) => Self::Name(refusal),
        }
    }
}

type UpdateUserError = UseCaseError<UpdateUserRefusal>;

/// Changes any account. A new password and disabling end every session of the account (B11, D12); a change of role
/// ends none, since roles are read live (D9).
#[derive(Clone)]
pub struct UpdateUser {
    users: Arc<dyn UserQueries>,
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    check: PasswordCheck,
    passwords: NewPasswords,
    writer: AccountWriter,
}

impl UpdateUser {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            users: ports.storage.users.clone(),
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            check: PasswordCheck::new(ports, policies),
            passwords: NewPasswords::new(ports, policies),
            writer: AccountWriter::new(ports),
        }
    }

    /// Changes the account.
    ///
    /// # Errors
    /// When there is none, it has changed meanwhile, its new address or name is taken, its new password is refused, its
    /// new name is its password, or no active superuser would be left.
    pub async fn execute(&self, mut command: UpdateUserCommand) -> Result<User, UpdateUserError> {
        let password = if let Some(password) = command.password.take() {
            // Codes that were mailed before a new password are void (B9).
            command.changes.pending_email = Change::To(None);
            Some(self.hash(command.id, &command.changes, password).await?)
        } else {
            self.judge_name(&command).await?;
            None
        };
        let mut unit = self.units.begin().await?;
        let locked = unit.users().lock_with_superusers(command.id).await?;
        let locked = locked.ok_or(UseCaseError::Refused(UpdateUserRefusal::NotFound))?;
        let precondition = command.precondition.check(locked.user.version);
        precondition.map_err(UseCaseError::refused)?;
        let after = locked.user.with(command.changes, self.clock.now());
        locked
            .may_become(Some(&after))
            .map_err(UseCaseError::refused)?;
        let change = AccountChange {
            before: &locked.user,
            after: &after,
            password: password
                .as_ref()
                .map(|hash| (hash, PasswordChangedBy::Superuser)),
            actor: command.actor,
            origin: &command.origin,
        };
        let written = self.writer.write(&mut *unit, &change).await?;
        let changed = written.map_err(UseCaseError::refused)?;
        unit.commit().await?;
        Ok(self.writer.announce(changed).await)
    }

    /// Judges a new name by the password that the account has.
    async fn judge_name(&self, command: &UpdateUserCommand) -> Result<(), UpdateUserError> {
        let Some(Some(name)) = command.changes.username.value() else {
            return Ok(());
        };
        let found = self.users.find(command.id).await?;
        let user = found.ok_or(UseCaseError::Refused(UpdateUserRefusal::NotFound))?;
        if user.username.as_ref() == Some(name) {
            return Ok(());
        }
        let judged = self.check.judge_name(command.actor, user.id, name).await;
        judged.map_err(UseCaseError::refused_alike)
    }

    /// Judges the new password by the names that the account will have.
    async fn hash(
        &self,
        id: UserId,
        changes: &UserChanges,
        password: Password,
    ) -> Result<PasswordHash, UpdateUserError> {
        let found = self.users.find(id).await?;
        let user = found.ok_or(UseCaseError::Refused(UpdateUserRefusal::NotFound))?;
        let after = user.with(changes.clone(), self.clock.now());
        let password = self.passwords.judge_for(&after, password);
        let password = password.map_err(UseCaseError::refused)?;
        Ok(self.passwords.hash(&password).await?)
    }
}
