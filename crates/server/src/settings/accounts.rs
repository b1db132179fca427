//! `[accounts]`

use application::{AccountPolicy, EmailChangeMode};

use super::environment::Environment;
use super::values::Values;
use super::{SettingsError, parse};

/// What people may do with their accounts. Strangers who hold a copied token must not delete one with it (section
/// 2.5), which is no matter of taste.
pub(super) fn read(
    values: &Values,
    environment: Environment,
) -> Result<AccountPolicy, SettingsError> {
    Ok(AccountPolicy {
        open_signup: values.required("accounts.open_signup", parse::switch)?,
        email_change: values.required("accounts.email_change", email_change)?,
        deletion_wants_fresh_token: environment.is_production(),
    })
}

fn email_change(text: &str) -> Result<EmailChangeMode, parse::Reason> {
    match text {
        "immediate" => Ok(EmailChangeMode::Immediate),
        "confirmed" => Ok(EmailChangeMode::Confirmed),
        _ => Err("must be immediate or confirmed"),
    }
}
