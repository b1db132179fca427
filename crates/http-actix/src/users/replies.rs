//! Accounts as clients see them.

use actix_web::{HttpRequest, HttpResponse};
use application::users::FoundUsers;
use domain::user::User;
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract::cursor_of;
use crate::reply::tagged_json;
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
    /// The account's id.
    #[schema(value_type = Uuid)]
    id: String,
    /// The name to log in with, beside the address.
    #[schema(required, max_length = 64, example = "ada")]
    username: Option<String>,
    /// An address that takes the place of the present one once its code comes back.
    #[schema(required, format = Email, max_length = 255, example = "ada@new.example.com")]
    pending_email: Option<String>,
    /// When the account was made.
    #[schema(format = DateTime)]
    created_at: String,
}

/// Some accounts, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UsersPublic {
    /// The accounts of this page.
    data: Vec<UserPublic>,
    /// How many there are in all.
    #[schema(example = 101)]
    count: u64,
    /// What `cursor` takes for the page after this one; `null` on the last page.
    #[schema(required, example = "AAZJrdRJMAABk19OfCp7EIpVPSwbCp-O")]
    pub(super) next_cursor: Option<String>,
}

/// The account with its tag.
pub(crate) fn user_reply(request: &HttpRequest, user: &User) -> HttpResponse {
    tagged_json(request, user, &UserPublic::from(user))
}

impl From<&User> for UserPublic {
    fn from(user: &User) -> Self {
        let pending = user.pending_email.as_ref();
        Self {
            email: user.email.as_str().to_owned(),
            is_active: user.is_active,
            is_superuser: user.is_superuser,
            full_name: user.full_name.as_ref().map(|name| name.as_str().to_owned()),
            id: user.id.to_string(),
            username: user.username.as_ref().map(|name| name.as_str().to_owned()),
            pending_email: pending.map(|email| email.as_str().to_owned()),
            created_at: rfc3339(user.created_at),
        }
    }
}

impl From<&FoundUsers> for UsersPublic {
    fn from(found: &FoundUsers) -> Self {
        Self {
            data: found.page.rows.iter().map(UserPublic::from).collect(),
            count: found.count,
            next_cursor: found.page.next.map(cursor_of),
        }
    }
}
