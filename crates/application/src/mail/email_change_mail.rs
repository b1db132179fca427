//! The mails around a change of an address: the code for the new one, the notice to the old one (F7r, B10).

use domain::email_change::EmailChange;
use domain::job::{JobFailure, JobPolicy};
use domain::link::LinkToken;
use domain::mail::MailContent;
use domain::registration::OtpCode;
use domain::timestamp::Timestamp;
use domain::user::Email;
use serde::{Deserialize, Serialize};

use super::delivery::{AWAITED_MAIL_POLICY, MAIL_POLICY, stored_email};
use super::plain::{PlainMail, stored};
use crate::jobs::JobPayload;

/// To the new address: the code. Storage holds it sealed (H3).
#[derive(Serialize, Deserialize)]
pub struct EmailChangeCodeMail {
    to: String,
    code: String,
    asked_at_micros: i64,
    code_expires_at_micros: i64,
}

impl EmailChangeCodeMail {
    /// The mail for this change's code.
    #[must_use]
    pub fn new(change: &EmailChange, code: &OtpCode, now: Timestamp) -> Self {
        Self {
            to: change.new.as_str().to_owned(),
            code: code.expose().to_owned(),
            asked_at_micros: now.unix_micros(),
            code_expires_at_micros: change.code_expires_at.unix_micros(),
        }
    }

    fn code_expires_at(&self) -> Timestamp {
        Timestamp::from_unix_micros(self.code_expires_at_micros)
    }
}

impl JobPayload for EmailChangeCodeMail {
    const KIND: &'static str = "email_change_code_mail";
    const POLICY: JobPolicy = AWAITED_MAIL_POLICY;

    /// A code that has expired is not mailed late (I4).
    fn deadline(&self) -> Option<Timestamp> {
        Some(self.code_expires_at())
    }
}

impl PlainMail for EmailChangeCodeMail {
    fn to(&self) -> &str {
        &self.to
    }

    fn content(&self) -> Result<MailContent, JobFailure> {
        let asked_at = Timestamp::from_unix_micros(self.asked_at_micros);
        Ok(MailContent::EmailChangeCode {
            code: stored(OtpCode::parse(&self.code))?,
            valid_for: self.code_expires_at().since(asked_at),
        })
    }
}

/// To the old address: how to take the change back. Storage holds the link's secret sealed (H3).
#[derive(Serialize, Deserialize)]
pub struct EmailChangeNoticeMail {
    to: String,
    new: String,
    undo: String,
}

impl EmailChangeNoticeMail {
    /// The notice of this change.
    #[must_use]
    pub fn new(change: &EmailChange, undo: &LinkToken) -> Self {
        Self {
            to: change.old.as_str().to_owned(),
            new: change.new.as_str().to_owned(),
            undo: undo.expose().to_owned(),
        }
    }
}

impl JobPayload for EmailChangeNoticeMail {
    const KIND: &'static str = "email_change_notice_mail";
    const POLICY: JobPolicy = MAIL_POLICY;
}

impl PlainMail for EmailChangeNoticeMail {
    fn to(&self) -> &str {
        &self.to
    }

    fn content(&self) -> Result<MailContent, JobFailure> {
        Ok(MailContent::EmailChangeNotice {
            new: stored_email(&self.new)?,
            undo: stored(LinkToken::parse(&self.undo))?,
        })
    }
}

/// To the old address: it is the account's no more.
#[derive(Serialize, Deserialize)]
pub struct EmailChangedMail {
    to: String,
    new: String,
}

impl EmailChangedMail {
    /// The mail to `old` about `new`.
    #[must_use]
    pub fn new(old: &Email, new: &Email) -> Self {
        Self {
            to: old.as_str().to_owned(),
            new: new.as_str().to_owned(),
        }
    }
}

impl JobPayload for EmailChangedMail {
    const KIND: &'static str = "email_changed_mail";
    const POLICY: JobPolicy = MAIL_POLICY;
}

impl PlainMail for EmailChangedMail {
    fn to(&self) -> &str {
        &self.to
    }

    fn content(&self) -> Result<MailContent, JobFailure> {
        Ok(MailContent::EmailChanged {
            new: stored_email(&self.new)?,
        })
    }
}
