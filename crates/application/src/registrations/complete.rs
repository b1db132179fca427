//! Step 4: the profile makes the account.

use std::sync::Arc;

use domain::audit::{AuditAction, AuditEvent};
use domain::password::PasswordHash;
use domain::ports::{Clock, IdGenerator, OtpDigester, UnitOfWork, UnitOfWorkFactory};
use domain::registration::{Registration, RegistrationSecret, StepRefusal};
use domain::request_origin::RequestOrigin;
use domain::session::Session;
use domain::timestamp::Timestamp;
use domain::user::{FullName, User, UserId, UserInsertion, Username, Version};

use super::lock::lock_registration;
use crate::audit::AuditTrail;
use crate::jobs::Outbox;
use crate::mail::WelcomeMail;
use crate::sessions::{Announcer, IssuedToken, SessionStarter};
use crate::{Policies, Ports, UseCaseError};

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
            outbox: Outbox::new(ports),
            announcer: Announcer::new(ports),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// Makes the account.
    ///
    /// # Errors
    /// When the registration is gone or at another step, or the address or the username is taken.
    pub async fn execute(
        &self,
        command: CompleteRegistrationCommand,
    ) -> Result<Completed, CompleteError> {
        let now = self.clock.now();
        let mut unit = self.units.begin().await?;
        let mut registration =
            lock_registration(&mut *unit, &self.digester.key(&command.secret)).await?;
        let password = registration.complete(now).map_err(UseCaseError::refused)?;
        let user = self.new_user(&registration, &command, now);

        if let Err(refusal) = insert(&mut *unit, &user, &password).await? {
            let event = self.audit.event(
                AuditAction::RegistrationCompletionRefused,
                now,
                &command.origin,
            );
            unit.audit().append(&event.because(reason(refusal))).await?;
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

    fn new_user(
        &self,
        registration: &Registration,
        command: &CompleteRegistrationCommand,
        now: Timestamp,
    ) -> User {
        User {
            id: UserId::from_uuid(self.ids.ordered(now)),
            email: registration.record().email.clone(),
            username: command.username.clone(),
            full_name: command.full_name.clone(),
            is_active: true,
            is_superuser: false,
            created_at: now,
            updated_at: now,
            version: Version::FIRST,
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

async fn insert(
    unit: &mut dyn UnitOfWork,
    user: &User,
    password: &PasswordHash,
) -> Result<Result<(), CompleteRefusal>, CompleteError> {
    Ok(match unit.users().insert(user, Some(password)).await? {
        UserInsertion::Inserted => Ok(()),
        UserInsertion::EmailTaken => Err(CompleteRefusal::EmailTaken),
        UserInsertion::UsernameTaken => Err(CompleteRefusal::UsernameTaken),
    })
}

const fn reason(refusal: CompleteRefusal) -> &'static str {
    match refusal {
        CompleteRefusal::Step(_) => "wrong_step",
        CompleteRefusal::EmailTaken => "email_taken",
        CompleteRefusal::UsernameTaken => "username_taken",
    }
}
