//! `[mail]`

use infra_mail::{Sender, SmtpSettings};

use super::SettingsError;
use super::environment::Environment;
use super::values::Values;

/// How mail leaves.
#[derive(Clone, Debug)]
pub struct MailSettings {
    /// Where it goes.
    pub url: MailUrl,
    /// Sender of every mail.
    pub from: Sender,
}

/// Where mail goes.
#[derive(Clone, Debug)]
pub enum MailUrl {
    /// `mailbox://`: into the built-in mailbox, in development.
    Mailbox,
    /// `smtp://` or `smtps://`: to a relay.
    Smtp(SmtpSettings),
    /// `custom://`: to the mailer that a binary of one's own gives to the `ServerBuilder`.
    Custom,
}

impl MailSettings {
    pub(super) fn read(values: &Values, environment: Environment) -> Result<Self, SettingsError> {
        let url = values.required("mail.url", MailUrl::parse)?;
        if environment.is_production() && matches!(url, MailUrl::Mailbox) {
            let reason = "the mailbox sends nothing and is for development only";
            return Err(SettingsError::key("mail.url", reason));
        }
        Ok(Self {
            url,
            from: values.required("mail.from", Sender::parse)?,
        })
    }
}

impl MailUrl {
    fn parse(text: &str) -> Result<Self, String> {
        match text {
            "mailbox://" => Ok(Self::Mailbox),
            "custom://" => Ok(Self::Custom),
            relay => match SmtpSettings::parse(relay) {
                Ok(relay) => Ok(Self::Smtp(relay)),
                Err(error) => Err(error.to_string()),
            },
        }
    }
}
