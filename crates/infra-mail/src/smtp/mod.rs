//! Mail by SMTP: settings from a URL, connections to the relay, and the delivery.

mod connections;
mod health;
mod mailer;
mod masking;
mod settings;

#[cfg(test)]
mod tests;

pub use connections::SmtpTlsError;
pub use mailer::{SmtpMailer, SmtpTimeouts};
pub use settings::{SmtpSettings, SmtpTls, SmtpUrlError};
