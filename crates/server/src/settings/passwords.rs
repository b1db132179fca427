//! `[passwords]`

use domain::password::PasswordPolicy;
use infra_crypto::{BcryptCost, Pepper};

use super::environment::Environment;
use super::values::Values;
use super::{SettingsError, parse};

/// The least cost that strangers may be met with (B7).
const LOWEST_COST_IN_PRODUCTION: u32 = 10;

/// How passwords are judged and kept.
#[derive(Clone, Debug)]
pub struct PasswordSettings {
    /// The limits on new ones.
    pub policy: PasswordPolicy,
    /// The work of one hash (B7).
    pub bcrypt_cost: BcryptCost,
    /// The key that is mixed into every hash (B7).
    pub pepper: Pepper,
}

impl PasswordSettings {
    pub(super) fn read(values: &Values, environment: Environment) -> Result<Self, SettingsError> {
        let pepper = values.optional("passwords.pepper", |text| pepper(text, environment))?;
        Ok(Self {
            policy: policy(values)?,
            bcrypt_cost: values.required("passwords.bcrypt_cost", |text| {
                bcrypt_cost(text, environment)
            })?,
            pepper: pepper.unwrap_or_else(Pepper::fixed_domain),
        })
    }
}

fn policy(values: &Values) -> Result<PasswordPolicy, SettingsError> {
    let min = values.required("passwords.min_length", parse::number)?;
    let max = values.required("passwords.max_length", parse::number)?;
    let culprit = if min < PasswordPolicy::LOWEST_MIN_LENGTH {
        "passwords.min_length"
    } else {
        "passwords.max_length"
    };
    PasswordPolicy::new(min, max).map_err(|error| SettingsError::key(culprit, error))
}

fn bcrypt_cost(text: &str, environment: Environment) -> Result<BcryptCost, String> {
    let cost = BcryptCost::new(parse::number(text)?).map_err(|error| error.to_string())?;
    if environment.is_production() && cost.get() < LOWEST_COST_IN_PRODUCTION {
        Err(format!(
            "must be at least {LOWEST_COST_IN_PRODUCTION} in production"
        ))
    } else {
        Ok(cost)
    }
}

fn pepper(text: &str, environment: Environment) -> Result<Pepper, String> {
    let pepper = Pepper::from_key(text).map_err(|error| error.to_string())?;
    if environment.is_production() && pepper.is_sample() {
        Err("is a sample that anybody may know".to_owned())
    } else {
        Ok(pepper)
    }
}
