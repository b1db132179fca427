//! The mail that tells of another name to log in with (B10).

use domain::job::{JobFailure, JobPolicy};
use domain::mail::MailContent;
use domain::user::{User, Username};
use serde::{Deserialize, Serialize};

use super::delivery::MAIL_POLICY;
use super::plain::{PlainMail, stored};
use crate::jobs::JobPayload;

/// Whom to tell, and the name.
#[derive(Serialize, Deserialize)]
pub struct UsernameChangedMail {
    to: String,
    username: Option<String>,
}

impl UsernameChangedMail {
    /// The mail to this account, which has its new name.
    #[must_use]
    pub fn new(user: &User) -> Self {
        Self {
            to: user.email.as_str().to_owned(),
            username: user.username.as_ref().map(|name| name.as_str().to_owned()),
        }
    }
}

impl JobPayload for UsernameChangedMail {
    const KIND: &'static str = "username_changed_mail";
    const POLICY: JobPolicy = MAIL_POLICY;
}

impl PlainMail for UsernameChangedMail {
    fn to(&self) -> &str {
        &self.to
    }

    fn content(&self) -> Result<MailContent, JobFailure> {
        let username = self.username.as_deref().map(Username::parse);
        Ok(MailContent::UsernameChanged {
            username: stored(username.transpose())?,
        })
    }
}
