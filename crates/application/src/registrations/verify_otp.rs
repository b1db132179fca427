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

    /// Judges a code. A wrong one is stored too: it counts (A7, A11). Where no code is compared nothing is
    /// written, so that nobody makes the audit log grow without end.
    ///
    /// # Errors
    /// When the registration is gone or at another step, or the code is wrong, expired or one too many.
    pub async fn execute(
        &self,
        command: VerifyOtpCommand,
    ) -> Result<Registration, UseCaseError<VerifyOtpRefusal>> {
        let key = self.codes.key(&command.secret);

        let mut unit = self.units.begin().await?;
        let mut registration = lock_registration(&mut *unit, &key).await?;
        let now = self.clock.now();
        let budget = self
            .budget
            .open(&mut *unit, &registration.record().email, now)
            .await?;
        let budget = budget.map_err(UseCaseError::refused)?;
        let verdict = registration.verify(&command.code, &self.policy, now, &*self.codes);
        if let Some(event) = self.event(verdict, now, &command.origin) {
            unit.registrations().save(&registration).await?;
            if let (Err(_), Some(budget)) = (verdict, budget) {
                budget.spend(&mut *unit, now).await?;
            }
            unit.audit().append(&event).await?;
            unit.commit().await?;
        }

        verdict
            .map(|()| registration)
            .map_err(UseCaseError::refused)
    }

    /// What the audit log says of a verdict; none of one without a comparison.
    fn event(
        &self,
        verdict: Result<(), VerifyRefusal>,
        now: Timestamp,
        origin: &RequestOrigin,
    ) -> Option<AuditEvent> {
        let event = |action| self.audit.event(action, now, origin);
        match verdict {
            Ok(()) => Some(event(AuditAction::RegistrationCodeVerified)),
            Err(VerifyRefusal::Wrong { .. }) => {
                Some(event(AuditAction::RegistrationCodeRefused).because("wrong_code"))
            }
            Err(VerifyRefusal::Step(_) | VerifyRefusal::CodeExpired | VerifyRefusal::Exhausted) => {
                None
            }
        }
    }
}
