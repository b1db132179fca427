//! What a recovery is given, on the wire. Nothing here has a `Debug` that could put a secret into the log (H2).

use domain::password::Password;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::extract::{AccountPassword, FieldErrors, RequestBody, Required};

/// A recovery link's secret and the password that it sets.
#[derive(Deserialize, ToSchema, Validate)]
pub(super) struct NewPassword {
    /// What follows `token=` in the link.
    #[schema(value_type = String, example = "5b1c90e2f4a87d3655e0b9c3a1d2487f5b1c90e2f4a87d3655e0b9c3a1d2487f")]
    token: Required<String>,
    /// The new password: by default 8 to 128 characters of any script, and not an easy guess.
    #[schema(value_type = String, min_length = 8, max_length = 128, format = Password, example = "quiet-harbour-17")]
    new_password: Required<String>,
}

impl RequestBody for NewPassword {
    /// The secret as it was sent: one that is none gets the answer of one that works no more.
    type Parsed = (String, Password);

    fn parse(self, errors: &mut FieldErrors) -> Option<Self::Parsed> {
        let token = errors.given("token", self.token);
        let password = errors.required("new_password", self.new_password);
        let AccountPassword(password) = password?;
        Some((token?, password))
    }
}
