//! A superuser changes an account.

use std::sync::Arc;

use domain::change::Change;
use domain::mail::PasswordChangedBy;
use domain::password::{Password, PasswordHash, PasswordRefusal};
use domain::ports::{Clock, UnitOfWork, UnitOfWorkFactory, UserQueries};
use domain::request_origin::RequestOrigin;
use domain::user::{LastSuperuser, User, UserChanges, UserId, Username};
use domain::version::{Precondition, PreconditionFailed};

use super::account::{AccountTaken, NewPasswords};
use super::account_writer::{AccountChange, AccountWriter};
use super::password_check::{JudgedName, NameRefusal, PasswordCheck, PasswordIsUsername};
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

/// What was judged before a unit was opened, since it is slow.
enum Judged {
    /// A new password, by this name.
    Password {
        password: Password,
        hash: PasswordHash,
        of: Option<Username>,
    },
    /// A new name, if there is one.
    Name(Option<JudgedName>),
}

impl Judged {
    const fn hash(&self) -> Option<&PasswordHash> {
        match self {
            Self::Password { hash, .. } => Some(hash),
            Self::Name(_) => None,
        }
    }
}

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
        let judged = if let Some(password) = command.password.take() {
            // Codes that were mailed before a new password are void (B9).
            command.changes.pending_email = Change::To(None);
            self.hash(command.id, &command.changes, password).await?
        } else {
            Judged::Name(self.judge_name(&command).await?)
        };
        let mut unit = self.units.begin().await?;
        let locked = unit.users().lock_with_superusers(command.id).await?;
        let locked = locked.ok_or(UseCaseError::Refused(UpdateUserRefusal::NotFound))?;
        let precondition = command.precondition.check(locked.user.version);
        precondition.map_err(UseCaseError::refused)?;
        let after = locked.user.with(command.changes.clone(), self.clock.now());
        self.judge_locked(&mut *unit, &judged, &command.changes, &after)
            .await?;
        locked
            .may_become(Some(&after))
            .map_err(UseCaseError::refused)?;
        let change = AccountChange {
            before: &locked.user,
            after: &after,
            password: judged
                .hash()
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
    async fn judge_name(
        &self,
        command: &UpdateUserCommand,
    ) -> Result<Option<JudgedName>, UpdateUserError> {
        let Some(Some(name)) = command.changes.username.value() else {
            return Ok(None);
        };
        let found = self.users.find(command.id).await?;
        let user = found.ok_or(UseCaseError::Refused(UpdateUserRefusal::NotFound))?;
        if user.username.as_ref() == Some(name) {
            return Ok(None);
        }
        let judged = self.check.judge_name(command.actor, user.id, name).await;
        judged.map(Some).map_err(UseCaseError::refused_alike)
    }

    /// Judges the new password by the names that the account will have.
    async fn hash(
        &self,
        id: UserId,
        changes: &UserChanges,
        password: Password,
    ) -> Result<Judged, UpdateUserError> {
        let found = self.users.find(id).await?;
        let user = found.ok_or(UseCaseError::Refused(UpdateUserRefusal::NotFound))?;
        let after = user.with(changes.clone(), self.clock.now());
        let judged = self.passwords.judge_for(&after, password.clone());
        let accepted = judged.map_err(UseCaseError::refused)?;
        Ok(Judged::Password {
            hash: self.passwords.hash(&accepted).await?,
            password,
            of: after.username,
        })
    }

    /// Whether what was judged is still the account's, under its lock: a name and a password that change at the same
    /// time must not become alike (B4).
    async fn judge_locked(
        &self,
        unit: &mut dyn UnitOfWork,
        judged: &Judged,
        changes: &UserChanges,
        after: &User,
    ) -> Result<(), UpdateUserError> {
        match judged {
            Judged::Password { password, of, .. } if after.username != *of => {
                let judged = self.passwords.judge_for(after, password.clone());
                judged.map(drop).map_err(UseCaseError::refused)
            }
            Judged::Name(name) if changes.username.value().is_some() => {
                let account = unit.users().lock_credentials(after.id).await?;
                let account = account.ok_or(UseCaseError::Refused(UpdateUserRefusal::NotFound))?;
                let named = JudgedName::check(name.as_ref(), &changes.username, &account);
                named.map_err(UseCaseError::refused)
            }
            _ => Ok(()),
        }
    }
}
