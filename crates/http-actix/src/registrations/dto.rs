//! What the steps are given, on the wire. Nothing here has a `Debug` that could put a secret into the log (H2).

use application::registrations::CompleteRegistrationCommand;
use domain::password::Password;
use domain::registration::{OtpCode, RegistrationSecret};
use domain::user::{Email, FullName, Username};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::extract::{FieldErrors, Origin, RequestBody, Required};

/// Step 1.
#[derive(Deserialize, ToSchema, Validate)]
#[schema(as = RegistrationInitiate)]
pub(super) struct InitiateRequest {
    /// The address to prove.
    #[schema(value_type = String, format = Email, max_length = 254, example = "ada@example.com")]
    email: Required<String>,
}

/// A further code.
#[derive(Deserialize, ToSchema, Validate)]
#[schema(as = RegistrationResendOtp)]
pub(super) struct ResendOtpRequest {
    /// The registration, as step 1 gave it.
    #[schema(value_type = String, pattern = "^[0-9a-f]{64}$", example = "5b1c90e2f4a87d3655e0b9c3a1d2487f5b1c90e2f4a87d3655e0b9c3a1d2487f")]
    registration_id: Required<String>,
}

/// Step 2.
#[derive(Deserialize, ToSchema, Validate)]
#[schema(as = RegistrationVerifyOtp)]
pub(super) struct VerifyOtpRequest {
    /// The registration, as step 1 gave it.
    #[schema(value_type = String, pattern = "^[0-9a-f]{64}$", example = "5b1c90e2f4a87d3655e0b9c3a1d2487f5b1c90e2f4a87d3655e0b9c3a1d2487f")]
    registration_id: Required<String>,
    /// The code from the mail.
    #[schema(value_type = String, pattern = "^[0-9]{6,10}$", example = "042917")]
    otp: Required<String>,
}

/// Step 3.
#[derive(Deserialize, ToSchema, Validate)]
#[schema(as = RegistrationSetPassword)]
pub(super) struct SetPasswordRequest {
    /// The registration, as step 1 gave it.
    #[schema(value_type = String, pattern = "^[0-9a-f]{64}$", example = "5b1c90e2f4a87d3655e0b9c3a1d2487f5b1c90e2f4a87d3655e0b9c3a1d2487f")]
    registration_id: Required<String>,
    /// The password: by default 8 to 128 characters of any script, and not an easy guess.
    #[schema(value_type = String, min_length = 8, max_length = 256, format = Password, example = "lavender-bridge-42")]
    password: Required<String>,
}

/// Step 4.
#[derive(Deserialize, ToSchema, Validate)]
#[schema(as = RegistrationComplete)]
pub(super) struct CompleteRequest {
    /// The registration, as step 1 gave it.
    #[schema(value_type = String, pattern = "^[0-9a-f]{64}$", example = "5b1c90e2f4a87d3655e0b9c3a1d2487f5b1c90e2f4a87d3655e0b9c3a1d2487f")]
    registration_id: Required<String>,
    /// A name to log in with, beside the address.
    #[schema(min_length = 3, max_length = 64, example = "ada")]
    username: Option<String>,
    /// A name to show.
    #[schema(max_length = 255, example = "Ada Lovelace")]
    full_name: Option<String>,
}

impl RequestBody for InitiateRequest {
    type Parsed = Email;

    fn parse(self, errors: &mut FieldErrors) -> Option<Email> {
        errors.required("email", self.email)
    }
}

impl RequestBody for ResendOtpRequest {
    type Parsed = RegistrationSecret;

    fn parse(self, errors: &mut FieldErrors) -> Option<RegistrationSecret> {
        errors.required("registration_id", self.registration_id)
    }
}

impl RequestBody for VerifyOtpRequest {
    type Parsed = (RegistrationSecret, OtpCode);

    fn parse(self, errors: &mut FieldErrors) -> Option<Self::Parsed> {
        let secret = errors.required("registration_id", self.registration_id);
        let code = errors.required("otp", self.otp);
        Some((secret?, code?))
    }
}

impl RequestBody for SetPasswordRequest {
    type Parsed = (RegistrationSecret, Password);

    fn parse(self, errors: &mut FieldErrors) -> Option<Self::Parsed> {
        let secret = errors.required("registration_id", self.registration_id);
        let password = errors.required("password", self.password);
        Some((secret?, password?))
    }
}

/// Step 4, every field of it parsed.
pub(super) struct Profile {
    secret: RegistrationSecret,
    username: Option<Username>,
    full_name: Option<FullName>,
}

impl Profile {
    /// The command of a client there.
    pub(super) fn sent_from(self, origin: Origin) -> CompleteRegistrationCommand {
        CompleteRegistrationCommand {
            secret: self.secret,
            username: self.username,
            full_name: self.full_name,
            origin: origin.0,
        }
    }
}

impl RequestBody for CompleteRequest {
    type Parsed = Profile;

    fn parse(self, errors: &mut FieldErrors) -> Option<Self::Parsed> {
        let secret = errors.required("registration_id", self.registration_id);
        let username = errors.optional("username", self.username);
        let full_name = errors.optional("full_name", self.full_name);
        Some(Profile {
            secret: secret?,
            username,
            full_name,
        })
    }
}
