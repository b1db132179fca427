//! Mails whose payload says everything: one handler for all of them.

use async_trait::async_trait;
use domain::job::JobFailure;
use domain::mail::MailContent;

use super::delivery::{Delivery, stored_email};
use crate::Ports;
use crate::jobs::{HandleJob, JobContext, JobPayload};

/// A payload that needs nothing looked up.
pub(super) trait PlainMail: JobPayload + Sync {
    /// The address it goes to, as stored.
    fn to(&self) -> &str;

    /// What it says. A payload that cannot be read any more is a permanent failure.
    fn content(&self) -> Result<MailContent, JobFailure>;
}

/// Sends them.
#[derive(Clone)]
pub(super) struct SendPlainMail(Delivery);

impl SendPlainMail {
    pub(super) fn new(ports: &Ports) -> Self {
        Self(Delivery::new(ports))
    }
}

#[async_trait]
impl<P: PlainMail> HandleJob<P> for SendPlainMail {
    async fn handle(&self, job: JobContext, mail: P) -> Result<(), JobFailure> {
        let to = stored_email(mail.to())?;
        self.0.send(job, to, &mail.content()?).await
    }
}

/// A value out of a payload, parsed again.
pub(super) fn stored<T, E: std::fmt::Display>(value: Result<T, E>) -> Result<T, JobFailure> {
    value.map_err(|error| JobFailure::Permanent(format!("a stored value is not one: {error}")))
}
