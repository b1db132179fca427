//! The account.

use domain::user::User;
use serde::Serialize;

use crate::exports::rfc3339::rfc3339;

/// The account.
#[derive(Serialize)]
pub(in crate::exports) struct AccountRecord {
    id: String,
    email: String,
    pending_email: Option<String>,
    username: Option<String>,
    full_name: Option<String>,
    is_active: bool,
    is_superuser: bool,
    created_at: String,
    updated_at: String,
}

impl From<&User> for AccountRecord {
    fn from(user: &User) -> Self {
        let pending = user.pending_email.as_ref();
        Self {
            id: user.id.to_string(),
            email: user.email.as_str().to_owned(),
            pending_email: pending.map(|email| email.as_str().to_owned()),
            username: user.username.as_ref().map(|name| name.as_str().to_owned()),
            full_name: user.full_name.as_ref().map(|name| name.as_str().to_owned()),
            is_active: user.is_active,
            is_superuser: user.is_superuser,
            created_at: rfc3339(user.created_at),
            updated_at: rfc3339(user.updated_at),
        }
    }
}
