//! Mail: each kind is a job with a typed payload and a handler. Only these handlers hold the mailer, so no
//! mail can leave before its commit (I3).

mod delivery;
mod registration_mail;
mod reuse_mail;
mod welcome_mail;

pub use registration_mail::{RegistrationMail, SendRegistrationMail};
pub use reuse_mail::{ReuseMail, SendReuseMail};
pub use welcome_mail::{SendWelcomeMail, WelcomeMail};

use crate::Ports;
use crate::jobs::JobHandlers;

/// Every handler that sends mail.
#[must_use]
pub fn handlers(ports: &Ports) -> JobHandlers {
    JobHandlers::default()
        .with(SendRegistrationMail::new(ports))
        .with(SendWelcomeMail::new(ports))
        .with(SendReuseMail::new(ports))
}
