//! The table `users`.

use std::fmt;

use domain::password::PasswordHash;
use domain::user::{User, Username};
use sea_orm::entity::prelude::*;

#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) email: String,
    pub(crate) email_canonical: String,
    pub(crate) pending_email: Option<String>,
    pub(crate) username: Option<String>,
    pub(crate) username_canonical: Option<String>,
    pub(crate) full_name: Option<String>,
    pub(crate) searched_text: String,
    pub(crate) password_hash: Option<String>,
    pub(crate) is_active: bool,
    pub(crate) is_superuser: bool,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Without the password's hash and the person (H2).
impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("users::Model")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Model {
    /// The row of an account.
    pub(crate) fn of(user: &User, password: Option<&PasswordHash>) -> Self {
        let username = user.username.as_ref();
        Self {
            id: user.id.as_uuid(),
            email: user.email.as_str().to_owned(),
            email_canonical: user.email.canonical().to_owned(),
            pending_email: user.pending_email.as_ref().map(|it| it.as_str().to_owned()),
            username: username.map(|name| name.as_str().to_owned()),
            username_canonical: username.map(Username::canonical).map(ToOwned::to_owned),
            full_name: user.full_name.as_ref().map(|it| it.as_str().to_owned()),
            searched_text: user.searched_text(),
            password_hash: password.map(|hash| hash.as_str().to_owned()),
            is_active: user.is_active,
            is_superuser: user.is_superuser,
            created_at: user.created_at.unix_micros(),
            updated_at: user.updated_at.unix_micros(),
            version: user.version.get(),
        }
    }
}
