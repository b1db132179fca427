//! Which passwords an account may get.

use super::Password;

/// The limits on new passwords. No composition rules and no rotation (B3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordPolicy {
    min_length: usize,
    max_length: usize,
}

/// Why two numbers are not a password policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "passwords: the least length must be 8 or more, the most 64 to 256 and not below the least"
)]
pub struct PasswordPolicyError;

/// Why a password may not be used for an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRefusal {
    /// Fewer characters than the policy wants (B1).
    #[error("the password must have at least {min} characters")]
    TooShort {
        /// The least number of characters.
        min: usize,
    },
    /// More characters than the policy allows (B2).
    #[error("the password must have at most {max} characters")]
    TooLong {
        /// The most characters.
        max: usize,
    },
    /// One of the first guesses of somebody who knows the account's names (B4).
    #[error("the password is among the first that an attacker would try; choose a less common one")]
    Guessable,
}

/// A password that the policy and the block list accepted: the only thing that can be hashed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPassword(Password);

impl NewPassword {
    /// The password itself.
    #[must_use]
    pub fn password(&self) -> &Password {
        &self.0
    }

    /// A password that an account has already: its hash was compared just now. It is not judged again, since the
    /// rules of today do not lock out the passwords of yesterday (B8).
    #[must_use]
    pub const fn proven(password: Password) -> Self {
        Self(password)
    }

    /// The password itself, to be judged once more.
    #[must_use]
    pub fn into_password(self) -> Password {
        self.0
    }
}

impl PasswordPolicy {
    /// The least number of characters that may be configured (B1).
    pub const LOWEST_MIN_LENGTH: usize = 8;
    /// The least that the upper limit may be (ASVS 6.2.9: at least 64 characters are allowed).
    pub const LOWEST_MAX_LENGTH: usize = 64;

    /// Takes the configured limits, in characters (code points).
    ///
    /// # Errors
    /// When they are outside of what the requirements allow.
    pub fn new(min_length: usize, max_length: usize) -> Result<Self, PasswordPolicyError> {
        let range = Self::LOWEST_MAX_LENGTH.max(min_length)..=Password::MAX_LENGTH;
        if min_length >= Self::LOWEST_MIN_LENGTH && range.contains(&max_length) {
            Ok(Self {
                min_length,
                max_length,
            })
        } else {
            Err(PasswordPolicyError)
        }
    }

    /// Judges a new password. `guessable` is the block list's word on it (B4).
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn accept(
        &self,
        password: Password,
        guessable: bool,
    ) -> Result<NewPassword, PasswordRefusal> {
        let length = password.length();
        if length < self.min_length {
            Err(PasswordRefusal::TooShort {
                min: self.min_length,
            })
        } else if length > self.max_length {
            Err(PasswordRefusal::TooLong {
                max: self.max_length,
            })
        } else if guessable {
            Err(PasswordRefusal::Guessable)
        } else {
            Ok(NewPassword(password))
        }
    }
}
