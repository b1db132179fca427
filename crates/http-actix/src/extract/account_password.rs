//! Passwords in bodies.

use domain::password::{Password, PasswordPolicy, PasswordRefusal};

use super::field_value::{FieldValue, Violation};

/// What can be the password of an account at all. A text that is shorter than any policy allows is refused together with
/// everything else that is wrong with its body; whether a new password will do is for the use case to say.
pub(crate) struct AccountPassword(pub(crate) Password);

impl FieldValue for AccountPassword {
    fn parse_field(text: &str) -> Result<Self, Violation> {
        let password = Password::parse_field(text)?;
        let min = PasswordPolicy::LOWEST_MIN_LENGTH;
        if password.length() < min {
            return Err(PasswordRefusal::TooShort { min }.into());
        }
        Ok(Self(password))
    }
}
