//! Step 4: the profile makes the account.

use std::sync::Arc;

use domain::audit::{AuditAction, AuditEvent};
use domain::password::PasswordHash;
use domain::ports::{
    Clock, IdGenerator, OtpDigester, PasswordHasher, UnitOfWork, UnitOfWorkFactory,
};
use domain::registration::{Registration, RegistrationKey, RegistrationSecret, StepRefusal};
use domain::request_origin::RequestOrigin;
use domain::session::Session;
use domain::timestamp::Timestamp;
use domain::user::{FullName, User, UserId, UserStored, Username};

use super::lock::lock_registration;
use crate::audit::AuditTrail;
use crate::jobs::Outbox;
use crate::mail::WelcomeMail;
use crate::passwords::is_the_password;
use crate::sessions::{Announcer, IssuedToken, LoginThrottle, SessionStarter};
use crate::{Policies, Ports, UseCaseError, network_of};

/// What step 4 is given.
#[derive(Clone, Debug)]
pub struct CompleteRegistrationCommand {
    /// The registration's secret.
    pub secret: RegistrationSecret,
    /// The name to log in with, if one is wanted.
    pub username: Option<Username>,
    /// The name to show, if one is wanted.
    pub full_name: Option<FullName>,
    /// Where the request came from.
    pub origin: RequestOrigin,
}

/// Why step 4 was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CompleteRefusal {
    /// The registration is gone or waits for another step.
    #[error(transparent)]
    Step(#[from] StepRefusal),
    /// The address got an account meanwhile (A12).
    #[error("the address has an account")]
    EmailTaken,
    /// Somebody has this username; another can be tried.
    #[error("the username is taken")]
    UsernameTaken,
    /// The password of step 3 is this username (B4); another can be tried.
    #[error("the username must differ from the password")]
    PasswordIsUsername,
}

/// What step 4 gives.
#[derive(Clone, Debug)]
pub struct Completed {
    /// The new account.
    pub user: User,
    /// The token of its first session.
    pub token: IssuedToken,
}

type CompleteError = UseCaseError<CompleteRefusal>;

/// Step 4 of registration: account, session, audit event and welcome mail, or nothing (A13).
#[derive(Clone)]
pub struct CompleteRegistration {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGenerator>,
    digester: Arc<dyn OtpDigester>,
    tokens: SessionStarter,
    throttle: LoginThrottle,
    hasher: Arc<dyn PasswordHasher>,
    outbox: Outbox,
    announcer: Announcer,
    audit: AuditTrail,
}

impl CompleteRegistration {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            ids: ports.system.ids.clone(),
            digester: ports.crypto.otp.clone(),
            tokens: SessionStarter::new(ports, policies),
            throttle: LoginThrottle::new(ports, policies),
            hasher: ports.crypto.passwords.clone(),
            outbox: Outbox::new(ports),
            announcer: Announcer::new(ports),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// Makes the account. The username is judged before the unit that makes it, since comparing it with
    /// the hashed password is slow.
    ///
    /// # Errors
    /// When the registration is gone or at another step, the address or the username is taken, or the
    /// username is the password.
    pub async fn execute(
        &self,
        command: CompleteRegistrationCommand,
    ) -> Result<Completed, CompleteError> {
        let key = self.digester.key(&command.secret);
        if let Some(username) = &command.username {
            self.judge(&key, username).await?;
        }

        let mut unit = self.units.begin().await?;
        let mut registration = lock_registration(&mut *unit, &key).await?;
        let now = self.clock.now();
        let password = registration.complete(now).map_err(UseCaseError::refused)?;
        let user = self.new_user(&registration, &command, now);

        let network = network_of(&command.origin);
        let known = self
            .throttle
            .lock_known(&mut *unit, &user, network.as_deref());
        known.await?;
        let inserted = unit.users().insert(&user, Some(&password)).await?;
        if let Some((refusal, reason)) = refused(inserted) {
            let event = self.audit.event(
                AuditAction::RegistrationCompletionRefused,
                now,
                &command.origin,
            );
            unit.audit().append(&event.because(reason)).await?;
            unit.commit().await?;
            return Err(UseCaseError::Refused(refusal));
        }
        unit.registrations().save(&registration).await?;
        let (session, token) = self.tokens.start(user.id, command.origin, now)?;
        self.record(&mut *unit, &user, &session, now).await?;
        unit.commit().await?;

        self.announcer.carried_on(&session, &user).await;
        self.outbox.announce().await;
        Ok(Completed { user, token })
    }

    async fn judge(&self, key: &RegistrationKey, username: &Username) -> Result<(), CompleteError> {
        let password = self.pending_password(key).await?;
        if is_the_password(username, &password, &*self.hasher).await? {
            return Err(UseCaseError::Refused(CompleteRefusal::PasswordIsUsername));
        }
        Ok(())
    }

    async fn pending_password(&self, key: &RegistrationKey) -> Result<PasswordHash, CompleteError> {
        let mut unit = self.units.begin().await?;
        let registration: Registration = lock_registration(&mut *unit, key).await?;
        registration
            .pending_password(self.clock.now())
            .cloned()
            .map_err(UseCaseError::refused)
    }

    fn new_user(
        &self,
        registration: &Registration,
        command: &CompleteRegistrationCommand,
        now: Timestamp,
    ) -> User {
        let id = UserId::from_uuid(self.ids.ordered(now));
        User {
            username: command.username.clone(),
            full_name: command.full_name.clone(),
            ..User::new(id, registration.record().email.clone(), now)
        }
    }

    async fn record(
        &self,
        unit: &mut dyn UnitOfWork,
        user: &User,
        session: &Session,
        now: Timestamp,
    ) -> Result<(), CompleteError> {
        unit.sessions().insert(session).await?;
        let network = network_of(&session.origin);
        self.throttle
            .make_known(unit, user, network.as_deref(), now)
            .await?;
        unit.audit()
            .append(&self.completed(user, session, now))
            .await?;
        self.outbox
            .enqueue(unit, &WelcomeMail::new(user), now)
            .await?;
        Ok(())
    }

    fn completed(&self, user: &User, session: &Session, now: Timestamp) -> AuditEvent {
        let event = self
            .audit
            .event(AuditAction::RegistrationCompleted, now, &session.origin);
        event.by(user.id).about(user.id).in_session(session.id)
    }
}

/// Why an account was not added, and the audit log's word for it.
const fn refused(insertion: UserStored) -> Option<(CompleteRefusal, &'static str)> {
    match insertion {
        UserStored::Stored => None,
        UserStored::EmailTaken => Some((CompleteRefusal::EmailTaken, "email_taken")),
        UserStored::UsernameTaken => Some((CompleteRefusal::UsernameTaken, "username_taken")),
    }
}
