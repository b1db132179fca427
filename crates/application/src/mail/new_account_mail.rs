//! The mail that tells somebody of the account which a superuser made for them. It never holds the password.

use domain::job::{JobFailure, JobPolicy};
use domain::mail::MailContent;
use domain::user::{User, Username};
use serde::{Deserialize, Serialize};

use super::delivery::{MAIL_POLICY, stored_email};
use super::plain::PlainMail;
use crate::jobs::JobPayload;

/// Whom to tell.
#[derive(Serialize, Deserialize)]
pub struct NewAccountMail {
    to: String,
    username: Option<String>,
}

impl NewAccountMail {
    /// The mail for this new account.
    #[must_use]
    pub fn new(user: &User) -> Self {
        Self {
            to: user.email.as_str().to_owned(),
            username: user.username.as_ref().map(|name| name.as_str().to_owned()),
        }
    }
}

impl JobPayload for NewAccountMail {
    const KIND: &'static str = "new_account_mail";
    const POLICY: JobPolicy = MAIL_POLICY;
}

impl PlainMail for NewAccountMail {
    fn to(&self) -> &str {
        &self.to
    }

    fn content(&self) -> Result<MailContent, JobFailure> {
        let username = self.username.as_deref().map(Username::parse);
        Ok(MailContent::NewAccount {
            email: stored_email(&self.to)?,
            username: username.and_then(Result::ok),
        })
    }
}
