//! The superuser that an operator makes (H1).

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::password::{NewPassword, Password, PasswordRefusal};
use domain::ports::{Clock, IdGenerator, PasswordHasher, UnitOfWorkFactory, UserQueries};
use domain::request_origin::RequestOrigin;
use domain::user::{Email, User, UserId, UserStored};

use crate::audit::AuditTrail;
use crate::passwords::PasswordRules;
use crate::{Policies, Ports, UseCaseError};

/// Whom to make a superuser.
#[derive(Clone, Debug)]
pub struct CreateSuperuserCommand {
    /// The address.
    pub email: Email,
    /// The password.
    pub password: Password,
    /// Takes a password that the block list knows: for development only.
    pub accept_guessable: bool,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SuperuserCreation {
    /// The account was made.
    Created(Box<User>),
    /// The address has an account; it was left as it is.
    AlreadyThere,
}

type CreateSuperuserError = UseCaseError<PasswordRefusal>;

/// Makes a superuser; never changes an account that is there (H1).
#[derive(Clone)]
pub struct CreateSuperuser {
    users: Arc<dyn UserQueries>,
    units: Arc<dyn UnitOfWorkFactory>,
    hasher: Arc<dyn PasswordHasher>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGenerator>,
    rules: PasswordRules,
    audit: AuditTrail,
}

impl CreateSuperuser {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            users: ports.storage.users.clone(),
            units: ports.storage.units.clone(),
            hasher: ports.crypto.passwords.clone(),
            clock: ports.system.clock.clone(),
            ids: ports.system.ids.clone(),
            rules: PasswordRules::new(ports, policies),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// Makes the account, unless its address has one.
    ///
    /// # Errors
    /// When the password is refused.
    pub async fn execute(
        &self,
        command: CreateSuperuserCommand,
    ) -> Result<SuperuserCreation, CreateSuperuserError> {
        if self.users.email_is_taken(&command.email).await? {
            return Ok(SuperuserCreation::AlreadyThere);
        }
        let password = self.judge(&command).map_err(UseCaseError::Refused)?;
        self.insert(command.email, &password).await
    }

    fn judge(&self, command: &CreateSuperuserCommand) -> Result<NewPassword, PasswordRefusal> {
        let password = command.password.clone();
        if command.accept_guessable {
            self.rules.accept_guessable(password)
        } else {
            self.rules.accept(
                password,
                &[command.email.canonical(), command.email.mailbox_name()],
            )
        }
    }

    async fn insert(
        &self,
        email: Email,
        password: &NewPassword,
    ) -> Result<SuperuserCreation, CreateSuperuserError> {
        let hash = self.hasher.hash(password).await?;
        let now = self.clock.now();
        let id = UserId::from_uuid(self.ids.ordered(now));
        let user = User {
            is_superuser: true,
            ..User::new(id, email, now)
        };
        let event = self
            .audit
            .event(AuditAction::UserCreated, now, &RequestOrigin::default());

        let mut unit = self.units.begin().await?;
        if unit.users().insert(&user, Some(&hash)).await? != UserStored::Stored {
            return Ok(SuperuserCreation::AlreadyThere);
        }
        unit.audit().append(&event.about(user.id)).await?;
        unit.commit().await?;
        Ok(SuperuserCreation::Created(Box::new(user)))
    }
}
