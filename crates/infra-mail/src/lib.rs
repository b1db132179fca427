//! Mail: its words, and the two ways it can go.
//!
//! - [`TemplateRenderer`] puts content into words; the templates are in `templates/`, in text and HTML.
//! - [`SmtpMailer`] hands mails to an SMTP relay.
//! - [`FileMailbox`] keeps mails as files instead: the built-in mailbox of the development set-up.
//!
//! **May depend on** `domain` (whose ports it implements), on the crates that speak SMTP and MIME, and
//! on a runtime. Not on other adapters, not on HTTP. A mail is dated and named by the caller:
//! nothing here reads the clock or makes ids.
#![forbid(unsafe_code)]

mod branding;
mod mailbox;
mod message;
mod rendering;
#[cfg(test)]
mod sample_mail;
mod sender;
mod smtp;

pub use branding::{MailBranding, MailBrandingError};
pub use mailbox::FileMailbox;
pub use rendering::TemplateRenderer;
pub use sender::{Sender, SenderError};
pub use smtp::{SmtpMailer, SmtpSettings, SmtpTimeouts, SmtpTls, SmtpTlsError, SmtpUrlError};
