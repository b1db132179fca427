//! An account that needs nobody's leave, on the wire.

use application::users::SignUpCommand;
use domain::password::Password;
use domain::user::{Email, FullName};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::extract::{AccountPassword, FieldErrors, Origin, RequestBody, Required};

/// The account to make.
#[derive(Deserialize, ToSchema, Validate)]
pub(super) struct PrivateUserCreate {
    /// The address that mail goes to.
    #[schema(value_type = String, format = Email, max_length = 255, example = "ada@example.com")]
    email: Required<String>,
    /// The password.
    #[schema(value_type = String, min_length = 8, max_length = 128, format = Password, example = "lavender-bridge-42")]
    password: Required<String>,
    /// A name to show.
    #[schema(value_type = String, max_length = 255, example = "Ada Lovelace")]
    full_name: Required<String>,
    /// Not used: every address counts as proven.
    #[serde(rename = "is_verified")]
    #[schema(rename = "is_verified", default = false)]
    _is_verified: Option<bool>,
}

/// [`PrivateUserCreate`], every field of it parsed.
pub(super) struct PrivateUser {
    email: Email,
    password: Password,
    full_name: FullName,
}

impl PrivateUser {
    /// The command of a client there.
    pub(super) fn sent_from(self, origin: Origin) -> SignUpCommand {
        SignUpCommand {
            email: self.email,
            password: self.password,
            full_name: Some(self.full_name),
            origin: origin.0,
        }
    }
}

impl RequestBody for PrivateUserCreate {
    type Parsed = PrivateUser;

    fn parse(self, errors: &mut FieldErrors) -> Option<PrivateUser> {
        let email = errors.required("email", self.email);
        let password = errors.required("password", self.password);
        let full_name = errors.required("full_name", self.full_name);
        let AccountPassword(password) = password?;
        Some(PrivateUser {
            email: email?,
            password,
            full_name: full_name?,
        })
    }
}
