//! The mail that welcomes a new account.

use domain::job::{JobFailure, JobPolicy};
use domain::mail::MailContent;
use domain::user::{FullName, User, Username};
use serde::{Deserialize, Serialize};

use super::delivery::MAIL_POLICY;
use super::plain::PlainMail;
use crate::jobs::JobPayload;

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
}

impl JobPayload for WelcomeMail {
    const KIND: &'static str = "welcome_mail";
    const POLICY: JobPolicy = MAIL_POLICY;
}

impl PlainMail for WelcomeMail {
    fn to(&self) -> &str {
        &self.to
    }

    /// A name that is not one any more is left out: the greeting does without.
    fn content(&self) -> Result<MailContent, JobFailure> {
        let full_name = self.full_name.as_deref().map(FullName::parse);
        let username = self.username.as_deref().map(Username::parse);
        Ok(MailContent::Welcome {
            full_name: full_name.and_then(Result::ok),
            username: username.and_then(Result::ok),
        })
    }
}
