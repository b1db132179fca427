//! What the steps give, on the wire. Nothing here has a `Debug` that could put a secret into the log (H2).

use application::registrations::Completed;
use domain::registration::{Registration, RegistrationSecret, RegistrationStep};
use serde::Serialize;
use utoipa::ToSchema;

use crate::rfc3339::rfc3339;
use crate::sessions::Token;
use crate::users::UserPublic;

/// The step that a registration waits for.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RegistrationNext)]
pub(super) enum Next {
    /// Step 2.
    VerifyOtp,
    /// Step 3.
    SetPassword,
    /// Step 4.
    Complete,
}

/// A code is on its way. The same for known and unknown addresses (A1).
#[derive(Serialize, ToSchema)]
#[schema(as = RegistrationCodeSent)]
pub(super) struct CodeSent {
    /// The secret that names this registration in every later step.
    #[schema(
        pattern = "^[0-9a-f]{64}$",
        example = "5b1c90e2f4a87d3655e0b9c3a1d2487f5b1c90e2f4a87d3655e0b9c3a1d2487f"
    )]
    registration_id: String,
    /// The step that comes next.
    next: Next,
    /// Until when the code can be used.
    #[schema(format = DateTime, example = "2026-01-31T12:10:00.000000Z")]
    otp_expires_at: String,
    /// From when on a further code can be asked for.
    #[schema(format = DateTime, example = "2026-01-31T12:01:00.000000Z")]
    resend_available_at: String,
    /// When the registration ends.
    #[schema(format = DateTime, example = "2026-01-31T13:00:00.000000Z")]
    expires_at: String,
}

/// A step was taken.
#[derive(Serialize, ToSchema)]
#[schema(as = RegistrationStepTaken)]
pub(super) struct StepTaken {
    /// The secret that names this registration in every later step.
    #[schema(
        pattern = "^[0-9a-f]{64}$",
        example = "5b1c90e2f4a87d3655e0b9c3a1d2487f5b1c90e2f4a87d3655e0b9c3a1d2487f"
    )]
    registration_id: String,
    /// The step that comes next.
    next: Next,
    /// When the registration ends.
    #[schema(format = DateTime, example = "2026-01-31T13:00:00.000000Z")]
    expires_at: String,
}

/// The account was made, and its first session started.
#[derive(Serialize, ToSchema)]
#[schema(as = RegistrationCompleted)]
pub(super) struct AccountMade {
    /// The account.
    user: UserPublic,
    #[serde(flatten)]
    token: Token,
}

impl From<&RegistrationStep> for Next {
    fn from(step: &RegistrationStep) -> Self {
        match step {
            RegistrationStep::VerifyOtp => Self::VerifyOtp,
            RegistrationStep::SetPassword => Self::SetPassword,
            // The last step is answered with an account, not with a step.
            RegistrationStep::Complete { .. } | RegistrationStep::Done => Self::Complete,
        }
    }
}

impl CodeSent {
    /// The answer to step 1 and to a further code.
    pub(super) fn new(secret: &RegistrationSecret, registration: &Registration) -> Self {
        let record = registration.record();
        Self {
            registration_id: secret.expose().to_owned(),
            next: Next::from(&record.step),
            otp_expires_at: rfc3339(record.code_expires_at),
            resend_available_at: rfc3339(record.resend_available_at),
            expires_at: rfc3339(record.expires_at),
        }
    }
}

impl StepTaken {
    /// The answer to steps 2 and 3.
    pub(super) fn new(secret: &RegistrationSecret, registration: &Registration) -> Self {
        let record = registration.record();
        Self {
            registration_id: secret.expose().to_owned(),
            next: Next::from(&record.step),
            expires_at: rfc3339(record.expires_at),
        }
    }
}

impl From<&Completed> for AccountMade {
    fn from(completed: &Completed) -> Self {
        Self {
            user: UserPublic::from(&completed.user),
            token: Token::from(&completed.token),
        }
    }
}
