//! The old address takes a change back, before it is confirmed or up to seven days after (F7r).

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::change::Change;
use domain::email_change::EmailChange;
use domain::link::{LinkDigest, LinkToken};
use domain::ports::{Clock, OtpDigester, UnitOfWork, UnitOfWorkFactory};
use domain::request_origin::RequestOrigin;
use domain::session::RevocationReason;
use domain::timestamp::Timestamp;
use domain::user::{User, UserChanges};

use crate::audit::AuditTrail;
use crate::sessions::Announcer;
use crate::users::{AccountChange, AccountTaken, AccountWriter};
use crate::{Ports, UseCaseError};

/// Why a change is not taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UndoEmailChangeRefusal {
    /// The link is not one, was used, or its time is over.
    #[error("the link does not work")]
    InvalidToken,
    /// Another account has the old address by now.
    #[error(transparent)]
    Taken(#[from] AccountTaken),
}

type UndoError = UseCaseError<UndoEmailChangeRefusal>;

/// Gives an account its old address back and ends every session: whoever changed the address may have been somebody
/// else.
#[derive(Clone)]
pub struct UndoEmailChange {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    links: Arc<dyn OtpDigester>,
    writer: AccountWriter,
    announcer: Announcer,
    audit: AuditTrail,
}

impl UndoEmailChange {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            links: ports.crypto.otp.clone(),
            writer: AccountWriter::new(ports),
            announcer: Announcer::new(ports),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// Takes the change back, and every newer one with it. Older ones can still be taken back: whoever has the address
    /// in between must not cut off those who had it before.
    ///
    /// # Errors
    /// When the link does not work, or the old address has another account.
    pub async fn execute(
        &self,
        token: &LinkToken,
        origin: &RequestOrigin,
    ) -> Result<(), UndoError> {
        let now = self.clock.now();
        let mut unit = self.units.begin().await?;
        let (user, change) = lock(&mut *unit, &self.links.link(token), now).await?;
        let after = user.with(back_to(&change), now);
        let account = AccountChange {
            before: &user,
            after: &after,
            password: None,
            actor: user.id,
            origin,
        };
        let written = self.writer.write(&mut *unit, &account).await?;
        let changed = written.map_err(UseCaseError::refused)?;
        unit.email_changes().remove_since(&change).await?;
        let ended = unit
            .sessions()
            .revoke_all(user.id, None, RevocationReason::Ended, now)
            .await?;
        let event = self
            .audit
            .event(AuditAction::EmailChangeUndone, now, origin);
        unit.audit().append(&event.about(user.id)).await?;
        unit.commit().await?;

        self.writer.announce(changed).await;
        self.announcer.ended_all(user.id, &ended).await;
        Ok(())
    }
}

/// Locks the user first, then reads the change as it is from then on.
async fn lock(
    unit: &mut dyn UnitOfWork,
    undo: &LinkDigest,
    now: Timestamp,
) -> Result<(User, EmailChange), UndoError> {
    let invalid = || UseCaseError::Refused(UndoEmailChangeRefusal::InvalidToken);
    let change = unit.email_changes().by_undo(undo).await?;
    let owner = change.ok_or_else(invalid)?.user;
    let user = unit.users().lock(owner).await?.ok_or_else(invalid)?;
    let change = unit.email_changes().by_undo(undo).await?;
    let change = change.ok_or_else(invalid)?;
    change.check_undo(now).map_err(|_| invalid())?;
    Ok((user, change))
}

fn back_to(change: &EmailChange) -> UserChanges {
    UserChanges {
        email: Change::To(change.old.clone()),
        pending_email: Change::To(None),
        ..UserChanges::default()
    }
}
