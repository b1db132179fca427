//! Step 2: the code from the mail.

use std::sync::Arc;

use domain::audit::{AuditAction, AuditEvent};
use domain::ports::{Clock, OtpDigester, UnitOfWorkFactory};
use domain::registration::{
    OtpCode, Registration, RegistrationPolicy, RegistrationSecret, StepRefusal, VerifyRefusal,
};
use domain::request_origin::RequestOrigin;
use domain::throttle::Throttled;
use domain::timestamp::Timestamp;

use super::guess_budget::GuessBudget;
use super::lock::lock_registration;
use crate::audit::AuditTrail;
use crate::{Policies, Ports, UseCaseError};

/// What step 2 is given.
#[derive(Clone, Debug)]
pub struct VerifyOtpCommand {
    /// The registration's secret.
    pub secret: RegistrationSecret,
    /// The code that was typed.
    pub code: OtpCode,
    /// Where the request came from.
    pub origin: RequestOrigin,
}

/// Why step 2 was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyOtpRefusal {
    /// The registration or its code says no.
    #[error(transparent)]
    Code(#[from] VerifyRefusal),
    /// The address bears no more wrong codes today, in whichever registration (A11).
    #[error(transparent)]
    Throttled(#[from] Throttled),
}

impl From<StepRefusal> for VerifyOtpRefusal {
    fn from(refusal: StepRefusal) -> Self {
        Self::Code(refusal.into())
    }
}

/// Step 2 of registration: proves that the address can be read.
#[derive(Clone)]
pub struct VerifyOtp {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    codes: Arc<dyn OtpDigester>,
    budget: GuessBudget,
    audit: AuditTrail,
    policy: RegistrationPolicy,
}

impl VerifyOtp {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            codes: ports.crypto.otp.clone(),
            budget: GuessBudget::new(ports, policies),
            audit: AuditTrail::new(ports.system.ids.clone()),
            policy: policies.registration,
        }
    }

    /// Judges a code. A wrong one is stored too: it counts (A7, A11).
    ///
    /// # Errors
    /// When the registration is gone or at another step, or the code is wrong, expired or one too many.
    pub async fn execute(
        &self,
        command: VerifyOtpCommand,
    ) -> Result<Registration, UseCaseError<VerifyOtpRefusal>> {
        let now = self.clock.now();
        let key = self.codes.key(&command.secret);

        let mut unit = self.units.begin().await?;
        let mut registration = lock_registration(&mut *unit, &key).await?;
        let budget = self
            .budget
            .open(&mut *unit, &registration.record().email, now)
            .await?;
        let budget = budget.map_err(UseCaseError::refused)?;
        let verdict = registration.verify(&command.code, &self.policy, now, &*self.codes);
        unit.registrations().save(&registration).await?;
        if let (Err(VerifyRefusal::Wrong { .. }), Some(budget)) = (verdict, budget) {
            budget.spend(&mut *unit, now).await?;
        }
        unit.audit()
            .append(&self.event(verdict, now, &command.origin))
            .await?;
        unit.commit().await?;

        verdict
            .map(|()| registration)
            .map_err(UseCaseError::refused)
    }

    fn event(
        &self,
        verdict: Result<(), VerifyRefusal>,
        now: Timestamp,
        origin: &RequestOrigin,
    ) -> AuditEvent {
        match verdict {
            Ok(()) => self
                .audit
                .event(AuditAction::RegistrationCodeVerified, now, origin),
            Err(refusal) => self
                .audit
                .event(AuditAction::RegistrationCodeRefused, now, origin)
                .because(reason(refusal)),
        }
    }
}

const fn reason(refusal: VerifyRefusal) -> &'static str {
    match refusal {
        VerifyRefusal::Step(_) => "wrong_step",
        VerifyRefusal::Wrong { .. } => "wrong_code",
        VerifyRefusal::CodeExpired => "code_expired",
        VerifyRefusal::Exhausted => "attempts_exhausted",
    }
}
