//! The code from the new address makes it the account's (F7r).

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::change::Change;
use domain::email_change::{ConfirmRefusal, EmailChange};
use domain::ports::{Clock, OtpDigester, StorageError, UnitOfWork, UnitOfWorkFactory};
use domain::registration::{OtpCode, RegistrationPolicy};
use domain::request_origin::RequestOrigin;
use domain::throttle::Throttled;
use domain::timestamp::Timestamp;
use domain::user::{Email, User, UserChanges, UserId};

use crate::audit::AuditTrail;
use crate::registrations::{GuessBudget, OpenBudget};
use crate::users::{AccountChange, AccountTaken, AccountWriter};
use crate::{Policies, Ports, UseCaseError};

/// What confirming is given.
#[derive(Clone, Debug)]
pub struct ConfirmEmailChangeCommand {
    /// Whose address.
    pub user: UserId,
    /// The code that was typed.
    pub code: OtpCode,
    /// Where the request came from.
    pub origin: RequestOrigin,
}

/// Why the address stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfirmEmailChangeRefusal {
    /// No change waits for a code.
    #[error("no change of the address waits for a code")]
    NothingPending,
    /// The code is refused.
    #[error(transparent)]
    Code(#[from] ConfirmRefusal),
    /// The address bears no more wrong codes today, whoever wants it (A11).
    #[error(transparent)]
    Throttled(#[from] Throttled),
    /// Another account got the address meanwhile.
    #[error(transparent)]
    Taken(#[from] AccountTaken),
}

type ConfirmError = UseCaseError<ConfirmEmailChangeRefusal>;

/// Judges a code and changes the address.
#[derive(Clone)]
pub struct ConfirmEmailChange {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    codes: Arc<dyn OtpDigester>,
    budget: GuessBudget,
    writer: AccountWriter,
    audit: AuditTrail,
    policy: RegistrationPolicy,
}

impl ConfirmEmailChange {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            codes: ports.crypto.otp.clone(),
            budget: GuessBudget::new(ports, policies),
            writer: AccountWriter::new(ports),
            audit: AuditTrail::new(ports.system.ids.clone()),
            policy: policies.registration,
        }
    }

    /// Judges the code. A wrong one is stored too: it counts (A7, A11).
    ///
    /// # Errors
    /// When nothing waits for a code, the code is refused or one too many, or the address has an account by now.
    pub async fn execute(&self, command: ConfirmEmailChangeCommand) -> Result<User, ConfirmError> {
        let address = self.address_of(command.user).await?;
        let mut unit = self.units.begin().await?;
        let now = self.clock.now();
        // Throttles before users, as a log-in locks them.
        let budget = self.budget.open(&mut *unit, &address, now).await?;
        let budget = budget.map_err(UseCaseError::refused)?;
        let (user, mut change) = lock(&mut *unit, command.user, &address).await?;
        let verdict = change.confirm(&command.code, &self.policy, now, &*self.codes);
        if let Err(refusal) = verdict {
            if matches!(refusal, ConfirmRefusal::Wrong { .. }) {
                self.count(unit, &change, budget, &command, now).await?;
            }
            return Err(UseCaseError::refused(refusal));
        }
        unit.email_changes().save(&change).await?;
        let after = user.with(to(&change), now);
        let event = self
            .audit
            .event(AuditAction::EmailChanged, now, &command.origin);
        let event = event.by(user.id).about(user.id);
        unit.audit().append(&event).await?;
        let account = AccountChange {
            before: &user,
            after: &after,
            password: None,
            actor: user.id,
            origin: &command.origin,
        };
        let written = self.writer.write(&mut *unit, &account).await?;
        let changed = written.map_err(UseCaseError::refused)?;
        unit.commit().await?;
        Ok(self.writer.announce(changed).await)
    }

    /// The address that waits for a code.
    async fn address_of(&self, user: UserId) -> Result<Email, ConfirmError> {
        let mut unit = self.units.begin().await?;
        let change = unit.email_changes().pending(user).await?;
        Ok(change.ok_or_else(nothing_pending)?.new)
    }

    /// Stores what a wrong code cost.
    async fn count(
        &self,
        mut unit: Box<dyn UnitOfWork>,
        change: &EmailChange,
        budget: Option<OpenBudget>,
        command: &ConfirmEmailChangeCommand,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        unit.email_changes().save(change).await?;
        if let Some(budget) = budget {
            budget.spend(&mut *unit, now).await?;
        }
        let event = self
            .audit
            .event(AuditAction::EmailChangeRefused, now, &command.origin);
        let event = event.by(command.user).about(command.user);
        unit.audit().append(&event.because("wrong_code")).await?;
        unit.commit().await
    }
}

/// The user and the change to this address. Where another one has taken its place, the code was not mailed for that.
async fn lock(
    unit: &mut dyn UnitOfWork,
    user: UserId,
    address: &Email,
) -> Result<(User, EmailChange), ConfirmError> {
    let user = unit.users().lock(user).await?.ok_or_else(nothing_pending)?;
    let change = unit.email_changes().pending(user.id).await?;
    let change = change.filter(|change| change.new == *address);
    Ok((user, change.ok_or_else(nothing_pending)?))
}

const fn nothing_pending() -> ConfirmError {
    UseCaseError::Refused(ConfirmEmailChangeRefusal::NothingPending)
}

fn to(change: &EmailChange) -> UserChanges {
    UserChanges {
        email: Change::To(change.new.clone()),
        pending_email: Change::To(None),
        ..UserChanges::default()
    }
}
