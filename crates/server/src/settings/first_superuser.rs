//! `[first_superuser]`

use domain::password::{Password, PasswordPolicy, PasswordRefusal};
use domain::ports::PasswordScreen;
use domain::user::Email;
use infra_crypto::ZxcvbnScreen;

use super::SettingsError;
use super::environment::Environment;
use super::values::Values;

/// What samples of other projects set, and what people type instead of a password.
const SAMPLES: [&str; 4] = ["changethis", "changeme", "superuser", "portico"];
/// What stands in this repository.
const PUBLISHED: [&str; 3] = [
    "a quiet lake at six in the morning",
    "another quiet lake at seven",
    "correct-horse-battery-staple",
];

/// The account that the first start makes.
#[derive(Clone, Debug)]
pub struct FirstSuperuserSettings {
    /// Its address.
    pub email: Email,
    /// Its password; random in development when not given.
    pub password: Option<Password>,
}

impl FirstSuperuserSettings {
    pub(super) fn read(
        values: &Values,
        environment: Environment,
        policy: PasswordPolicy,
    ) -> Result<Self, SettingsError> {
        let email = values.required("first_superuser.email", Email::parse)?;
        let password = values.optional("first_superuser.password", |text| {
            let password = Password::parse(text).map_err(|error| error.to_string())?;
            accept(password, &email, environment, policy).map_err(|refusal| refusal.to_string())
        })?;
        Ok(Self { email, password })
    }
}

/// Judges what an operator gives a superuser, wherever it comes from. A weak one is refused in production (H1); in
/// development the start warns of it.
pub(super) fn accept(
    password: Password,
    email: &Email,
    environment: Environment,
    policy: PasswordPolicy,
) -> Result<Password, PasswordRefusal> {
    let guessable = environment.is_production() && is_guessable(&password, email);
    let accepted = policy.accept(password, guessable)?;
    Ok(accepted.into_password())
}

fn is_guessable(password: &Password, email: &Email) -> bool {
    let words = [&[email.canonical(), email.mailbox_name()], &SAMPLES[..]].concat();
    PUBLISHED.contains(&password.expose()) || ZxcvbnScreen.is_guessable(password, &words)
}
