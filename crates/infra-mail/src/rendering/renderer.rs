//! Which content is put into which words.

use domain::mail::{MailContent, RenderedMail};
use domain::ports::{MailRenderer, RenderError};

use super::{
    account_exists, email_change_code, email_change_notice, email_changed, new_account,
    password_changed, password_recovery, registration_code, session_ended, test_mail,
    username_changed, welcome,
};
use crate::branding::MailBranding;

/// Renders mails from the templates that are compiled in.
#[derive(Clone, Debug)]
pub struct TemplateRenderer {
    branding: MailBranding,
}

impl TemplateRenderer {
    /// Takes what every mail says about the installation.
    #[must_use]
    pub const fn new(branding: MailBranding) -> Self {
        Self { branding }
    }
}

impl MailRenderer for TemplateRenderer {
    fn render(&self, content: &MailContent) -> Result<RenderedMail, RenderError> {
        let brand = &self.branding;
        let rendered = match content {
            MailContent::RegistrationCode { code, valid_for } => {
                registration_code::render(brand, code, *valid_for)
            }
            MailContent::AccountExists => account_exists::render(brand),
            MailContent::Welcome {
                full_name,
                username,
            } => welcome::render(brand, full_name.as_ref(), username.as_ref()),
            MailContent::SessionEndedForReuse { user_agent, at } => {
                session_ended::render(brand, user_agent.as_ref(), *at)
            }
            MailContent::PasswordRecovery {
                email,
                token,
                valid_for,
            } => password_recovery::render(brand, email, token, *valid_for),
            MailContent::PasswordChanged { by, at } => password_changed::render(brand, *by, *at),
            MailContent::NewAccount { email, username } => {
                new_account::render(brand, email, username.as_ref())
            }
            MailContent::EmailChangeCode { code, valid_for } => {
                email_change_code::render(brand, code, *valid_for)
            }
            MailContent::EmailChangeNotice { new, undo } => {
                email_change_notice::render(brand, new, undo)
            }
            MailContent::EmailChanged { new } => email_changed::render(brand, new),
            MailContent::UsernameChanged { username } => {
                username_changed::render(brand, username.as_ref())
            }
            MailContent::Test => test_mail::render(brand),
        };
        rendered.map_err(|error| RenderError(error.to_string()))
    }
}
