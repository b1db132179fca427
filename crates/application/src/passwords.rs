//! Which new passwords are accepted, for every use case that sets one.

use std::sync::Arc;

use domain::password::{NewPassword, Password, PasswordHash, PasswordPolicy, PasswordRefusal};
use domain::ports::{HashingError, PasswordHasher, PasswordScreen, Verification};
use domain::user::Username;

use crate::{Policies, Ports};

/// The policy, the block list, and the words that are too easy here.
#[derive(Clone)]
pub(crate) struct PasswordRules {
    policy: PasswordPolicy,
    screen: Arc<dyn PasswordScreen>,
    project_name: String,
}

impl PasswordRules {
    pub(crate) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            policy: policies.passwords,
            screen: ports.crypto.screen.clone(),
            project_name: policies.project_name.clone(),
        }
    }

    /// Judges a password for somebody whom an attacker knows by `words` (B1, B2, B4).
    pub(crate) fn accept(
        &self,
        password: Password,
        words: &[&str],
    ) -> Result<NewPassword, PasswordRefusal> {
        let known: Vec<&str> = words
            .iter()
            .copied()
            .chain([self.project_name.as_str()])
            .collect();
        // A password that is too long is refused before anything reads it (B2).
        let within_limits = self.policy.accept(password, false)?;
        let guessable = self.screen.is_guessable(within_limits.password(), &known);
        self.policy.accept(within_limits.into_password(), guessable)
    }

    /// Judges a password by its length alone: for the first superuser in development.
    pub(crate) fn accept_guessable(
        &self,
        password: Password,
    ) -> Result<NewPassword, PasswordRefusal> {
        self.policy.accept(password, false)
    }
}

/// Whether a name is the password of this hash (B4): where the password itself is not at hand, comparing is the only way.
pub(crate) async fn is_the_password(
    name: &Username,
    hash: &PasswordHash,
    hasher: &dyn PasswordHasher,
) -> Result<bool, HashingError> {
    // A text that is no password is nobody's.
    let Ok(guess) = Password::parse(name.as_str()) else {
        return Ok(false);
    };
    let verification = hasher.verify(&guess, hash).await?;
    Ok(matches!(verification, Verification::Right { .. }))
}
