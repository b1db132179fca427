//! Log-in by username or e-mail.

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::password::Password;
use domain::ports::{
    Clock, HashingError, PasswordHasher, UnitOfWorkFactory, UserQueries, Verification,
};
use domain::request_origin::RequestOrigin;
use domain::user::{LoginIdentifier, User, UserCredentials};

use super::{IssuedToken, TokenIssuer};
use crate::audit::AuditTrail;
use crate::{Policies, Ports, UseCaseError};

/// What log-in is given.
#[derive(Clone, Debug)]
pub struct LogInCommand {
    /// Who it says it is.
    pub identifier: LoginIdentifier,
    /// The password that was typed.
    pub password: Password,
    /// Where the request came from.
    pub origin: RequestOrigin,
}

/// Unknown, wrong, without a password or disabled: one answer for all of them (C1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("incorrect username, e-mail or password")]
pub struct InvalidCredentials;

/// What log-in gives.
#[derive(Clone, Debug)]
pub struct LoggedIn {
    /// Who logged in.
    pub user: User,
    /// The token of the new session.
    pub token: IssuedToken,
}

type LogInError = UseCaseError<InvalidCredentials>;

/// Starts a session for whoever knows the password; equal in answer and in time for everybody else (C1).
#[derive(Clone)]
pub struct LogIn {
    users: Arc<dyn UserQueries>,
    units: Arc<dyn UnitOfWorkFactory>,
    hasher: Arc<dyn PasswordHasher>,
    clock: Arc<dyn Clock>,
    tokens: TokenIssuer,
    audit: AuditTrail,
}

impl LogIn {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            users: ports.storage.users.clone(),
            units: ports.storage.units.clone(),
            hasher: ports.crypto.passwords.clone(),
            clock: ports.system.clock.clone(),
            tokens: TokenIssuer::new(ports, policies),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// Logs in.
    ///
    /// # Errors
    /// One refusal for every kind of wrong credentials; a failure when hashing is overloaded, which
    /// writes nothing.
    pub async fn execute(&self, command: LogInCommand) -> Result<LoggedIn, LogInError> {
        let account = self.users.credentials(&command.identifier).await?;
        let proven = self.proves(&command.password, account.as_ref()).await?;
        match account.map(|account| account.user) {
            Some(user) if proven && user.is_active => {
                self.start_session(user, command.origin).await
            }
            account => self.refuse(account, proven, &command.origin).await,
        }
    }

    /// Compares the password, or does the same work for nobody.
    async fn proves(
        &self,
        password: &Password,
        account: Option<&UserCredentials>,
    ) -> Result<bool, HashingError> {
        match account.and_then(|account| account.password_hash.as_ref()) {
            Some(hash) => Ok(self.hasher.verify(password, hash).await? != Verification::Wrong),
            None => self.hasher.verify_dummy(password).await.map(|()| false),
        }
    }

    async fn start_session(
        &self,
        user: User,
        origin: RequestOrigin,
    ) -> Result<LoggedIn, LogInError> {
        let now = self.clock.now();
        let (session, token) = self.tokens.start_session(user.id, origin, now)?;
        let event = self
            .audit
            .event(AuditAction::LoginSucceeded, now, &session.origin);
        let mut unit = self.units.begin().await?;
        unit.sessions().insert(&session).await?;
        unit.audit()
            .append(&event.by(user.id).about(user.id).in_session(session.id))
            .await?;
        unit.commit().await?;
        Ok(LoggedIn { user, token })
    }

    /// Writes the failure down before it is told; the reason stays in the audit log.
    async fn refuse<T>(
        &self,
        account: Option<User>,
        proven: bool,
        origin: &RequestOrigin,
    ) -> Result<T, LogInError> {
        let event = self
            .audit
            .event(AuditAction::LoginFailed, self.clock.now(), origin);
        let event = match account {
            Some(user) if proven => event.about(user.id).because("account_disabled"),
            Some(user) => event.about(user.id).because("wrong_password"),
            None => event.because("unknown_account"),
        };
        let mut unit = self.units.begin().await?;
        unit.audit().append(&event).await?;
        unit.commit().await?;
        Err(UseCaseError::Refused(InvalidCredentials))
    }
}
