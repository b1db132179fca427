//! Which content is put into which words.

use domain::mail::{MailContent, RenderedMail};
use domain::ports::{MailRenderer, RenderError};

use super::{account_exists, registration_code, session_ended, welcome};
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
        };
        rendered.map_err(|error| RenderError(error.to_string()))
    }
}
