//! A new address is asked for: a code goes there, and the old one learns how to take it back (F7r).

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::email_change::{EmailChange, EmailChangeId, EmailChangeStage};
use domain::link::LinkToken;
use domain::ports::{
    Clock, IdGenerator, OtpDigester, SecretGenerator, StorageError, UnitOfWork, UnitOfWorkFactory,
    UserQueries,
};
use domain::registration::{OtpCode, RegistrationPolicy};
use domain::request_origin::RequestOrigin;
use domain::timestamp::Timestamp;
use domain::user::{Email, User};

use crate::audit::AuditTrail;
use crate::jobs::Outbox;
use crate::mail::{EmailChangeCodeMail, EmailChangeNoticeMail};
use crate::registrations::AddressQuota;
use crate::users::{AccountTaken, UpdateProfileError};
use crate::{Policies, Ports, UseCaseError};

/// Begins changes of addresses, as a part of the update of a record.
#[derive(Clone)]
pub(crate) struct RequestEmailChange {
    users: Arc<dyn UserQueries>,
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGenerator>,
    secrets: Arc<dyn SecretGenerator>,
    digester: Arc<dyn OtpDigester>,
    quota: AddressQuota,
    outbox: Outbox,
    audit: AuditTrail,
    policy: RegistrationPolicy,
}

impl RequestEmailChange {
    pub(crate) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            users: ports.storage.users.clone(),
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            ids: ports.system.ids.clone(),
            secrets: ports.system.secrets.clone(),
            digester: ports.crypto.otp.clone(),
            quota: AddressQuota::new(ports, policies),
            outbox: Outbox::new(ports),
            audit: AuditTrail::new(ports.system.ids.clone()),
            policy: policies.registration,
        }
    }

    /// Whether a code may go to this address: it has no account, and was not sent too many (A10).
    pub(crate) async fn admit(&self, email: &Email) -> Result<(), UpdateProfileError> {
        if self.users.email_is_taken(email).await? {
            return Err(UseCaseError::refused(AccountTaken::Email));
        }
        let passed = self.quota.pass(email).await;
        passed.map_err(UseCaseError::refused)
    }

    /// Takes back that a code was counted which is not sent.
    pub(crate) async fn give_back(&self, email: &Email) {
        self.quota.give_back(email).await;
    }

    /// Writes down that whoever asked for another address did not know the password, before they are told (H4).
    pub(crate) async fn record_wrong_password(
        &self,
        user: &User,
        origin: &RequestOrigin,
    ) -> Result<(), StorageError> {
        let now = self.clock.now();
        let event = self
            .audit
            .event(AuditAction::EmailChangeRefused, now, origin);
        let event = event.by(user.id).about(user.id);
        let mut unit = self.units.begin().await?;
        unit.audit()
            .append(&event.because("wrong_password"))
            .await?;
        unit.commit().await
    }

    /// Begins a change of a user whose row is locked. A newer change takes the place of one that waits.
    pub(crate) async fn begin(
        &self,
        unit: &mut dyn UnitOfWork,
        user: &User,
        email: Email,
        origin: &RequestOrigin,
        now: Timestamp,
    ) -> Result<(), UpdateProfileError> {
        let undo = LinkToken::generate(&*self.secrets);
        let (change, code) = self.draw(user, email, &undo, now);
        unit.email_changes().remove_pending(user.id).await?;
        unit.email_changes().insert(&change).await?;
        let to_new = EmailChangeCodeMail::new(&change, &code, now);
        self.outbox.enqueue(unit, &to_new, now).await?;
        let to_old = EmailChangeNoticeMail::new(&change, &undo);
        self.outbox.enqueue(unit, &to_old, now).await?;
        let event = self
            .audit
            .event(AuditAction::EmailChangeRequested, now, origin);
        let event = event.by(user.id).about(user.id);
        Ok(unit.audit().append(&event).await?)
    }

    fn draw(
        &self,
        user: &User,
        email: Email,
        undo: &LinkToken,
        now: Timestamp,
    ) -> (EmailChange, OtpCode) {
        let undo = self.digester.link(undo);
        let code = OtpCode::generate(self.policy.code_length, &*self.secrets);
        let code_expires_at = now.plus(self.policy.code_ttl);
        let change = EmailChange {
            id: EmailChangeId::from_uuid(self.ids.ordered(now)),
            user: user.id,
            old: user.email.clone(),
            new: email,
            code: self.digester.digest((&undo).into(), &code),
            code_expires_at,
            attempts: 0,
            undo,
            undo_expires_at: code_expires_at.plus(EmailChange::UNDO_TIME),
            stage: EmailChangeStage::Pending,
        };
        (change, code)
    }
}
