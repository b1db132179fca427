//! The form of the password grant.

use std::borrow::Cow;

use domain::password::Password;
use domain::user::LoginIdentifier;
use serde::Deserialize;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};
use validator::Validate;

use crate::extract::{FieldErrors, RequestBody, Required, Violation, no_control_characters};

/// The only grant there is (RFC 6749 §4.3.2).
const PASSWORD_GRANT: &str = "password";

/// Who logs in.
#[derive(Debug, Deserialize, ToSchema, Validate)]
pub(super) struct LoginForm {
    /// The grant; the template's clients leave it out.
    #[schema(pattern = "^password$", example = "password")]
    grant_type: Option<String>,
    /// The e-mail address or the username.
    #[schema(value_type = String, min_length = 1, max_length = 255, example = "ada@example.com")]
    #[validate(
        length(min = 1, max = 255, message = "must have 1 to 255 characters"),
        custom(function = "no_control_characters")
    )]
    username: Required<String>,
    /// The password.
    #[schema(value_type = String, max_length = 256, format = Password, example = "lavender-bridge-42")]
    password: Required<String>,
    /// Not used.
    #[serde(rename = "scope")]
    #[schema(rename = "scope", default = "")]
    _scope: Option<String>,
    /// Not used.
    #[serde(rename = "client_id")]
    #[schema(rename = "client_id")]
    _client_id: Option<String>,
    /// Not used.
    #[serde(rename = "client_secret")]
    #[schema(rename = "client_secret")]
    _client_secret: Option<String>,
}

impl RequestBody for LoginForm {
    type Parsed = (LoginIdentifier, Password);

    fn parse(self, errors: &mut FieldErrors) -> Option<Self::Parsed> {
        if self.grant_type.is_some_and(|it| it != PASSWORD_GRANT) {
            errors.add("grant_type", Violation::new("choice", "must be password"));
        }
        let identifier = errors.given("username", self.username);
        let password = errors.required("password", self.password);
        Some((LoginIdentifier::parse(&identifier?), password?))
    }
}

/// [`LoginForm`] under the name that the template's document gives it, which is no name in Rust.
pub(super) struct LoginAccessTokenBody;

impl PartialSchema for LoginAccessTokenBody {
    fn schema() -> RefOr<Schema> {
        LoginForm::schema()
    }
}

impl ToSchema for LoginAccessTokenBody {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Body_login-login_access_token")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn is_taken(grant_type: Option<&str>) -> bool {
        let form = json!({
            "username": "ada",
            "password": "lavender-bridge-42",
            "grant_type": grant_type,
        });
        let form: LoginForm = serde_json::from_value(form).unwrap();
        let mut errors = FieldErrors::default();
        let parsed = form.parse(&mut errors);
        errors.finish(parsed).is_ok()
    }

    #[test]
    fn the_grant_is_left_out_or_password() {
        assert!(is_taken(None));
        assert!(is_taken(Some("password")));
        for grant in ["", "foo", "Password", "refresh_token"] {
            assert!(!is_taken(Some(grant)), "{grant}");
        }
    }
}
