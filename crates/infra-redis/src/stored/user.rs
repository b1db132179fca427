//! A user as a value.

use domain::ports::CacheError;
use domain::timestamp::Timestamp;
use domain::user::{Email, FullName, User, UserId, Username};
use domain::version::Version;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::parsed;

#[derive(Serialize, Deserialize)]
pub(crate) struct StoredUser {
    id: Uuid,
    email: String,
    /// Records that were written before there was one do not have it.
    #[serde(default)]
    pending_email: Option<String>,
    username: Option<String>,
    full_name: Option<String>,
    is_active: bool,
    is_superuser: bool,
    created_at: i64,
    updated_at: i64,
    version: i64,
}

impl From<&User> for StoredUser {
    fn from(user: &User) -> Self {
        Self {
            id: user.id.as_uuid(),
            email: user.email.as_str().to_owned(),
            pending_email: user.pending_email.as_ref().map(|it| it.as_str().to_owned()),
            username: user.username.as_ref().map(|it| it.as_str().to_owned()),
            full_name: user.full_name.as_ref().map(|it| it.as_str().to_owned()),
            is_active: user.is_active,
            is_superuser: user.is_superuser,
            created_at: user.created_at.unix_micros(),
            updated_at: user.updated_at.unix_micros(),
            version: user.version.get(),
        }
    }
}

impl TryFrom<StoredUser> for User {
    type Error = CacheError;

    fn try_from(stored: StoredUser) -> Result<Self, Self::Error> {
        let pending_email = stored
            .pending_email
            .as_deref()
            .map(Email::parse)
            .transpose();
        let username = stored.username.as_deref().map(Username::parse).transpose();
        let full_name = stored.full_name.as_deref().map(FullName::parse).transpose();
        Ok(Self {
            id: UserId::from_uuid(stored.id),
            email: parsed("address", Email::parse(&stored.email))?,
            pending_email: parsed("address", pending_email)?,
            username: parsed("username", username)?,
            full_name: parsed("full name", full_name)?,
            is_active: stored.is_active,
            is_superuser: stored.is_superuser,
            created_at: Timestamp::from_unix_micros(stored.created_at),
            updated_at: Timestamp::from_unix_micros(stored.updated_at),
            version: Version::from_stored(stored.version),
        })
    }
}
