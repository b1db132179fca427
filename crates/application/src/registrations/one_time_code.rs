//! Makes a code and puts it on its way, the same for the first one and for every further one.

use std::sync::Arc;

use domain::ports::{OtpDigester, SecretGenerator, UnitOfWork};
use domain::registration::{CodeDigest, OtpCode, OtpLength, Registration, RegistrationKey};
use domain::timestamp::Timestamp;

use crate::jobs::Outbox;
use crate::mail::RegistrationMail;
use crate::{Failure, Policies, Ports};

/// Draws codes, digests them, and mails them.
#[derive(Clone)]
pub(super) struct CodeSender {
    length: OtpLength,
    secrets: Arc<dyn SecretGenerator>,
    digester: Arc<dyn OtpDigester>,
    pub(super) outbox: Outbox,
}

impl CodeSender {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            length: policies.registration.code_length,
            secrets: ports.system.secrets.clone(),
            digester: ports.crypto.otp.clone(),
            outbox: Outbox::new(ports),
        }
    }

    /// A new code for this registration, and what is kept of it (A9).
    pub(super) fn draw(&self, key: &RegistrationKey) -> (OtpCode, CodeDigest) {
        let code = OtpCode::generate(self.length, &*self.secrets);
        let digest = self.digester.digest(key.into(), &code);
        (code, digest)
    }

    /// Puts the mail into the outbox. It goes to known and unknown addresses alike: the job finds out
    /// which it is, so that the request's time tells nothing (A1, H3).
    pub(super) async fn post(
        &self,
        unit: &mut dyn UnitOfWork,
        registration: &Registration,
        code: &OtpCode,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let mail = RegistrationMail::new(registration.record(), code);
        self.outbox.enqueue(unit, &mail, now).await
    }
}
