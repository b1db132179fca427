//! `[otp]`, with the waiting times that `limits.enabled` turns off

use std::time::Duration;

use domain::registration::{OtpLength, RegistrationPolicy, RegistrationPolicyError};

use super::values::Values;
use super::{SettingsError, parse};

/// The numbers of registration.
pub(super) fn read(
    values: &Values,
    waiting_counts: bool,
) -> Result<RegistrationPolicy, SettingsError> {
    let policy = RegistrationPolicy {
        code_length: values.required("otp.length", length)?,
        code_ttl: values.required("otp.ttl", parse::duration)?,
        max_attempts: values.required("otp.max_attempts", parse::number)?,
        resend_after: values.required("otp.resend_after", parse::duration)?,
        max_resends: Some(RegistrationPolicy::MAX_RESENDS),
    };
    let checked = policy
        .checked()
        .map_err(|error| SettingsError::key(key_of(error), error))?;
    Ok(if waiting_counts {
        checked
    } else {
        without_waiting(checked)
    })
}

const fn without_waiting(policy: RegistrationPolicy) -> RegistrationPolicy {
    RegistrationPolicy {
        resend_after: Duration::ZERO,
        max_resends: None,
        ..policy
    }
}

fn length(text: &str) -> Result<OtpLength, String> {
    OtpLength::new(parse::number(text)?).map_err(|error| error.to_string())
}

const fn key_of(error: RegistrationPolicyError) -> &'static str {
    match error {
        RegistrationPolicyError::CodeTtl => "otp.ttl",
        RegistrationPolicyError::MaxAttempts => "otp.max_attempts",
        RegistrationPolicyError::ResendAfter => "otp.resend_after",
    }
}
