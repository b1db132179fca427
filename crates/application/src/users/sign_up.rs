//! An account in one step, without a proof of its address: the template's way.

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::password::{NewPassword, Password, PasswordRefusal};
use domain::ports::{Clock, IdGenerator, UnitOfWorkFactory, UserQueries};
use domain::request_origin::RequestOrigin;
use domain::user::{Email, FullName, User, UserId};

use super::account::{AccountTaken, NewPasswords, taken};
use crate::audit::AuditTrail;
use crate::{Policies, Ports, UseCaseError};

/// The account to make.
#[derive(Clone, Debug)]
pub struct SignUpCommand {
    /// The address.
    pub email: Email,
    /// The password.
    pub password: Password,
    /// The name to show.
    pub full_name: Option<FullName>,
    /// Where the request came from.
    pub origin: RequestOrigin,
}

/// Why no account was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignUpRefusal {
    /// Accounts are made in four steps here.
    #[error("open sign-up is off")]
    Closed,
    /// Another account has the address.
    #[error(transparent)]
    Taken(#[from] AccountTaken),
    /// The password may not be used.
    #[error(transparent)]
    Password(#[from] PasswordRefusal),
}

type SignUpError = UseCaseError<SignUpRefusal>;

/// Makes an account that is no superuser; it does not log in.
#[derive(Clone)]
pub struct SignUp {
    is_open: bool,
    users: Arc<dyn UserQueries>,
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGenerator>,
    passwords: NewPasswords,
    audit: AuditTrail,
}

impl SignUp {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            is_open: policies.accounts.open_signup,
            users: ports.storage.users.clone(),
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            ids: ports.system.ids.clone(),
            passwords: NewPasswords::new(ports, policies),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// Makes the account of whoever asks.
    ///
    /// # Errors
    /// When open sign-up is off, the address is taken, or the password is refused.
    pub async fn execute(&self, command: SignUpCommand) -> Result<User, SignUpError> {
        if !self.is_open {
            return Err(UseCaseError::Refused(SignUpRefusal::Closed));
        }
        let judged = self
            .passwords
            .judge(command.password.clone(), &command.email, None);
        let password = judged.map_err(UseCaseError::refused)?;
        self.make(command, password).await
    }

    /// Makes the account of a test's somebody, whatever the configuration says: for development only. The password is
    /// judged by its length alone.
    ///
    /// # Errors
    /// When the address is taken, or the password is too short or too long.
    pub async fn execute_unguarded(&self, command: SignUpCommand) -> Result<User, SignUpError> {
        let judged = self.passwords.judge_length(command.password.clone());
        let password = judged.map_err(UseCaseError::refused)?;
        self.make(command, password).await
    }

    /// A taken address is found out before the costly hash is made, and once more by the database.
    async fn make(
        &self,
        command: SignUpCommand,
        password: NewPassword,
    ) -> Result<User, SignUpError> {
        if self.users.email_is_taken(&command.email).await? {
            return Err(UseCaseError::refused(AccountTaken::Email));
        }
        let hash = self.passwords.hash(&password).await?;
        let now = self.clock.now();
        let id = UserId::from_uuid(self.ids.ordered(now));
        let user = User {
            full_name: command.full_name,
            ..User::new(id, command.email, now)
        };
        let event = self
            .audit
            .event(AuditAction::UserSignedUp, now, &command.origin);

        let mut unit = self.units.begin().await?;
        let stored = unit.users().insert(&user, Some(&hash)).await?;
        taken(stored).map_err(UseCaseError::refused)?;
        unit.audit()
            .append(&event.by(user.id).about(user.id))
            .await?;
        unit.commit().await?;
        Ok(user)
    }
}
