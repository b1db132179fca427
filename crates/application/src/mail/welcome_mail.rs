//! The mail that welcomes a new account.

use async_trait::async_trait;
use domain::job::{JobFailure, JobPolicy};
use domain::mail::MailContent;
use domain::user::{FullName, User, Username};
use serde::{Deserialize, Serialize};

use super::delivery::{Delivery, MAIL_POLICY, stored_email};
use crate::Ports;
use crate::jobs::{HandleJob, JobContext, JobPayload};

/// Whom to welcome.
#[derive(Serialize, Deserialize)]
pub struct WelcomeMail {
    to: String,
    full_name: Option<String>,
    username: Option<String>,
}

impl WelcomeMail {
    /// The mail for this new account.
    #[must_use]
    pub fn new(user: &User) -> Self {
        Self {
            to: user.email.as_str().to_owned(),
            full_name: user.full_name.as_ref().map(|name| name.as_str().to_owned()),
            username: user.username.as_ref().map(|name| name.as_str().to_owned()),
        }
    }

    fn content(&self) -> MailContent {
        MailContent::Welcome {
            full_name: self
                .full_name
                .as_deref()
                .and_then(|name| FullName::parse(name).ok()),
            username: self
                .username
                .as_deref()
                .and_then(|name| Username::parse(name).ok()),
        }
    }
}

impl JobPayload for WelcomeMail {
    const KIND: &'static str = "welcome_mail";
    const POLICY: JobPolicy = MAIL_POLICY;
}

/// Sends it.
#[derive(Clone)]
pub struct SendWelcomeMail {
    delivery: Delivery,
}

impl SendWelcomeMail {
    /// Makes the handler over these adapters.
    #[must_use]
    pub fn new(ports: &Ports) -> Self {
        Self {
            delivery: Delivery::new(ports),
        }
    }
}

#[async_trait]
impl HandleJob<WelcomeMail> for SendWelcomeMail {
    async fn handle(&self, job: JobContext, mail: WelcomeMail) -> Result<(), JobFailure> {
        self.delivery
            .send(job, stored_email(&mail.to)?, &mail.content())
            .await
    }
}
