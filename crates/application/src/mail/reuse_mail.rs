//! The mail that tells of a session which was ended because an old token of it came back.

use domain::job::{JobFailure, JobPolicy};
use domain::mail::MailContent;
use domain::request_origin::UserAgent;
use domain::session::SessionWithUser;
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::delivery::MAIL_POLICY;
use super::plain::PlainMail;
use crate::jobs::JobPayload;

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
}

impl JobPayload for ReuseMail {
    const KIND: &'static str = "reuse_mail";
    const POLICY: JobPolicy = MAIL_POLICY;
}

impl PlainMail for ReuseMail {
    fn to(&self) -> &str {
        &self.to
    }

    fn content(&self) -> Result<MailContent, JobFailure> {
        Ok(MailContent::SessionEndedForReuse {
            user_agent: self.user_agent.as_deref().map(UserAgent::from_header),
            at: Timestamp::from_unix_micros(self.at_micros),
        })
    }
}
