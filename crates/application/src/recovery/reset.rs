//! A new password by a recovery link.

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::change::Change;
use domain::link::{LinkDigest, LinkToken};
use domain::mail::PasswordChangedBy;
use domain::password::{Password, PasswordHash, PasswordRefusal};
use domain::ports::{Clock, OtpDigester, UnitOfWork, UnitOfWorkFactory, UserQueries};
use domain::recovery::PasswordReset;
use domain::request_origin::RequestOrigin;
use domain::user::{User, UserChanges};

use crate::audit::AuditTrail;
use crate::rate_gate::network_of;
use crate::sessions::LoginThrottle;
use crate::users::{AccountChange, AccountWriter, NewPasswords};
use crate::{Policies, Ports, UseCaseError};

/// What resetting is given.
#[derive(Clone, Debug)]
pub struct ResetPasswordCommand {
    /// The secret of the link.
    pub token: LinkToken,
    /// The new password.
    pub password: Password,
    /// Where the request came from.
    pub origin: RequestOrigin,
}

/// Why the password was not set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResetPasswordRefusal {
    /// The link is not one, was used, is void or too old, or its account is gone.
    #[error("the link does not work")]
    InvalidToken,
    /// The account is disabled. The link stays as it is.
    #[error("the account is disabled")]
    Inactive,
    /// The password may not be used. The link stays as it is.
    #[error(transparent)]
    Password(#[from] PasswordRefusal),
}

type ResetPasswordError = UseCaseError<ResetPasswordRefusal>;

/// Sets a new password, ends every session and logs nobody in (F10r). It also ends a lock that too many failed log-ins
/// have put on the account (C4).
#[derive(Clone)]
pub struct ResetPassword {
    users: Arc<dyn UserQueries>,
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    links: Arc<dyn OtpDigester>,
    passwords: NewPasswords,
    throttle: LoginThrottle,
    writer: AccountWriter,
    audit: AuditTrail,
}

impl ResetPassword {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            users: ports.storage.users.clone(),
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            links: ports.crypto.otp.clone(),
            passwords: NewPasswords::new(ports, policies),
            throttle: LoginThrottle::new(ports, policies),
            writer: AccountWriter::new(ports),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// Sets the password. The link is looked at before the costly hash is made, and taken in the unit that stores it:
    /// of many who use it at once one succeeds (I12).
    ///
    /// # Errors
    /// When the link does not work, the account is disabled, or the password is refused.
    pub async fn execute(&self, command: ResetPasswordCommand) -> Result<(), ResetPasswordError> {
        let digest = self.links.link(&command.token);
        let Some((reset, user)) = self.find(&digest).await? else {
            return Err(self.refuse(&command.origin).await?);
        };
        let judged = self.passwords.judge_for(&user, command.password);
        let password = judged.map_err(UseCaseError::refused)?;
        let hash = self.passwords.hash(&password).await?;
        self.store(&reset, &user, &hash, &command.origin).await
    }

    /// The link, if it works, and its account.
    async fn find(
        &self,
        digest: &LinkDigest,
    ) -> Result<Option<(PasswordReset, User)>, ResetPasswordError> {
        let mut unit = self.units.begin().await?;
        let found = unit.password_resets().find(digest).await?;
        drop(unit);
        let Some(reset) = found.filter(|reset| reset.is_live(self.clock.now())) else {
            return Ok(None);
        };
        let user = self.users.find_by_email(&reset.email).await?;
        match user {
            Some(user) if !user.is_active => Err(inactive()),
            user => Ok(user.map(|user| (reset, user))),
        }
    }

    async fn store(
        &self,
        reset: &PasswordReset,
        owner: &User,
        hash: &PasswordHash,
        origin: &RequestOrigin,
    ) -> Result<(), ResetPasswordError> {
        let now = self.clock.now();
        let mut unit = self.units.begin().await?;
        let network = network_of(origin);
        self.throttle
            .forgive(&mut *unit, owner, network.as_deref(), now)
            .await?;
        let user = take(&mut *unit, reset).await?;
        let waits_no_more = UserChanges {
            pending_email: Change::To(None),
            ..UserChanges::default()
        };
        let change = AccountChange {
            before: &user,
            after: &user.with(waits_no_more, now),
            password: Some((hash, PasswordChangedBy::RecoveryLink)),
            actor: user.id,
            origin,
        };
        let written = self.writer.write(&mut *unit, &change).await?;
        // Neither the address nor the name changes, so neither can be taken.
        let changed = written.map_err(|_| invalid())?;
        unit.commit().await?;
        self.writer.announce(changed).await;
        Ok(())
    }

    /// Writes the failure down before it is told.
    async fn refuse(
        &self,
        origin: &RequestOrigin,
    ) -> Result<ResetPasswordError, ResetPasswordError> {
        let now = self.clock.now();
        let event = self
            .audit
            .event(AuditAction::PasswordResetRefused, now, origin);
        let mut unit = self.units.begin().await?;
        unit.audit().append(&event.because("invalid_token")).await?;
        unit.commit().await?;
        Ok(invalid())
    }
}

/// Locks the account and takes the link, which somebody else may have taken since it was found.
async fn take(
    unit: &mut dyn UnitOfWork,
    reset: &PasswordReset,
) -> Result<User, ResetPasswordError> {
    let user = unit.users().lock_by_email(&reset.email).await?;
    let user = user.ok_or_else(invalid)?;
    if !user.is_active {
        return Err(inactive());
    }
    if unit.password_resets().take(&reset.digest).await? {
        Ok(user)
    } else {
        Err(invalid())
    }
}

const fn invalid() -> ResetPasswordError {
    UseCaseError::Refused(ResetPasswordRefusal::InvalidToken)
}

const fn inactive() -> ResetPasswordError {
    UseCaseError::Refused(ResetPasswordRefusal::Inactive)
}
