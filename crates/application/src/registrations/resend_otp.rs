//! A further code for a registration whose code did not arrive or has expired.

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::ports::{Clock, OtpDigester, UnitOfWorkFactory};
use domain::registration::{Registration, RegistrationPolicy, RegistrationSecret, ResendRefusal};
use domain::request_origin::RequestOrigin;

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
    pub async fn execute(
        &self,
        command: ResendOtpCommand,
    ) -> Result<Registration, UseCaseError<ResendRefusal>> {
        let key = self.digester.key(&command.secret);
        let (code, digest) = self.codes.draw(&key);

        let mut unit = self.units.begin().await?;
        let mut registration = lock_registration(&mut *unit, &key).await?;
        let now = self.clock.now();
        registration
            .resend(digest, &self.policy, now)
            .map_err(UseCaseError::Refused)?;
        let admitted = self.quota.pass(&registration.record().email).await;
        admitted.map_err(|TooMany { retry_after }| {
            UseCaseError::Refused(ResendRefusal::Wait { retry_after })
        })?;
        unit.registrations().save(&registration).await?;
        self.codes
            .post(&mut *unit, &registration, &code, now)
            .await?;
        let event = self
            .audit
            .event(AuditAction::RegistrationCodeResent, now, &command.origin);
        unit.audit().append(&event).await?;
        unit.commit().await?;

        self.codes.outbox.announce().await;
        Ok(registration)
    }
}
