//! Accounts as clients see them.

use domain::user::User;
use serde::Serialize;
use utoipa::ToSchema;

use crate::rfc3339::rfc3339;

/// An account. It never holds a password or its hash (F3r).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UserPublic {
    /// The address that mail goes to.
    #[schema(format = Email, max_length = 255, example = "ada@example.com")]
    email: String,
    /// Whether the account may be used.
    #[schema(default = true)]
    is_active: bool,
    /// Whether the account may administer others.
    #[schema(default = false)]
    is_superuser: bool,
    /// The name to show.
    #[schema(required, max_length = 255, example = "Ada Lovelace")]
    full_name: Option<String>,
    /// The name to log in with, beside the address.
    #[schema(required, max_length = 64, example = "ada")]
    username: Option<String>,
    /// The account's id.
    #[schema(value_type = Uuid)]
    id: String,
    /// When the account was made.
    #[schema(format = DateTime)]
    created_at: String,
}

impl From<&User> for UserPublic {
    fn from(user: &User) -> Self {
        Self {
            email: user.email.as_str().to_owned(),
            is_active: user.is_active,
            is_superuser: user.is_superuser,
            full_name: user.full_name.as_ref().map(|name| name.as_str().to_owned()),
            username: user.username.as_ref().map(|name| name.as_str().to_owned()),
            id: user.id.to_string(),
            created_at: rfc3339(user.created_at),
        }
    }
}
