//! Mail: each kind is a job with a typed payload and a handler. Only these handlers hold the mailer, so no
//! mail can leave before its commit (I3).

mod delivery;
mod email_change_mail;
mod new_account_mail;
mod password_changed_mail;
mod plain;
mod recovery_mail;
mod registration_mail;
mod reuse_mail;
mod test_mail;
mod username_changed_mail;
mod welcome_mail;

pub use email_change_mail::{EmailChangeCodeMail, EmailChangeNoticeMail, EmailChangedMail};
pub use new_account_mail::NewAccountMail;
pub use password_changed_mail::PasswordChangedMail;
pub use recovery_mail::{RecoveryMail, SendRecoveryMail};
pub use registration_mail::{RegistrationMail, SendRegistrationMail};
pub use reuse_mail::ReuseMail;
pub use test_mail::{SendTestMail, TestMail};
pub use username_changed_mail::UsernameChangedMail;
pub use welcome_mail::WelcomeMail;

use plain::SendPlainMail;

use crate::Ports;
use crate::jobs::JobHandlers;

/// Every handler that sends mail.
#[must_use]
pub fn handlers(ports: &Ports) -> JobHandlers {
    let plain = SendPlainMail::new(ports);
    JobHandlers::default()
        .with(SendRegistrationMail::new(ports))
        .with(SendRecoveryMail::new(ports))
        .with::<WelcomeMail>(plain.clone())
        .with::<NewAccountMail>(plain.clone())
        .with::<ReuseMail>(plain.clone())
        .with::<PasswordChangedMail>(plain.clone())
        .with::<EmailChangeCodeMail>(plain.clone())
        .with::<EmailChangeNoticeMail>(plain.clone())
        .with::<EmailChangedMail>(plain.clone())
        .with::<UsernameChangedMail>(plain.clone())
        .with::<TestMail>(plain)
}
