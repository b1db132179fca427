//! Log-in by username or e-mail.

use std::sync::Arc;

use domain::audit::{AuditAction, AuditEvent};
use domain::password::{Password, PasswordHash};
use domain::ports::{
    Clock, HashingError, PasswordHasher, UnitOfWork, UnitOfWorkFactory, UserQueries, Verification,
};
use domain::request_origin::RequestOrigin;
use domain::throttle::Throttled;
use domain::timestamp::Timestamp;
use domain::user::{LoginIdentifier, User, UserCredentials};

use super::announcer::Announcer;
use super::login_throttle::{AttemptKeys, LoginThrottle};
use super::rehash::Rehash;
use super::{IssuedToken, SessionStarter};
use crate::audit::AuditTrail;
use crate::rate_gate::network_of;
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

/// Why a log-in was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogInRefusal {
    /// Unknown, wrong, without a password or disabled: one answer for all of them (C1).
    #[error("incorrect username, e-mail or password")]
    InvalidCredentials,
    /// The password was right, but the account is disabled. Who asks in the template's way is told (C1).
    #[error("the account is disabled")]
    Disabled,
    /// Too many failures for this identifier, whether an account has it or not (C3).
    #[error(transparent)]
    Throttled(#[from] Throttled),
}

/// What log-in gives.
#[derive(Clone, Debug)]
pub struct LoggedIn {
    /// Who logged in.
    pub user: User,
    /// The token of the new session.
    pub token: IssuedToken,
}

type LogInError = UseCaseError<LogInRefusal>;

/// Starts a session for whoever knows the password; equal in answer and in time for everybody else (C1).
#[derive(Clone)]
pub struct LogIn {
    users: Arc<dyn UserQueries>,
    units: Arc<dyn UnitOfWorkFactory>,
    hasher: Arc<dyn PasswordHasher>,
    clock: Arc<dyn Clock>,
    throttle: LoginThrottle,
    rehash: Rehash,
    tokens: SessionStarter,
    announcer: Announcer,
    audit: AuditTrail,
}

/// How often a password is compared when the account changes at the same moment: a hash that another log-in has just
/// brought up to date is a change too (B8).
const ATTEMPTS: u32 = 3;

/// What the comparison of passwords showed.
enum Proof {
    Right { stale_hash: Option<PasswordHash> },
    Wrong,
}

impl LogIn {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            users: ports.storage.users.clone(),
            units: ports.storage.units.clone(),
            hasher: ports.crypto.passwords.clone(),
            clock: ports.system.clock.clone(),
            throttle: LoginThrottle::new(ports, policies),
            rehash: Rehash::new(ports),
            tokens: SessionStarter::new(ports, policies),
            announcer: Announcer::new(ports),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// Logs in.
    ///
    /// # Errors
    /// One refusal for every kind of wrong credentials, another for too many failures; a failure when hashing is
    /// overloaded. A throttled or shed attempt writes nothing.
    pub async fn execute(&self, command: LogInCommand) -> Result<LoggedIn, LogInError> {
        let network = network_of(&command.origin);
        let admitted = self
            .throttle
            .admit(&command.identifier, network.as_deref(), self.clock.now())
            .await?;
        let keys = admitted.map_err(UseCaseError::refused)?;
        for _ in 0..ATTEMPTS {
            if let Some(logged_in) = self.attempt(&command, &keys).await? {
                return Ok(logged_in);
            }
        }
        Err(UseCaseError::Refused(LogInRefusal::InvalidCredentials))
    }

    /// One comparison and what follows from it; `None` when the account changed meanwhile.
    async fn attempt(
        &self,
        command: &LogInCommand,
        keys: &AttemptKeys,
    ) -> Result<Option<LoggedIn>, LogInError> {
        let account = self.users.credentials(&command.identifier).await?;
        let proof = self.prove(&command.password, account.as_ref()).await?;
        match (account, proof) {
            (Some(account), Proof::Right { stale_hash }) if account.user.is_active => {
                let logged_in = self.start_session(account, keys, &command.origin).await?;
                if let Some(logged_in) = &logged_in {
                    self.rehash
                        .execute(&logged_in.user, stale_hash, command.password.clone())
                        .await;
                }
                Ok(logged_in)
            }
            (account, proof) => {
                let user = account.map(|account| account.user);
                Err(self.refuse(user, &proof, keys, &command.origin).await?)
            }
        }
    }

    /// Compares the password, or does the same work for nobody.
    async fn prove(
        &self,
        password: &Password,
        account: Option<&UserCredentials>,
    ) -> Result<Proof, HashingError> {
        let Some(hash) = account.and_then(|account| account.password_hash.as_ref()) else {
            return self
                .hasher
                .verify_dummy(password)
                .await
                .map(|()| Proof::Wrong);
        };
        Ok(match self.hasher.verify(password, hash).await? {
            Verification::Right { needs_rehash } => Proof::Right {
                stale_hash: needs_rehash.then(|| hash.clone()),
            },
            Verification::Wrong => Proof::Wrong,
        })
    }

    /// Starts the session, unless the account is another one than that which was compared: its password may have changed
    /// or it may have been disabled since, and whoever did that has ended the sessions that there were then (2.6).
    async fn start_session(
        &self,
        account: UserCredentials,
        keys: &AttemptKeys,
        origin: &RequestOrigin,
    ) -> Result<Option<LoggedIn>, LogInError> {
        let now = self.clock.now();
        let id = account.user.id;
        let (session, token) = self.tokens.start(id, origin.clone(), now)?;
        let event = self
            .audit
            .event(AuditAction::LoginSucceeded, now, &session.origin);
        let mut unit = self.units.begin().await?;
        self.throttle
            .settle(&mut *unit, keys, true, now)
            .await?
            .map_err(UseCaseError::refused)?;
        let locked = unit.users().lock_credentials(id).await?;
        let Some(user) = unchanged(locked, &account) else {
            return Ok(None);
        };
        let displaced = self.tokens.store(&mut *unit, &session).await?;
        unit.audit()
            .append(&event.by(user.id).about(user.id).in_session(session.id))
            .await?;
        unit.commit().await?;
        for session in &displaced {
            self.announcer.ended(session).await;
        }
        self.announcer.carried_on(&session, &user).await;
        Ok(Some(LoggedIn { user, token }))
    }

    /// Writes the failure down before it is told; the reason stays in the audit log.
    async fn refuse(
        &self,
        account: Option<User>,
        proof: &Proof,
        keys: &AttemptKeys,
        origin: &RequestOrigin,
    ) -> Result<LogInError, LogInError> {
        let now = self.clock.now();
        let is_disabled = matches!(proof, Proof::Right { .. });
        let mut unit = self.units.begin().await?;
        let settled = self.throttle.settle(&mut *unit, keys, false, now).await?;
        let has_locked = settled.map_err(UseCaseError::refused)?;
        self.record(&mut *unit, account.as_ref(), is_disabled, origin, now)
            .await?;
        if has_locked {
            let event = self.audit.event(AuditAction::LoginLocked, now, origin);
            unit.audit().append(&about(event, account.as_ref())).await?;
        }
        unit.commit().await?;
        let refusal = if is_disabled {
            LogInRefusal::Disabled
        } else {
            LogInRefusal::InvalidCredentials
        };
        Ok(UseCaseError::Refused(refusal))
    }

    async fn record(
        &self,
        unit: &mut dyn UnitOfWork,
        account: Option<&User>,
        is_disabled: bool,
        origin: &RequestOrigin,
        now: Timestamp,
    ) -> Result<(), LogInError> {
        let event = self.audit.event(AuditAction::LoginFailed, now, origin);
        Ok(unit
            .audit()
            .append(&explained(event, account, is_disabled))
            .await?)
    }
}

/// The account as it is now, if what was compared still holds.
fn unchanged(locked: Option<UserCredentials>, compared: &UserCredentials) -> Option<User> {
    let locked = locked?;
    let holds = locked.user.is_active && locked.password_hash == compared.password_hash;
    holds.then_some(locked.user)
}

fn explained(event: AuditEvent, account: Option<&User>, is_disabled: bool) -> AuditEvent {
    let reason = match account {
        Some(_) if is_disabled => "account_disabled",
        Some(_) => "wrong_password",
        None => "unknown_account",
    };
    about(event, account).because(reason)
}

fn about(event: AuditEvent, account: Option<&User>) -> AuditEvent {
    match account {
        Some(user) => event.about(user.id),
        None => event,
    }
}
