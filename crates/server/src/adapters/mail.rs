//! How mail leaves: an SMTP relay, or the built-in mailbox of development.

use std::sync::Arc;

use domain::ports::{HealthProbe, MailRenderer, Mailbox, Mailer};
use infra_mail::{FileMailbox, MailBranding, MailBrandingError, SmtpMailer, TemplateRenderer};

use crate::error::ServerError;
use crate::settings::{MailUrl, Settings, SettingsError};

/// A way for mail to leave.
#[derive(Clone)]
pub struct MailDelivery {
    /// Hands mail over.
    pub mailer: Arc<dyn Mailer>,
    /// Shows what was caught instead of sent; its routes exist only with one.
    pub mailbox: Option<Arc<dyn Mailbox>>,
    /// Whether the other side answers.
    pub health: Option<Arc<dyn HealthProbe>>,
}

/// The way that `mail.url` names. No relay is asked yet.
///
/// # Errors
/// When TLS cannot be set up, or `mail.url` leaves the choice to whoever built the server.
pub fn open(settings: &Settings) -> Result<MailDelivery, ServerError> {
    let sender = settings.mail.from.clone();
    match &settings.mail.url {
        MailUrl::Mailbox => {
            let mailbox = Arc::new(FileMailbox::new(&settings.data_dir, sender));
            Ok(MailDelivery {
                mailer: mailbox.clone(),
                mailbox: Some(mailbox),
                health: None,
            })
        }
        MailUrl::Smtp(relay) => {
            let mailer = SmtpMailer::new(relay.clone(), sender)
                .map_err(|error| ServerError::failed("mail", error))?;
            let mailer = Arc::new(mailer);
            Ok(MailDelivery {
                mailer: mailer.clone(),
                mailbox: None,
                health: Some(mailer),
            })
        }
        MailUrl::Custom => {
            let reason = "this binary has no mailer of its own";
            Err(SettingsError::key("mail.url", reason).into())
        }
    }
}

/// The built-in templates, with links that begin with `public_url` or with the front end's address.
///
/// # Errors
/// When the project's name or an address cannot stand in a mail.
pub fn renderer(
    settings: &Settings,
    public_url: &str,
) -> Result<Arc<dyn MailRenderer>, ServerError> {
    let frontend_url = settings.http.frontend_url.to_string();
    let branding = MailBranding::new(&settings.project_name, public_url, &frontend_url)
        .map_err(|reason| SettingsError::key(key_of(reason), reason))?;
    Ok(Arc::new(TemplateRenderer::new(branding)))
}

const fn key_of(error: MailBrandingError) -> &'static str {
    match error {
        MailBrandingError::ProjectName => "project_name",
        MailBrandingError::PublicUrl => "http.public_url",
        MailBrandingError::FrontendUrl => "http.frontend_url",
    }
}

#[cfg(test)]
mod tests {
    use crate::settings::Sources;

    use super::*;

    #[test]
    fn a_custom_mailer_that_nobody_gave_is_told() {
        let name = "PORTICO__MAIL__URL".to_owned();
        let sources = Sources {
            variables: [(name, "custom://".to_owned())].into(),
            ..Sources::default()
        };
        let refused = open(&Settings::load(&sources).unwrap()).err();
        assert!(refused.is_some_and(|error| error.to_string().contains("mail.url")));
    }
}
