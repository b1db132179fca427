//! The mail with a recovery link, if its address has an account.

use std::sync::Arc;

use async_trait::async_trait;
use domain::job::{JobFailure, JobPolicy};
use domain::link::LinkToken;
use domain::mail::MailContent;
use domain::ports::{Clock, OtpDigester, StorageError, UnitOfWorkFactory, UserQueries};
use domain::recovery::PasswordReset;
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::delivery::{AWAITED_MAIL_POLICY, Delivery, stored_email};
use super::plain::stored;
use crate::Ports;
use crate::jobs::{HandleJob, JobContext, JobPayload};

/// An address and its link's secret. Storage holds it sealed (H3).
#[derive(Serialize, Deserialize)]
pub struct RecoveryMail {
    to: String,
    token: String,
    expires_at_micros: i64,
}

impl RecoveryMail {
    /// The mail for this link.
    #[must_use]
    pub fn new(reset: &PasswordReset, token: &LinkToken) -> Self {
        Self {
            to: reset.email.as_str().to_owned(),
            token: token.expose().to_owned(),
            expires_at_micros: reset.expires_at.unix_micros(),
        }
    }

    fn expires_at(&self) -> Timestamp {
        Timestamp::from_unix_micros(self.expires_at_micros)
    }
}

impl JobPayload for RecoveryMail {
    const KIND: &'static str = "recovery_mail";
    const POLICY: JobPolicy = AWAITED_MAIL_POLICY;

    /// A link that works no more is not mailed late (I4).
    fn deadline(&self) -> Option<Timestamp> {
        Some(self.expires_at())
    }
}

/// Finds out whether the address has an account, and mails the link to the address as the account has it (F8r, F9r).
/// Nobody else is written to, and no link is mailed that is void already.
#[derive(Clone)]
pub struct SendRecoveryMail {
    users: Arc<dyn UserQueries>,
    units: Arc<dyn UnitOfWorkFactory>,
    links: Arc<dyn OtpDigester>,
    clock: Arc<dyn Clock>,
    delivery: Delivery,
}

impl SendRecoveryMail {
    /// Makes the handler over these adapters.
    #[must_use]
    pub fn new(ports: &Ports) -> Self {
        Self {
            users: ports.storage.users.clone(),
            units: ports.storage.units.clone(),
            links: ports.crypto.otp.clone(),
            clock: ports.system.clock.clone(),
            delivery: Delivery::new(ports),
        }
    }

    /// Whether the link still works: a newer one, a new password or its use makes it void.
    async fn is_live(&self, token: &LinkToken) -> Result<bool, StorageError> {
        let mut unit = self.units.begin().await?;
        let found = unit.password_resets().find(&self.links.link(token)).await?;
        Ok(found.is_some_and(|reset| reset.is_live(self.clock.now())))
    }
}

#[async_trait]
impl HandleJob<RecoveryMail> for SendRecoveryMail {
    async fn handle(&self, job: JobContext, mail: RecoveryMail) -> Result<(), JobFailure> {
        let asked_for = stored_email(&mail.to)?;
        let token = stored(LinkToken::parse(&mail.token))?;
        let Some(user) = self.users.find_by_email(&asked_for).await? else {
            return Ok(());
        };
        if !self.is_live(&token).await? {
            return Ok(());
        }
        let content = MailContent::PasswordRecovery {
            email: user.email.clone(),
            token,
            valid_for: mail.expires_at().since(self.clock.now()),
        };
        self.delivery.send(job, user.email, &content).await
    }
}
