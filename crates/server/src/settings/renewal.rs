//! The renewal of `[tokens]`

use std::time::Duration;

use domain::session::{RenewalPolicy, ReuseAction, SessionPolicy};

use super::values::Values;
use super::{SettingsError, parse};

const WINDOW: &str = "tokens.renewal_window";

/// How expired tokens are renewed.
pub(super) fn read(
    values: &Values,
    sessions: &SessionPolicy,
) -> Result<RenewalPolicy, SettingsError> {
    Ok(RenewalPolicy {
        transparent: values.required("tokens.transparent_renewal", parse::switch)?,
        window: window(values, sessions)?,
        grace: values.required("tokens.renewal_grace", parse::duration)?,
        on_reuse: values.required("tokens.reuse_action", reuse_action)?,
    })
}

/// A session that rests for longer is over, and none of its tokens is renewed.
fn window(values: &Values, sessions: &SessionPolicy) -> Result<Duration, SettingsError> {
    match values.optional(WINDOW, parse::duration)? {
        None => Ok(sessions.idle_timeout),
        Some(window) if window <= sessions.idle_timeout => Ok(window),
        Some(_) => Err(SettingsError::key(
            WINDOW,
            "must be no longer than sessions.idle_timeout",
        )),
    }
}

fn reuse_action(text: &str) -> Result<ReuseAction, parse::Reason> {
    match text {
        "revoke" => Ok(ReuseAction::Revoke),
        "reject" => Ok(ReuseAction::Reject),
        _ => Err("must be revoke or reject"),
    }
}
