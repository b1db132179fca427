//! A user changes their own record.

use std::sync::Arc;

use domain::change::Change;
use domain::password::Password;
use domain::ports::{Clock, UnitOfWorkFactory};
use domain::request_origin::RequestOrigin;
use domain::user::{Email, FullName, User, UserChanges, Username};
use domain::version::{Precondition, PreconditionFailed};

use super::account::AccountTaken;
use super::account_writer::{AccountChange, AccountWriter};
use super::password_check::{
    IncorrectPassword, JudgedName, NameRefusal, PasswordCheck, PasswordIsUsername,
};
use crate::email_changes::RequestEmailChange;
use crate::{EmailChangeMode, Policies, Ports, TooMany, UseCaseError};

/// What to change.
#[derive(Clone, Debug)]
pub struct UpdateProfileCommand {
    /// Whose record.
    pub user: User,
    /// Whether the request's token had not expired.
    pub is_token_fresh: bool,
    /// The address.
    pub email: Change<Email>,
    /// The name to log in with.
    pub username: Change<Option<Username>>,
    /// The name to show.
    pub full_name: Change<Option<FullName>>,
    /// The present password: another address may want it.
    pub current_password: Option<Password>,
    /// What the user has seen of the record.
    pub precondition: Precondition,
    /// Where the request came from.
    pub origin: RequestOrigin,
}

/// Why the record was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UpdateProfileRefusal {
    /// The account is gone.
    #[error("the account is gone")]
    Gone,
    /// The record has changed since the user saw it.
    #[error(transparent)]
    Changed(#[from] PreconditionFailed),
    /// Another account has the address or the name.
    #[error(transparent)]
    Taken(#[from] AccountTaken),
    /// Another address wants a token that has not expired (F7r).
    #[error("a token that has expired is not enough")]
    StaleToken,
    /// Another address wants the present password (F7r).
    #[error("the present password is needed")]
    PasswordMissing,
    /// The present password is another one.
    #[error(transparent)]
    PasswordIncorrect(#[from] IncorrectPassword),
    /// The new name is the password (B4).
    #[error(transparent)]
    Name(#[from] PasswordIsUsername),
    /// Too many comparisons, or too many codes for the new address.
    #[error(transparent)]
    TooMany(#[from] TooMany),
}

impl From<NameRefusal> for UpdateProfileRefusal {
    fn from(refusal: NameRefusal) -> Self {
        match refusal {
            NameRefusal::TooMany(too_many) => Self::TooMany(too_many),
            NameRefusal::IsPassword(refusal) => Self::Name(refusal),
        }
    }
}

pub(crate) type UpdateProfileError = UseCaseError<UpdateProfileRefusal>;

/// Changes names at once, and the address as configuration says.
#[derive(Clone)]
pub struct UpdateProfile {
    mode: EmailChangeMode,
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    check: PasswordCheck,
    email_change: RequestEmailChange,
    writer: AccountWriter,
}

impl UpdateProfile {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            mode: policies.accounts.email_change,
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            check: PasswordCheck::new(ports, policies),
            email_change: RequestEmailChange::new(ports, policies),
            writer: AccountWriter::new(ports),
        }
    }

    /// Changes the record.
    ///
    /// # Errors
    /// When it has changed meanwhile, its new address or name is taken, the name is the password, or what another
    /// address wants is missing.
    pub async fn execute(&self, command: UpdateProfileCommand) -> Result<User, UpdateProfileError> {
        let name = self.judge_name(&command).await?;
        let Some(email) = self.address_to_prove(&command, &command.user) else {
            return Ok(self.update(&command, name.as_ref(), false).await?.user);
        };
        self.prove(&command, &email).await?;
        let updated = self.update(&command, name.as_ref(), true).await;
        if !may_have_mailed(&updated) {
            self.email_change.give_back(&email).await;
        }
        Ok(updated?.user)
    }

    /// Before a unit is opened, since it is slow.
    async fn judge_name(
        &self,
        command: &UpdateProfileCommand,
    ) -> Result<Option<JudgedName>, UpdateProfileError> {
        let user = &command.user;
        match command.username.value() {
            Some(Some(name)) if user.username.as_ref() != Some(name) => {
                let judged = self.check.judge_name(user.id, user.id, name).await;
                judged.map(Some).map_err(UseCaseError::refused_alike)
            }
            _ => Ok(None),
        }
    }

    /// Changes the record, to a name that was judged; `is_proven` says whether its new address may be mailed a code.
    async fn update(
        &self,
        command: &UpdateProfileCommand,
        name: Option<&JudgedName>,
        is_proven: bool,
    ) -> Result<Updated, UpdateProfileError> {
        let now = self.clock.now();
        let mut unit = self.units.begin().await?;
        let found = unit.users().lock_credentials(command.user.id).await?;
        let locked = found.ok_or(UseCaseError::Refused(UpdateProfileRefusal::Gone))?;
        let precondition = command.precondition.check(locked.user.version);
        precondition.map_err(UseCaseError::refused)?;
        let named = JudgedName::check(name, &command.username, &locked);
        named.map_err(UseCaseError::refused)?;
        let before = locked.user;
        let wanted = self.address_to_prove(command, &before);
        // The record may be another one than that which the request was judged by.
        if wanted.is_some() && !is_proven {
            return Err(UseCaseError::Refused(UpdateProfileRefusal::PasswordMissing));
        }
        let after = before.with(changes(command, wanted.clone()), now);
        let change = AccountChange {
            before: &before,
            after: &after,
            password: None,
            actor: before.id,
            origin: &command.origin,
        };
        let written = self.writer.write(&mut *unit, &change).await?;
        let changed = written.map_err(UseCaseError::refused)?;
        let is_code_mailed = wanted.is_some();
        if let Some(email) = wanted {
            self.email_change
                .begin(&mut *unit, &before, email, &command.origin, now)
                .await?;
        }
        unit.commit().await?;
        Ok(Updated {
            user: self.writer.announce(changed).await,
            is_code_mailed,
        })
    }

    /// The new address, where it must be proven before it counts. Another spelling of the same address need not be.
    fn address_to_prove(&self, command: &UpdateProfileCommand, user: &User) -> Option<Email> {
        let email = command.email.value()?;
        let is_another = email.canonical() != user.email.canonical();
        (is_another && self.mode == EmailChangeMode::Confirmed).then(|| email.clone())
    }

    /// Whether whoever asks may have another address: before a unit is opened, since it is slow.
    async fn prove(
        &self,
        command: &UpdateProfileCommand,
        email: &Email,
    ) -> Result<(), UpdateProfileError> {
        if !command.is_token_fresh {
            return Err(UseCaseError::Refused(UpdateProfileRefusal::StaleToken));
        }
        let Some(password) = &command.current_password else {
            return Err(UseCaseError::Refused(UpdateProfileRefusal::PasswordMissing));
        };
        let admitted = self.check.admit(&command.user).await;
        admitted.map_err(UseCaseError::refused)?;
        if let Err(incorrect) = self.check.compare(&command.user, password).await? {
            let (user, origin) = (&command.user, &command.origin);
            self.email_change
                .record_wrong_password(user, origin)
                .await?;
            return Err(UseCaseError::refused(incorrect));
        }
        self.email_change.admit(email).await
    }
}

/// A record that was changed.
struct Updated {
    user: User,
    is_code_mailed: bool,
}

/// Whether the new address gets the code that was counted. A failure leaves that open.
const fn may_have_mailed(updated: &Result<Updated, UpdateProfileError>) -> bool {
    match updated {
        Ok(updated) => updated.is_code_mailed,
        Err(UseCaseError::Refused(_)) => false,
        Err(UseCaseError::Failed(_)) => true,
    }
}

/// The record's changes; an address that must be proven waits beside the present one.
fn changes(command: &UpdateProfileCommand, wanted: Option<Email>) -> UserChanges {
    let (email, pending_email) = match wanted {
        Some(wanted) => (Change::Keep, Change::To(Some(wanted))),
        None => (command.email.clone(), Change::Keep),
    };
    UserChanges {
        email,
        pending_email,
        username: command.username.clone(),
        full_name: command.full_name.clone(),
        ..UserChanges::default()
    }
}
