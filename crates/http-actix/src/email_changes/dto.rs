//! What proves a change of an address, on the wire. Nothing here has a `Debug` that could put a secret into the log
//! (H2).

use domain::registration::OtpCode;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::extract::{FieldErrors, RequestBody, Required};

/// The code that was mailed to the new address.
#[derive(Deserialize, ToSchema, Validate)]
pub(super) struct EmailChangeConfirm {
    /// The code from the mail.
    #[schema(value_type = String, pattern = "^[0-9]{6,10}$", example = "042917")]
    code: Required<String>,
}

/// The secret of the link that was mailed to the old address.
#[derive(Deserialize, ToSchema, Validate)]
pub(super) struct EmailChangeUndo {
    /// What follows `token=` in the link.
    #[schema(value_type = String, example = "5b1c90e2f4a87d3655e0b9c3a1d2487f5b1c90e2f4a87d3655e0b9c3a1d2487f")]
    token: Required<String>,
}

impl RequestBody for EmailChangeConfirm {
    type Parsed = OtpCode;

    fn parse(self, errors: &mut FieldErrors) -> Option<OtpCode> {
        errors.required("code", self.code)
    }
}

impl RequestBody for EmailChangeUndo {
    /// The secret as it was sent: one that is none gets the answer of one that works no more.
    type Parsed = String;

    fn parse(self, errors: &mut FieldErrors) -> Option<String> {
        errors.given("token", self.token)
    }
}
