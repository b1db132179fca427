//! `[limits]`

use std::num::NonZeroU32;

use application::limits::Limits;
use domain::limit::Quota;
use domain::throttle::ThrottlePolicy;

use super::values::Values;
use super::{SettingsError, parse};

/// Most wrong guesses before nothing but a reset or the next day helps (A11, C4).
const MOST_GUESSES: u32 = 100;

/// How many instances share the limits.
pub(super) fn instances(values: &Values) -> Result<NonZeroU32, SettingsError> {
    values.required("limits.instances", parse::number)
}

/// Every quota. How long waits are is no matter of taste and stays as it is.
pub(super) fn read(values: &Values) -> Result<Limits, SettingsError> {
    let quota = |path| values.required(path, parse::rate);
    let built_in = Limits::default();
    let login_failures = quota("limits.login_failures")?;
    let login_lock_after = values.required("limits.login_lock_after", guesses)?;
    let wrong_codes = values.required("limits.wrong_codes_per_day", guesses)?;
    Ok(Limits {
        are_enabled: values.required("limits.enabled", parse::switch)?,
        login_failures_per_network: quota("limits.login_failures_per_network")?,
        login_failures_per_identifier: ThrottlePolicy {
            locked_after: Some(login_lock_after),
            ..throttle(login_failures, built_in.login_failures_per_identifier)
        },
        codes_per_address: quota("limits.codes_per_address")?,
        codes_per_network: quota("limits.codes_per_network")?,
        recoveries_per_address: quota("limits.recovery_mails_per_address")?,
        recoveries_per_network: quota("limits.recoveries_per_network")?,
        signups_per_network: quota("limits.signups_per_network")?,
        exports_per_user: quota("limits.exports_per_user")?,
        password_checks_per_user: quota("limits.password_checks_per_user")?,
        wrong_codes_per_address: Limits::wrong_codes_a_day(wrong_codes),
    })
}

/// So many failures are free within a period.
const fn throttle(failures: Quota, waits: ThrottlePolicy) -> ThrottlePolicy {
    ThrottlePolicy {
        free_failures: failures.burst.get(),
        window: failures.period,
        ..waits
    }
}

fn guesses(text: &str) -> Result<u32, parse::Reason> {
    let count: NonZeroU32 = parse::number(text)?;
    if count.get() <= MOST_GUESSES {
        Ok(count.get())
    } else {
        Err("must be at most 100")
    }
}
