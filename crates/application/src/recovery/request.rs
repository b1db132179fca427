//! A recovery link is asked for.

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::link::LinkToken;
use domain::ports::{Clock, OtpDigester, SecretGenerator, UnitOfWorkFactory};
use domain::recovery::PasswordReset;
use domain::request_origin::RequestOrigin;
use domain::user::Email;

use crate::audit::AuditTrail;
use crate::jobs::Outbox;
use crate::mail::RecoveryMail;
use crate::{Failure, NamedQuota, Policies, Ports, RateGate};

/// Promises a mail, for known and unknown addresses alike: the job finds out which it is (F9r).
#[derive(Clone)]
pub struct RequestRecovery {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    secrets: Arc<dyn SecretGenerator>,
    links: Arc<dyn OtpDigester>,
    gate: RateGate,
    quota: NamedQuota,
    outbox: Outbox,
    audit: AuditTrail,
}

impl RequestRecovery {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            secrets: ports.system.secrets.clone(),
            links: ports.crypto.otp.clone(),
            gate: RateGate::new(ports, policies.limits.are_enabled),
            quota: NamedQuota {
                name: "recoveries_per_address",
                quota: policies.limits.recoveries_per_address,
            },
            outbox: Outbox::new(ports),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// Promises the mail. Too many for one address are dropped in silence: the answer is the same.
    ///
    /// # Errors
    /// Only when something that is needed fails.
    pub async fn execute(&self, email: Email, origin: &RequestOrigin) -> Result<(), Failure> {
        let passed = self.gate.pass(self.quota, email.canonical()).await;
        if passed.is_err() {
            return Ok(());
        }
        let now = self.clock.now();
        let token = LinkToken::generate(&*self.secrets);
        let reset = PasswordReset::new(self.links.link(&token), email, now);
        let event = self
            .audit
            .event(AuditAction::RecoveryRequested, now, origin);

        let mut unit = self.units.begin().await?;
        unit.password_resets().insert(&reset).await?;
        let mail = RecoveryMail::new(&reset, &token);
        self.outbox.enqueue(&mut *unit, &mail, now).await?;
        unit.audit().append(&event).await?;
        unit.commit().await?;

        self.outbox.announce().await;
        Ok(())
    }
}
