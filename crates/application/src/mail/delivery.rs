//! Renders a mail and hands it over: the same for every kind.

use std::sync::Arc;
use std::time::Duration;

use domain::job::{BackOff, JobFailure, JobPolicy, JobPriority};
use domain::mail::{MailContent, MessageId, OutgoingMail};
use domain::ports::{Clock, MailError, MailRenderer, Mailer};
use domain::user::Email;

use crate::Ports;
use crate::instruments::count_mail;
use crate::jobs::JobContext;

/// How mail is tried (I4).
pub(super) const MAIL_POLICY: JobPolicy = JobPolicy {
    max_attempts: 10,
    back_off: BackOff {
        first: Duration::from_secs(5),
        most: Duration::from_hours(1),
    },
    priority: JobPriority::Normal,
    at_once: None,
};

/// How mail is tried that somebody waits for: codes and recovery links.
pub(super) const AWAITED_MAIL_POLICY: JobPolicy = JobPolicy {
    priority: JobPriority::High,
    ..MAIL_POLICY
};

/// Sends mails.
#[derive(Clone)]
pub(super) struct Delivery {
    renderer: Arc<dyn MailRenderer>,
    mailer: Arc<dyn Mailer>,
    clock: Arc<dyn Clock>,
}

impl Delivery {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            renderer: ports.mail.renderer.clone(),
            mailer: ports.mail.mailer.clone(),
            clock: ports.system.clock.clone(),
        }
    }

    /// Sends `content` to `to`; every try of one job carries the same message id (I2).
    pub(super) async fn send(
        &self,
        job: JobContext,
        to: Email,
        content: &MailContent,
    ) -> Result<(), JobFailure> {
        let sent = self.hand_over(job, to, content).await;
        count_mail(content.name(), outcome(&sent));
        sent
    }

    async fn hand_over(
        &self,
        job: JobContext,
        to: Email,
        content: &MailContent,
    ) -> Result<(), JobFailure> {
        let content = self
            .renderer
            .render(content)
            .map_err(|error| JobFailure::Permanent(error.to_string()))?;
        let mail = OutgoingMail {
            message_id: MessageId::from(job.id),
            to,
            sent_at: self.clock.now(),
            content,
        };
        self.mailer.send(&mail).await.map_err(|error| match error {
            MailError::Transient(_) => JobFailure::Transient(error.to_string()),
            MailError::Permanent(_) => JobFailure::Permanent(error.to_string()),
        })
    }
}

const fn outcome(sent: &Result<(), JobFailure>) -> &'static str {
    match sent {
        Ok(()) => "sent",
        Err(JobFailure::Transient(_)) => "failed",
        Err(JobFailure::Permanent(_)) => "refused",
    }
}

/// Reads an address out of a payload.
pub(super) fn stored_email(text: &str) -> Result<Email, JobFailure> {
    Email::parse(text)
        .map_err(|error| JobFailure::Permanent(format!("the stored address is not one: {error}")))
}
