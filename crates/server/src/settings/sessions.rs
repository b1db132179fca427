//! `[sessions]`, and the times of `[tokens]`

use std::time::Duration;

use domain::ports::MAX_SESSION_AGE;
use domain::session::{SessionPolicy, SessionPolicyError};

use super::values::Values;
use super::{SettingsError, parse};

/// How long sessions and the tokens in them live.
pub(super) fn read(values: &Values) -> Result<SessionPolicy, SettingsError> {
    let policy = SessionPolicy {
        access_ttl: values.required("tokens.access_ttl", parse::duration)?,
        leeway: values.required("tokens.leeway", parse::duration)?,
        idle_timeout: values.required("sessions.idle_timeout", parse::duration)?,
        absolute_timeout: values.required("sessions.absolute_timeout", parse::duration)?,
        max_per_user: values.required("sessions.max_per_user", parse::number)?,
    };
    policy
        .checked()
        .map_err(|error| SettingsError::key(key_of(error), error))
}

/// How old the copy of a session may be that a token is checked against.
pub(super) fn cache_age(values: &Values) -> Result<Duration, SettingsError> {
    values.required("sessions.cache_age", |text| {
        let age = parse::duration(text)?;
        if age <= MAX_SESSION_AGE {
            Ok(age)
        } else {
            Err("must be at most 5s")
        }
    })
}

/// How often sessions whose limit has come are looked for.
pub(super) fn sweep_interval(values: &Values) -> Result<Duration, SettingsError> {
    values.required("sessions.sweep_interval", |text| {
        let interval = parse::duration(text)?;
        if interval >= Duration::from_secs(1) {
            Ok(interval)
        } else {
            Err("must be at least 1s")
        }
    })
}

const fn key_of(error: SessionPolicyError) -> &'static str {
    match error {
        SessionPolicyError::AccessTtl => "tokens.access_ttl",
        SessionPolicyError::Leeway => "tokens.leeway",
        SessionPolicyError::IdleTimeout => "sessions.idle_timeout",
    }
}
