//! Registration in four steps.

mod code;
mod numbers;
mod orders;
mod secret;
mod steps;

use std::time::Duration;

use portico_domain::registration::{OtpCode, OtpLength, RegistrationPolicy};

/// The numbers of a production set-up.
pub(crate) fn policy() -> RegistrationPolicy {
    RegistrationPolicy {
        code_length: OtpLength::new(6).expect("a length"),
        code_ttl: Duration::from_mins(10),
        max_attempts: 5,
        resend_after: Duration::from_mins(1),
        max_resends: Some(5),
    }
}

/// A code as somebody typed it.
fn a_code(digits: &str) -> OtpCode {
    OtpCode::parse(digits).expect("a code")
}
