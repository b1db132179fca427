//! A further code for a registration whose code did not arrive or has expired.

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::ports::{Clock, OtpDigester, UnitOfWorkFactory};
use domain::registration::{
    Registration, RegistrationKey, RegistrationPolicy, RegistrationSecret, ResendRefusal,
};
use domain::request_origin::RequestOrigin;
use domain::user::Email;

use super::address_quota::AddressQuota;
use super::lock::lock_registration;
use super::one_time_code::CodeSender;
use crate::audit::AuditTrail;
use crate::{Policies, Ports, TooMany, UseCaseError};

/// Which registration wants a further code.
#[derive(Clone, Debug)]
pub struct ResendOtpCommand {
    /// The registration's secret.
    pub secret: RegistrationSecret,
    /// Where the request came from.
    pub origin: RequestOrigin,
}

type ResendError = UseCaseError<ResendRefusal>;

/// Mails a further code; the older one is void (A4, A10).
#[derive(Clone)]
pub struct ResendOtp {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    digester: Arc<dyn OtpDigester>,
    codes: CodeSender,
    quota: AddressQuota,
    audit: AuditTrail,
    policy: RegistrationPolicy,
}

impl ResendOtp {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            digester: ports.crypto.otp.clone(),
            codes: CodeSender::new(ports, policies),
            quota: AddressQuota::new(ports, policies),
            audit: AuditTrail::new(ports.system.ids.clone()),
            policy: policies.registration,
        }
    }

    /// Sends a further code.
    ///
    /// # Errors
    /// When the registration is gone, ended or at another step, or when it is too soon or too often.
    pub async fn execute(&self, command: ResendOtpCommand) -> Result<Registration, ResendError> {
        let key = self.digester.key(&command.secret);
        let address = self.address_to_send_to(&key).await?;
        // Asked between two units: nobody waits for this registration's row meanwhile.
        let admitted = self.quota.pass(&address).await;
        admitted.map_err(|TooMany { retry_after }| {
            UseCaseError::Refused(ResendRefusal::Wait { retry_after })
        })?;
        let sent = self.send(&key, &command.origin).await;
        if let Err(UseCaseError::Refused(_)) = sent {
            // Another request was faster: a code that is not sent does not count.
            self.quota.give_back(&address).await;
        }
        sent
    }

    /// The registration's address, if it may have a further code.
    async fn address_to_send_to(&self, key: &RegistrationKey) -> Result<Email, ResendError> {
        let mut unit = self.units.begin().await?;
        let registration: Registration = lock_registration(&mut *unit, key).await?;
        registration
            .check_resend(&self.policy, self.clock.now())
            .map_err(UseCaseError::Refused)?;
        Ok(registration.record().email.clone())
    }

    /// Judges once more, with what changed since, and sends.
    async fn send(
        &self,
        key: &RegistrationKey,
        origin: &RequestOrigin,
    ) -> Result<Registration, ResendError> {
        let (code, digest) = self.codes.draw(key);
        let mut unit = self.units.begin().await?;
        let mut registration = lock_registration(&mut *unit, key).await?;
        let now = self.clock.now();
        registration
            .resend(digest, &self.policy, now)
            .map_err(UseCaseError::Refused)?;
        unit.registrations().save(&registration).await?;
        self.codes
            .post(&mut *unit, &registration, &code, now)
            .await?;
        let event = self
            .audit
            .event(AuditAction::RegistrationCodeResent, now, origin);
        unit.audit().append(&event).await?;
        unit.commit().await?;

        self.codes.outbox.announce().await;
        Ok(registration)
    }
}
