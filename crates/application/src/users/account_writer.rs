//! Stores a changed account with everything that follows from the change: sessions that end, links that are void,
//! people who are told, and the audit log.

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::mail::PasswordChangedBy;
use domain::password::PasswordHash;
use domain::ports::{Clock, StorageError, UnitOfWork};
use domain::request_origin::RequestOrigin;
use domain::session::{RevocationReason, SessionId};
use domain::timestamp::Timestamp;
use domain::user::{User, UserId};

use super::account::{AccountTaken, taken};
use crate::audit::AuditTrail;
use crate::jobs::Outbox;
use crate::mail::{EmailChangedMail, PasswordChangedMail, UsernameChangedMail};
use crate::sessions::Announcer;
use crate::{Failure, Ports};

/// Stores changed accounts.
#[derive(Clone)]
pub(crate) struct AccountWriter {
    clock: Arc<dyn Clock>,
    outbox: Outbox,
    audit: AuditTrail,
    announcer: Announcer,
}

/// A change of one account, whose row is locked.
pub(crate) struct AccountChange<'a> {
    /// The account as it is.
    pub(crate) before: &'a User,
    /// The account as it shall be.
    pub(crate) after: &'a User,
    /// Its new password, if it gets one from somebody else: that ends every session (B11, F10r).
    pub(crate) password: Option<(&'a PasswordHash, PasswordChangedBy)>,
    /// Who does it.
    pub(crate) actor: UserId,
    /// From where.
    pub(crate) origin: &'a RequestOrigin,
}

/// What became of a change that is stored; [`AccountWriter::announce`] tells everybody after the commit.
pub(crate) struct AccountChanged {
    user: User,
    ended: Option<Vec<SessionId>>,
}

impl AccountWriter {
    pub(crate) fn new(ports: &Ports) -> Self {
        Self {
            clock: ports.system.clock.clone(),
            outbox: Outbox::new(ports),
            audit: AuditTrail::new(ports.system.ids.clone()),
            announcer: Announcer::new(ports),
        }
    }

    /// Stores the change. What follows is in the same unit; the caller commits it.
    pub(crate) async fn write(
        &self,
        unit: &mut dyn UnitOfWork,
        change: &AccountChange<'_>,
    ) -> Result<Result<AccountChanged, AccountTaken>, Failure> {
        let now = self.clock.now();
        if let Err(clash) = taken(unit.users().save(change.after).await?) {
            return Ok(Err(clash));
        }
        self.set_password(unit, change, now).await?;
        self.void_links(unit, change).await?;
        let ended = end_sessions(unit, change, now).await?;
        self.record(unit, change, now).await?;
        self.tell(unit, change, now).await?;
        Ok(Ok(AccountChanged {
            user: change.after.clone(),
            ended,
        }))
    }

    /// Tells the caches, the other instances and the workers, after the commit.
    pub(crate) async fn announce(&self, changed: AccountChanged) -> User {
        match &changed.ended {
            Some(sessions) => self.announcer.ended_all(changed.user.id, sessions).await,
            None => self.announcer.record_changed(&changed.user).await,
        }
        self.outbox.announce().await;
        changed.user
    }

    async fn set_password(
        &self,
        unit: &mut dyn UnitOfWork,
        change: &AccountChange<'_>,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let Some((hash, by)) = change.password else {
            return Ok(());
        };
        unit.users().set_password(change.after.id, hash).await?;
        let mail = PasswordChangedMail::new(change.before, by, now);
        self.outbox.enqueue(unit, &mail, now).await
    }

    /// A new password and a new address void what was mailed before (B9, F9r).
    async fn void_links(
        &self,
        unit: &mut dyn UnitOfWork,
        change: &AccountChange<'_>,
    ) -> Result<(), StorageError> {
        if change.password.is_none() && !change.moves() {
            return Ok(());
        }
        unit.password_resets().void(&change.before.email).await?;
        let changes = unit.email_changes();
        if change.moves() && change.actor != change.after.id {
            // Whoever reads the old mailbox must not take back what a superuser did.
            changes.remove_all(change.after.id).await
        } else {
            changes.remove_pending(change.after.id).await
        }
    }

    async fn record(
        &self,
        unit: &mut dyn UnitOfWork,
        change: &AccountChange<'_>,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        for action in change.actions() {
            let event = self.audit.event(action, now, change.origin);
            let event = event.by(change.actor).about(change.after.id);
            unit.audit().append(&event).await?;
        }
        Ok(())
    }

    /// Tells the owner of names that changed (B10): at the old address, which is theirs for sure.
    async fn tell(
        &self,
        unit: &mut dyn UnitOfWork,
        change: &AccountChange<'_>,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let AccountChange { before, after, .. } = change;
        if change.moves() {
            let mail = EmailChangedMail::new(&before.email, &after.email);
            self.outbox.enqueue(unit, &mail, now).await?;
        }
        if before.username != after.username {
            let mail = UsernameChangedMail::new(after);
            self.outbox.enqueue(unit, &mail, now).await?;
        }
        Ok(())
    }
}

impl AccountChange<'_> {
    /// Whether the account gets another address.
    fn moves(&self) -> bool {
        self.before.email != self.after.email
    }

    const fn disables(&self) -> bool {
        self.before.is_active && !self.after.is_active
    }

    /// What the audit log says of it.
    fn actions(&self) -> Vec<AuditAction> {
        let AccountChange { before, after, .. } = self;
        let role_changes = before.is_superuser != after.is_superuser;
        let enables = !before.is_active && after.is_active;
        let password = self.password.map(|(_, by)| by);
        let by_link = password == Some(PasswordChangedBy::RecoveryLink);
        [
            (before.version != after.version, AuditAction::UserUpdated),
            (role_changes, AuditAction::UserRoleChanged),
            (self.disables(), AuditAction::UserDisabled),
            (enables, AuditAction::UserEnabled),
            (by_link, AuditAction::PasswordReset),
            (password.is_some() && !by_link, AuditAction::PasswordChanged),
        ]
        .into_iter()
        .filter_map(|(happened, action)| happened.then_some(action))
        .collect()
    }
}

/// Ends every session where the change says so; `None` where they live on (section 2.6).
async fn end_sessions(
    unit: &mut dyn UnitOfWork,
    change: &AccountChange<'_>,
    now: Timestamp,
) -> Result<Option<Vec<SessionId>>, StorageError> {
    let reason = if change.disables() {
        RevocationReason::Disabled
    } else if change.password.is_some() {
        RevocationReason::PasswordChange
    } else {
        return Ok(None);
    };
    let ended = unit
        .sessions()
        .revoke_all(change.after.id, None, reason, now)
        .await?;
    Ok(Some(ended))
}
