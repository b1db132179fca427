//! What superusers and new users send, on the wire. Nothing here has a `Debug` that could put a secret into the log
//! (H2).

use application::users::CreateUserCommand;
use domain::password::Password;
use domain::user::{Email, FullName, UserChanges, UserId, Username};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::extract::{AccountPassword, FieldErrors, Origin, Patch, RequestBody, Required};

/// An account for somebody.
#[derive(Deserialize, ToSchema, Validate)]
pub(super) struct UserCreate {
    /// The address that mail goes to.
    #[schema(value_type = String, format = Email, max_length = 255, example = "ada@example.com")]
    email: Required<String>,
    /// The password: by default 8 to 128 characters of any script, and not an easy guess.
    #[schema(value_type = String, min_length = 8, max_length = 128, format = Password, example = "lavender-bridge-42")]
    password: Required<String>,
    /// A name to show.
    #[schema(max_length = 255, example = "Ada Lovelace")]
    full_name: Option<String>,
    /// A name to log in with, beside the address.
    #[schema(min_length = 3, max_length = 64, example = "ada")]
    username: Option<String>,
    /// Whether the account may be used.
    #[serde(default)]
    #[schema(value_type = bool, default = true)]
    is_active: Patch<bool>,
    /// Whether the account may administer others.
    #[serde(default)]
    #[schema(value_type = bool, default = false)]
    is_superuser: Patch<bool>,
}

/// Changes of any account; what is left out stays as it is.
#[derive(Deserialize, ToSchema, Validate)]
pub(super) struct UserUpdate {
    /// The address that mail goes to; it cannot be `null`.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Email, max_length = 255, example = "ada@example.com")]
    email: Patch<String>,
    /// Another password; it cannot be `null`. It ends every session of the account, and its owner is told.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 8, max_length = 128, format = Password, example = "lavender-bridge-42")]
    password: Patch<String>,
    /// The name to show; `null` clears it.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 255, example = "Ada Lovelace")]
    full_name: Patch<String>,
    /// The name to log in with, beside the address; `null` clears it.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 3, max_length = 64, example = "ada")]
    username: Patch<String>,
    /// Whether the account may be used; `false` ends every session of it.
    #[serde(default)]
    #[schema(value_type = bool, example = true)]
    is_active: Patch<bool>,
    /// Whether the account may administer others.
    #[serde(default)]
    #[schema(value_type = bool, example = false)]
    is_superuser: Patch<bool>,
}

/// An account for oneself.
#[derive(Deserialize, ToSchema, Validate)]
pub(super) struct UserRegister {
    /// The address that mail goes to.
    #[schema(value_type = String, format = Email, max_length = 255, example = "ada@example.com")]
    email: Required<String>,
    /// The password: by default 8 to 128 characters of any script, and not an easy guess.
    #[schema(value_type = String, min_length = 8, max_length = 128, format = Password, example = "lavender-bridge-42")]
    password: Required<String>,
    /// A name to show.
    #[schema(max_length = 255, example = "Ada Lovelace")]
    full_name: Option<String>,
}

/// [`UserCreate`], every field of it parsed.
pub(super) struct NewAccount {
    email: Email,
    password: Password,
    username: Option<Username>,
    full_name: Option<FullName>,
    is_active: bool,
    is_superuser: bool,
}

impl NewAccount {
    /// The command of a superuser there.
    pub(super) fn made_by(self, actor: UserId, origin: Origin) -> CreateUserCommand {
        CreateUserCommand {
            email: self.email,
            password: self.password,
            username: self.username,
            full_name: self.full_name,
            is_active: self.is_active,
            is_superuser: self.is_superuser,
            actor,
            origin: origin.0,
        }
    }
}

impl RequestBody for UserCreate {
    type Parsed = NewAccount;

    fn parse(self, errors: &mut FieldErrors) -> Option<NewAccount> {
        let email = errors.required("email", self.email);
        let password = errors.required("password", self.password);
        let username = errors.optional("username", self.username);
        let full_name = errors.optional("full_name", self.full_name);
        let is_active = errors.replaced("is_active", self.is_active);
        let is_superuser = errors.replaced("is_superuser", self.is_superuser);
        let AccountPassword(password) = password?;
        Some(NewAccount {
            email: email?,
            password,
            username,
            full_name,
            is_active: is_active.or(true),
            is_superuser: is_superuser.or(false),
        })
    }
}

impl RequestBody for UserUpdate {
    type Parsed = (UserChanges, Option<Password>);

    fn parse(self, errors: &mut FieldErrors) -> Option<Self::Parsed> {
        let password = errors.changed::<AccountPassword>("password", self.password);
        let changes = UserChanges {
            email: errors.changed("email", self.email),
            username: errors.changed_or_cleared("username", self.username),
            full_name: errors.changed_or_cleared("full_name", self.full_name),
            is_active: errors.replaced("is_active", self.is_active),
            is_superuser: errors.replaced("is_superuser", self.is_superuser),
            ..UserChanges::default()
        };
        let password = password.value().map(|AccountPassword(it)| it.clone());
        Some((changes, password))
    }
}

impl RequestBody for UserRegister {
    type Parsed = (Email, Password, Option<FullName>);

    fn parse(self, errors: &mut FieldErrors) -> Option<Self::Parsed> {
        let email = errors.required("email", self.email);
        let password = errors.required("password", self.password);
        let full_name = errors.optional("full_name", self.full_name);
        let AccountPassword(password) = password?;
        Some((email?, password, full_name))
    }
}
