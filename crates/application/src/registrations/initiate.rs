//! Step 1: an address asks for a code.

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::ports::{Clock, OtpDigester, SecretGenerator, UnitOfWorkFactory};
use domain::registration::{Registration, RegistrationPolicy, RegistrationSecret};
use domain::request_origin::RequestOrigin;
use domain::user::Email;

use super::address_quota::AddressQuota;
use super::one_time_code::CodeSender;
use crate::audit::AuditTrail;
use crate::{Policies, Ports, TooMany, UseCaseError};

/// What step 1 is given.
#[derive(Clone, Debug)]
pub struct InitiateRegistrationCommand {
    /// The address to prove.
    pub email: Email,
    /// Where the request came from.
    pub origin: RequestOrigin,
}

/// What step 1 gives.
#[derive(Clone, Debug)]
pub struct Initiated {
    /// The secret that names the registration from now on; it is told once (A3).
    pub secret: RegistrationSecret,
    /// The registration.
    pub registration: Registration,
}

/// Step 1 of registration: starts it and mails a code, for known and unknown addresses alike.
#[derive(Clone)]
pub struct InitiateRegistration {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    secrets: Arc<dyn SecretGenerator>,
    digester: Arc<dyn OtpDigester>,
    codes: CodeSender,
    quota: AddressQuota,
    audit: AuditTrail,
    policy: RegistrationPolicy,
}

impl InitiateRegistration {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            secrets: ports.system.secrets.clone(),
            digester: ports.crypto.otp.clone(),
            codes: CodeSender::new(ports, policies),
            quota: AddressQuota::new(ports, policies),
            audit: AuditTrail::new(ports.system.ids.clone()),
            policy: policies.registration,
        }
    }

    /// Starts a registration.
    ///
    /// # Errors
    /// When too many codes were asked for this address; known or not makes no difference (A1, A10). A refused
    /// request writes nothing.
    pub async fn execute(
        &self,
        command: InitiateRegistrationCommand,
    ) -> Result<Initiated, UseCaseError<TooMany>> {
        let now = self.clock.now();
        self.quota
            .pass(&command.email)
            .await
            .map_err(UseCaseError::Refused)?;
        let secret = RegistrationSecret::generate(&*self.secrets);
        let key = self.digester.key(&secret);
        let (code, digest) = self.codes.draw(&key);
        let registration = Registration::begin(key, command.email, digest, &self.policy, now);

        let mut unit = self.units.begin().await?;
        unit.registrations().insert(&registration).await?;
        self.codes
            .post(&mut *unit, &registration, &code, now)
            .await?;
        let event = self
            .audit
            .event(AuditAction::RegistrationInitiated, now, &command.origin);
        unit.audit().append(&event).await?;
        unit.commit().await?;

        self.codes.outbox.announce().await;
        Ok(Initiated {
            secret,
            registration,
        })
    }
}
