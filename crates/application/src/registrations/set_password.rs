//! Step 3: a password.

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::password::{NewPassword, Password, PasswordHash, PasswordRefusal};
use domain::ports::{Clock, OtpDigester, PasswordHasher, UnitOfWorkFactory};
use domain::registration::{Registration, RegistrationKey, RegistrationSecret, StepRefusal};
use domain::request_origin::RequestOrigin;

use super::lock::lock_registration;
use crate::audit::AuditTrail;
use crate::passwords::PasswordRules;
use crate::{Policies, Ports, UseCaseError};

/// What step 3 is given.
#[derive(Clone, Debug)]
pub struct SetPasswordCommand {
    /// The registration's secret.
    pub secret: RegistrationSecret,
    /// The password that was chosen.
    pub password: Password,
    /// Where the request came from.
    pub origin: RequestOrigin,
}

/// Why step 3 was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetPasswordRefusal {
    /// The registration is gone or waits for another step.
    #[error(transparent)]
    Step(#[from] StepRefusal),
    /// The password may not be used.
    #[error(transparent)]
    Password(#[from] PasswordRefusal),
}

type SetPasswordError = UseCaseError<SetPasswordRefusal>;

/// Step 3 of registration: keeps the password's hash until the account is made.
#[derive(Clone)]
pub struct SetPassword {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    digester: Arc<dyn OtpDigester>,
    hasher: Arc<dyn PasswordHasher>,
    rules: PasswordRules,
    audit: AuditTrail,
}

impl SetPassword {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            digester: ports.crypto.otp.clone(),
            hasher: ports.crypto.passwords.clone(),
            rules: PasswordRules::new(ports, policies),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// Sets the password. The costly hash is made between two short units, never inside one, and only for
    /// a registration that waits for it.
    ///
    /// # Errors
    /// When the registration is gone or at another step, or the password is refused.
    pub async fn execute(
        &self,
        command: SetPasswordCommand,
    ) -> Result<Registration, SetPasswordError> {
        let key = self.digester.key(&command.secret);
        let password = self.judge(&key, command.password).await?;
        let hash = self.hasher.hash(&password).await?;
        self.keep(&key, hash, &command.origin).await
    }

    async fn judge(
        &self,
        key: &RegistrationKey,
        password: Password,
    ) -> Result<NewPassword, SetPasswordError> {
        let mut unit = self.units.begin().await?;
        let registration: Registration = lock_registration(&mut *unit, key).await?;
        drop(unit);
        registration
            .check_set_password(self.clock.now())
            .map_err(UseCaseError::refused)?;
        let email = &registration.record().email;
        self.rules
            .accept(password, &[email.canonical(), email.mailbox_name()])
            .map_err(UseCaseError::refused)
    }

    async fn keep(
        &self,
        key: &RegistrationKey,
        hash: PasswordHash,
        origin: &RequestOrigin,
    ) -> Result<Registration, SetPasswordError> {
        let mut unit = self.units.begin().await?;
        let mut registration = lock_registration(&mut *unit, key).await?;
        let now = self.clock.now();
        registration
            .set_password(hash, now)
            .map_err(UseCaseError::refused)?;
        unit.registrations().save(&registration).await?;
        let event = self
            .audit
            .event(AuditAction::RegistrationPasswordSet, now, origin);
        unit.audit().append(&event).await?;
        unit.commit().await?;
        Ok(registration)
    }
}
