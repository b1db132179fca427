//! The words of a mail.

use crate::mail::{MailContent, RenderedMail};

/// A template failed; the text is for the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a mail could not be rendered: {0}")]
pub struct RenderError(pub String);

/// Puts content into words, as text and as HTML.
pub trait MailRenderer: Send + Sync {
    /// Renders a mail. MUST give a subject of one line and both parts, hold every value of the content in
    /// both, and keep markup in values from becoming markup.
    /// (contracts: `every_content_has_both_parts`, `values_cannot_become_markup`)
    ///
    /// # Errors
    /// When a template fails.
    fn render(&self, content: &MailContent) -> Result<RenderedMail, RenderError>;
}
