//! The mail of registration's first step: a code, or the word that there is an account already.

use std::sync::Arc;

use async_trait::async_trait;
use domain::job::{JobFailure, JobPolicy};
use domain::mail::MailContent;
use domain::ports::{Clock, UserQueries};
use domain::registration::{OtpCode, RegistrationRecord};
use domain::timestamp::Timestamp;
use domain::user::Email;
use serde::{Deserialize, Serialize};

use super::delivery::{AWAITED_MAIL_POLICY, Delivery, stored_email};
use crate::Ports;
use crate::jobs::{HandleJob, JobContext, JobPayload};

/// An address and its code. Storage holds it sealed (H3).
#[derive(Serialize, Deserialize)]
pub struct RegistrationMail {
    to: String,
    code: String,
    code_expires_at_micros: i64,
}

impl RegistrationMail {
    /// The mail for this registration's newest code.
    #[must_use]
    pub fn new(registration: &RegistrationRecord, code: &OtpCode) -> Self {
        Self {
            to: registration.email.as_str().to_owned(),
            code: code.expose().to_owned(),
            code_expires_at_micros: registration.code_expires_at.unix_micros(),
        }
    }

    fn code_expires_at(&self) -> Timestamp {
        Timestamp::from_unix_micros(self.code_expires_at_micros)
    }
}

impl JobPayload for RegistrationMail {
    const KIND: &'static str = "registration_mail";
    const POLICY: JobPolicy = AWAITED_MAIL_POLICY;

    /// A code that has expired is not mailed late (I4).
    fn deadline(&self) -> Option<Timestamp> {
        Some(self.code_expires_at())
    }
}

/// Finds out whether the address has an account, and sends the one mail or the other (A1).
#[derive(Clone)]
pub struct SendRegistrationMail {
    users: Arc<dyn UserQueries>,
    clock: Arc<dyn Clock>,
    delivery: Delivery,
}

impl SendRegistrationMail {
    /// Makes the handler over these adapters.
    #[must_use]
    pub fn new(ports: &Ports) -> Self {
        Self {
            users: ports.storage.users.clone(),
            clock: ports.system.clock.clone(),
            delivery: Delivery::new(ports),
        }
    }

    async fn content(
        &self,
        mail: &RegistrationMail,
        to: &Email,
    ) -> Result<MailContent, JobFailure> {
        let taken = self.users.email_is_taken(to).await;
        if taken.map_err(|error| JobFailure::Transient(error.to_string()))? {
            return Ok(MailContent::AccountExists);
        }
        let code =
            OtpCode::parse(&mail.code).map_err(|error| JobFailure::Permanent(error.to_string()))?;
        Ok(MailContent::RegistrationCode {
            code,
            valid_for: mail.code_expires_at().since(self.clock.now()),
        })
    }
}

#[async_trait]
impl HandleJob<RegistrationMail> for SendRegistrationMail {
    async fn handle(&self, job: JobContext, mail: RegistrationMail) -> Result<(), JobFailure> {
        let to = stored_email(&mail.to)?;
        let content = self.content(&mail, &to).await?;
        self.delivery.send(job, to, &content).await
    }
}
