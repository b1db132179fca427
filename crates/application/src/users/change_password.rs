//! A user changes their own password.

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::change::Change;
use domain::mail::PasswordChangedBy;
use domain::password::{Password, PasswordHash, PasswordRefusal};
use domain::ports::{Clock, StorageError, UnitOfWork, UnitOfWorkFactory};
use domain::request_origin::RequestOrigin;
use domain::session::{RevocationReason, SessionId};
use domain::timestamp::Timestamp;
use domain::user::{User, UserChanges};

use super::account::NewPasswords;
use super::password_check::{IncorrectPassword, PasswordCheck};
use crate::audit::AuditTrail;
use crate::jobs::Outbox;
use crate::mail::PasswordChangedMail;
use crate::sessions::Announcer;
use crate::{Policies, Ports, TooMany, UseCaseError};

/// What to change.
#[derive(Clone, Debug)]
pub struct ChangePasswordCommand {
    /// Whose password.
    pub user: User,
    /// The session that stays.
    pub session: SessionId,
    /// The password as it is.
    pub current: Password,
    /// The password as it shall be.
    pub new: Password,
    /// Where the request came from.
    pub origin: RequestOrigin,
}

/// Why the password was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangePasswordRefusal {
    /// Too many comparisons.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The present password is another one.
    #[error(transparent)]
    Incorrect(#[from] IncorrectPassword),
    /// The new password is the present one.
    #[error("the new password is the present one")]
    Same,
    /// The new password may not be used.
    #[error(transparent)]
    Password(#[from] PasswordRefusal),
}

type ChangePasswordError = UseCaseError<ChangePasswordRefusal>;

/// Changes the password, ends every other session and voids every link and code that was mailed, in one unit (B9).
#[derive(Clone)]
pub struct ChangePassword {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    check: PasswordCheck,
    passwords: NewPasswords,
    outbox: Outbox,
    announcer: Announcer,
    audit: AuditTrail,
}

impl ChangePassword {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            check: PasswordCheck::new(ports, policies),
            passwords: NewPasswords::new(ports, policies),
            outbox: Outbox::new(ports),
            announcer: Announcer::new(ports),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// Changes the password.
    ///
    /// # Errors
    /// When the present one is another, was tried too often, is the new one too, or the new one is refused.
    pub async fn execute(&self, command: ChangePasswordCommand) -> Result<(), ChangePasswordError> {
        let user = &command.user;
        let admitted = self.check.admit(user).await;
        admitted.map_err(UseCaseError::refused)?;
        let old = match self.check.compare(user, &command.current).await? {
            Ok(hash) => hash,
            Err(incorrect) => return Err(self.refuse(&command, incorrect).await?),
        };
        if command.new == command.current {
            return Err(UseCaseError::Refused(ChangePasswordRefusal::Same));
        }
        let judged = self.passwords.judge_for(user, command.new.clone());
        let password = judged.map_err(UseCaseError::refused)?;
        let new = self.passwords.hash(&password).await?;
        self.replace(&command, &old, &new).await
    }

    async fn replace(
        &self,
        command: &ChangePasswordCommand,
        old: &PasswordHash,
        new: &PasswordHash,
    ) -> Result<(), ChangePasswordError> {
        let now = self.clock.now();
        let mut unit = self.units.begin().await?;
        let user = self.lock(&mut *unit, command, now).await?;
        // Somebody may have changed it since it was compared.
        if !unit.users().rehash(user.id, old, new).await? {
            return Err(UseCaseError::refused(IncorrectPassword));
        }
        // And the name that it was judged by (B4).
        if user.username != command.user.username {
            let judged = self.passwords.judge_for(&user, command.new.clone());
            judged.map_err(UseCaseError::refused)?;
        }
        unit.users().save(&user).await?;
        unit.password_resets().void(&user.email).await?;
        unit.email_changes().remove_pending(user.id).await?;
        let ended = self.end_others(&mut *unit, command, now).await?;
        let event = self
            .audit
            .event(AuditAction::PasswordChanged, now, &command.origin);
        let event = event.by(user.id).about(user.id).in_session(command.session);
        unit.audit().append(&event).await?;
        let mail = PasswordChangedMail::new(&user, PasswordChangedBy::Owner, now);
        self.outbox.enqueue(&mut *unit, &mail, now).await?;
        unit.commit().await?;

        self.announcer.ended_some(&ended).await;
        self.announcer.record_changed(&user).await;
        self.outbox.announce().await;
        Ok(())
    }

    /// The account as it will be: an address that waits for its code waits no more.
    async fn lock(
        &self,
        unit: &mut dyn UnitOfWork,
        command: &ChangePasswordCommand,
        now: Timestamp,
    ) -> Result<User, ChangePasswordError> {
        let changes = UserChanges {
            pending_email: Change::To(None),
            ..UserChanges::default()
        };
        let found = unit.users().lock(command.user.id).await?;
        let user = found.ok_or(UseCaseError::refused(IncorrectPassword))?;
        Ok(user.with(changes, now))
    }

    async fn end_others(
        &self,
        unit: &mut dyn UnitOfWork,
        command: &ChangePasswordCommand,
        now: Timestamp,
    ) -> Result<Vec<SessionId>, StorageError> {
        let (user, own) = (command.user.id, Some(command.session));
        unit.sessions()
            .revoke_all(user, own, RevocationReason::PasswordChange, now)
            .await
    }

    /// Writes the failure down before it is told.
    async fn refuse(
        &self,
        command: &ChangePasswordCommand,
        incorrect: IncorrectPassword,
    ) -> Result<ChangePasswordError, ChangePasswordError> {
        let user = command.user.id;
        let now = self.clock.now();
        let event = self
            .audit
            .event(AuditAction::PasswordChangeRefused, now, &command.origin);
        let event = event.by(user).about(user).in_session(command.session);
        let mut unit = self.units.begin().await?;
        unit.audit()
            .append(&event.because("wrong_password"))
            .await?;
        unit.commit().await?;
        Ok(UseCaseError::refused(incorrect))
    }
}
