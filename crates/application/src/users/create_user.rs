//! An account that a superuser makes for somebody.

use std::sync::Arc;

use domain::audit::{AuditAction, AuditEvent};
use domain::password::{Password, PasswordRefusal};
use domain::ports::{Clock, IdGenerator, UnitOfWork, UnitOfWorkFactory};
use domain::request_origin::RequestOrigin;
use domain::timestamp::Timestamp;
use domain::user::{Email, FullName, User, UserId, Username};

use super::account::{AccountTaken, NewPasswords, taken};
use crate::audit::AuditTrail;
use crate::idempotency::{Answer, IdempotencyRefusal, IdempotentCall};
use crate::jobs::Outbox;
use crate::mail::NewAccountMail;
use crate::{Policies, Ports, UseCaseError};

/// The account to make.
#[derive(Clone, Debug)]
pub struct CreateUserCommand {
    /// The address.
    pub email: Email,
    /// The password.
    pub password: Password,
    /// The name to log in with.
    pub username: Option<Username>,
    /// The name to show.
    pub full_name: Option<FullName>,
    /// Whether the account may be used.
    pub is_active: bool,
    /// Whether the account may administer others.
    pub is_superuser: bool,
    /// The superuser.
    pub actor: UserId,
    /// Where the request came from.
    pub origin: RequestOrigin,
}

/// Why no account was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CreateUserRefusal {
    /// Another account has the address or the name.
    #[error(transparent)]
    Taken(#[from] AccountTaken),
    /// The password may not be used.
    #[error(transparent)]
    Password(#[from] PasswordRefusal),
    /// The idempotency key stands in the way.
    #[error(transparent)]
    Idempotency(#[from] IdempotencyRefusal),
}

type CreateUserError = UseCaseError<CreateUserRefusal>;

/// Makes an account and tells its owner by mail, which never holds the password.
#[derive(Clone)]
pub struct CreateUser {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGenerator>,
    passwords: NewPasswords,
    outbox: Outbox,
    audit: AuditTrail,
}

impl CreateUser {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            ids: ports.system.ids.clone(),
            passwords: NewPasswords::new(ports, policies),
            outbox: Outbox::new(ports),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// Makes the account.
    ///
    /// # Errors
    /// When its address or name is taken, or its password is refused.
    pub async fn execute(
        &self,
        command: CreateUserCommand,
        call: &IdempotentCall<User>,
    ) -> Result<Answer<User>, CreateUserError> {
        let (email, username) = (&command.email, command.username.as_ref());
        let judged = self
            .passwords
            .judge(command.password.clone(), email, username);
        let password = judged.map_err(UseCaseError::refused)?;
        let hash = self.passwords.hash(&password).await?;
        let now = self.clock.now();
        let user = self.new_user(&command, now);

        let mut unit = self.units.begin().await?;
        if let Some(reply) = call.claim(&mut *unit).await? {
            return Ok(Answer::Repeated(reply));
        }
        let stored = unit.users().insert(&user, Some(&hash)).await?;
        taken(stored).map_err(UseCaseError::refused)?;
        self.record(&mut *unit, &user, &command, now).await?;
        call.keep(&mut *unit, &user).await?;
        unit.commit().await?;

        self.outbox.announce().await;
        Ok(Answer::Done(user))
    }

    fn new_user(&self, command: &CreateUserCommand, now: Timestamp) -> User {
        let id = UserId::from_uuid(self.ids.ordered(now));
        User {
            username: command.username.clone(),
            full_name: command.full_name.clone(),
            is_active: command.is_active,
            is_superuser: command.is_superuser,
            ..User::new(id, command.email.clone(), now)
        }
    }

    async fn record(
        &self,
        unit: &mut dyn UnitOfWork,
        user: &User,
        command: &CreateUserCommand,
        now: Timestamp,
    ) -> Result<(), CreateUserError> {
        let event: AuditEvent = self
            .audit
            .event(AuditAction::UserCreated, now, &command.origin);
        unit.audit()
            .append(&event.by(command.actor).about(user.id))
            .await?;
        let mail = NewAccountMail::new(user);
        Ok(self.outbox.enqueue(unit, &mail, now).await?)
    }
}
