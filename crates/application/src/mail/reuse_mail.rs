//! The mail that tells of a session which was ended because an old token of it came back.

use async_trait::async_trait;
use domain::job::{JobFailure, JobPolicy};
use domain::mail::MailContent;
use domain::request_origin::UserAgent;
use domain::session::SessionWithUser;
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::delivery::{Delivery, MAIL_POLICY, stored_email};
use crate::Ports;
use crate::jobs::{HandleJob, JobContext, JobPayload};

/// Whom to tell, and of which session.
#[derive(Serialize, Deserialize)]
pub struct ReuseMail {
    to: String,
    user_agent: Option<String>,
    at_micros: i64,
}

impl ReuseMail {
    /// The mail about this session, which has just been ended.
    #[must_use]
    pub fn new(ended: &SessionWithUser, now: Timestamp) -> Self {
        let user_agent = ended.session.origin.user_agent.as_ref();
        Self {
            to: ended.user.email.as_str().to_owned(),
            user_agent: user_agent.map(|agent| agent.as_str().to_owned()),
            at_micros: now.unix_micros(),
        }
    }

    fn content(&self) -> MailContent {
        MailContent::SessionEndedForReuse {
            user_agent: self.user_agent.as_deref().map(UserAgent::from_header),
            at: Timestamp::from_unix_micros(self.at_micros),
        }
    }
}

impl JobPayload for ReuseMail {
    const KIND: &'static str = "reuse_mail";
    const POLICY: JobPolicy = MAIL_POLICY;
}

/// Sends it.
#[derive(Clone)]
pub struct SendReuseMail {
    delivery: Delivery,
}

impl SendReuseMail {
    /// Makes the handler over these adapters.
    #[must_use]
    pub fn new(ports: &Ports) -> Self {
        Self {
            delivery: Delivery::new(ports),
        }
    }
}

#[async_trait]
impl HandleJob<ReuseMail> for SendReuseMail {
    async fn handle(&self, job: JobContext, mail: ReuseMail) -> Result<(), JobFailure> {
        self.delivery
            .send(job, stored_email(&mail.to)?, &mail.content())
            .await
    }
}
