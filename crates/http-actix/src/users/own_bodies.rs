//! What users send about themselves, on the wire. Nothing here has a `Debug` that could put a secret into the log (H2).

use application::users::UpdateProfileCommand;
use domain::change::Change;
use domain::password::Password;
use domain::user::{Email, FullName, Username};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::extract::{
    AccountPassword, CurrentUser, FieldErrors, IfMatch, Origin, Patch, RequestBody, Required,
};

/// Changes of the own account; what is left out stays as it is.
#[derive(Deserialize, ToSchema, Validate)]
pub(super) struct UserUpdateMe {
    /// The name to show; `null` clears it.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 255, example = "Ada Lovelace")]
    full_name: Patch<String>,
    /// The address that mail goes to; it cannot be `null`. Where addresses are confirmed, another one waits in
    /// `pending_email` for the code that is mailed there.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Email, max_length = 255, example = "ada@example.com")]
    email: Patch<String>,
    /// The name to log in with, beside the address; `null` clears it.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 3, max_length = 64, example = "ada")]
    username: Patch<String>,
    /// The present password. Only another address needs it, where addresses are confirmed.
    #[schema(max_length = 256, format = Password, example = "lavender-bridge-42")]
    current_password: Option<String>,
}

/// Another password for oneself.
#[derive(Deserialize, ToSchema, Validate)]
pub(super) struct UpdatePassword {
    /// The present password.
    #[schema(value_type = String, min_length = 8, max_length = 128, format = Password, example = "lavender-bridge-42")]
    current_password: Required<String>,
    /// The new one: by default 8 to 128 characters of any script, and not an easy guess.
    #[schema(value_type = String, min_length = 8, max_length = 128, format = Password, example = "quiet-harbour-17")]
    new_password: Required<String>,
}

/// [`UserUpdateMe`], every field of it parsed.
pub(super) struct ProfileChanges {
    email: Change<Email>,
    username: Change<Option<Username>>,
    full_name: Change<Option<FullName>>,
    current_password: Option<Password>,
}

impl ProfileChanges {
    /// The command of this user there.
    pub(super) fn wanted_by(
        self,
        current: &CurrentUser,
        if_match: &IfMatch,
        origin: Origin,
    ) -> UpdateProfileCommand {
        UpdateProfileCommand {
            user: current.user.clone(),
            is_token_fresh: current.renewed.is_none(),
            email: self.email,
            username: self.username,
            full_name: self.full_name,
            current_password: self.current_password,
            precondition: if_match.of(current.user.id),
            origin: origin.0,
        }
    }
}

impl RequestBody for UserUpdateMe {
    type Parsed = ProfileChanges;

    fn parse(self, errors: &mut FieldErrors) -> Option<ProfileChanges> {
        Some(ProfileChanges {
            full_name: errors.changed_or_cleared("full_name", self.full_name),
            email: errors.changed("email", self.email),
            username: errors.changed_or_cleared("username", self.username),
            current_password: errors.optional("current_password", self.current_password),
        })
    }
}

impl RequestBody for UpdatePassword {
    type Parsed = (Password, Password);

    fn parse(self, errors: &mut FieldErrors) -> Option<Self::Parsed> {
        let current = errors.required("current_password", self.current_password);
        let new = errors.required("new_password", self.new_password);
        let (AccountPassword(current), AccountPassword(new)) = (current?, new?);
        Some((current, new))
    }
}
