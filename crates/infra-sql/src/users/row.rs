//! What is read of a user: the password's hash is selected by log-in and nobody else (F3r).

use domain::password::PasswordHash;
use domain::ports::StorageError;
use domain::timestamp::Timestamp;
use domain::user::{Email, FullName, User, UserCredentials, UserId, Username};
use domain::version::Version;
use sea_orm::DerivePartialModel;
use sea_orm::prelude::Uuid;

use super::entity::Entity;
use crate::stored;

/// A user without its password's hash.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub(crate) struct UserRow {
    pub(super) id: Uuid,
    email: String,
    pending_email: Option<String>,
    username: Option<String>,
    full_name: Option<String>,
    is_active: bool,
    is_superuser: bool,
    pub(super) created_at: i64,
    updated_at: i64,
    version: i64,
}

/// A user with what proves its password.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub(crate) struct CredentialsRow {
    #[sea_orm(nested)]
    user: UserRow,
    password_hash: Option<String>,
}

impl TryFrom<UserRow> for User {
    type Error = StorageError;

    fn try_from(row: UserRow) -> Result<Self, Self::Error> {
        let pending_email = row.pending_email.as_deref().map(Email::parse).transpose();
        let username = row.username.as_deref().map(Username::parse).transpose();
        let full_name = row.full_name.as_deref().map(FullName::parse).transpose();
        Ok(Self {
            id: UserId::from_uuid(row.id),
            email: stored::parsed("email", Email::parse(&row.email))?,
            pending_email: stored::parsed("pending_email", pending_email)?,
            username: stored::parsed("username", username)?,
            full_name: stored::parsed("full_name", full_name)?,
            is_active: row.is_active,
            is_superuser: row.is_superuser,
            created_at: Timestamp::from_unix_micros(row.created_at),
            updated_at: Timestamp::from_unix_micros(row.updated_at),
            version: Version::from_stored(row.version),
        })
    }
}

impl TryFrom<CredentialsRow> for UserCredentials {
    type Error = StorageError;

    fn try_from(row: CredentialsRow) -> Result<Self, Self::Error> {
        Ok(Self {
            user: row.user.try_into()?,
            password_hash: row.password_hash.map(PasswordHash::from_stored),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_row() -> UserRow {
        UserRow {
            id: Uuid::nil(),
            email: "ada@example.com".to_owned(),
            pending_email: None,
            username: Some("ada".to_owned()),
            full_name: None,
            is_active: true,
            is_superuser: false,
            created_at: 1,
            updated_at: 2,
            version: 1,
        }
    }

    #[test]
    fn a_row_is_parsed_again() {
        let user = User::try_from(a_row()).unwrap();
        assert_eq!(user.email.as_str(), "ada@example.com");
        assert_eq!(user.username.unwrap().as_str(), "ada");
    }

    #[test]
    fn a_row_that_no_account_can_have_is_an_error() {
        let mut bad_address = a_row();
        bad_address.email = "ada".to_owned();
        let mut bad_wish = a_row();
        bad_wish.pending_email = Some("ada".to_owned());
        let mut bad_name = a_row();
        bad_name.username = Some("a@b".to_owned());
        for row in [bad_address, bad_wish, bad_name] {
            assert!(matches!(User::try_from(row), Err(StorageError::Failed(_))));
        }
    }
}
