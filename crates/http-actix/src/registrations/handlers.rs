//! One handler per step: body in, use case, reply out.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use application::registrations::{
    InitiateRegistrationCommand, ResendOtpCommand, SetPasswordCommand, UseCases, VerifyOtpCommand,
};

use super::dto::{
    CompleteRequest, InitiateRequest, ResendOtpRequest, SetPasswordRequest, VerifyOtpRequest,
};
use super::replies::{AccountMade, CodeSent, StepTaken};
use crate::extract::{Origin, ValidJson};
use crate::openapi::documented_problems;
use crate::problem::Problem;
use crate::reply::secret_json;
use crate::task::run_to_completion;

documented_problems! {
    /// Why no code is sent.
    InitiateProblems: TooManyRequests;
    /// Why no further code is sent.
    ResendProblems: RegistrationNotFound, RegistrationStep, OtpAttemptsExhausted, TooManyRequests;
    /// Why a code is refused.
    VerifyProblems: RegistrationNotFound, RegistrationStep, OtpInvalid, OtpExpired, OtpAttemptsExhausted,
        TooManyRequests;
    /// Why a password is not kept.
    SetPasswordProblems: RegistrationNotFound, RegistrationStep, Overloaded;
    /// Why no account is made.
    CompleteProblems: RegistrationNotFound, RegistrationStep, UsernameTaken, EmailTaken, Overloaded;
}

/// Step 1: give an address
///
/// Mails a code to the address. Known and unknown addresses get the same answer; a known one gets a mail
/// that says that it has an account. Codes are limited by address and by network.
#[utoipa::path(
    tag = "registration",
    operation_id = "registration-initiate",
    request_body = InitiateRequest,
    responses((status = 202, description = "A mail is on its way", body = CodeSent), InitiateProblems),
)]
#[post("/auth/register/initiate")]
pub(super) async fn initiate(
    body: ValidJson<InitiateRequest>,
    origin: Origin,
    cases: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    let command = InitiateRegistrationCommand {
        email: body.into_inner(),
        origin: origin.0,
    };
    let initiate = cases.initiate.clone();
    let begun = run_to_completion(async move { initiate.execute(command).await }).await?;
    Ok(secret_json(
        StatusCode::ACCEPTED,
        &CodeSent::new(&begun.secret, &begun.registration),
    ))
}

/// Ask for a further code
///
/// The older code is void. A further one can be asked for a minute after the last, five times at most.
#[utoipa::path(
    tag = "registration",
    operation_id = "registration-resend_otp",
    request_body = ResendOtpRequest,
    responses((status = 202, description = "A mail is on its way", body = CodeSent), ResendProblems),
)]
#[post("/auth/register/resend-otp")]
pub(super) async fn resend_otp(
    body: ValidJson<ResendOtpRequest>,
    origin: Origin,
    cases: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    let secret = body.into_inner();
    let command = ResendOtpCommand {
        secret: secret.clone(),
        origin: origin.0,
    };
    let resend = cases.resend_otp.clone();
    let registration = run_to_completion(async move { resend.execute(command).await }).await?;
    Ok(secret_json(
        StatusCode::ACCEPTED,
        &CodeSent::new(&secret, &registration),
    ))
}

/// Step 2: prove the address
///
/// Takes the code from the mail. Five wrong codes end the registration, and an address bears a hundred wrong ones a
/// day over all its registrations.
#[utoipa::path(
    tag = "registration",
    operation_id = "registration-verify_otp",
    request_body = VerifyOtpRequest,
    responses((status = 200, description = "The address is proven", body = StepTaken), VerifyProblems),
)]
#[post("/auth/register/verify-otp")]
pub(super) async fn verify_otp(
    body: ValidJson<VerifyOtpRequest>,
    origin: Origin,
    cases: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    let (secret, code) = body.into_inner();
    let command = VerifyOtpCommand {
        secret: secret.clone(),
        code,
        origin: origin.0,
    };
    let verify = cases.verify_otp.clone();
    let registration = run_to_completion(async move { verify.execute(command).await }).await?;
    Ok(secret_json(
        StatusCode::OK,
        &StepTaken::new(&secret, &registration),
    ))
}

/// Step 3: choose a password
///
/// A password that breaks a rule is 422 and can be replaced by another.
#[utoipa::path(
    tag = "registration",
    operation_id = "registration-set_password",
    request_body = SetPasswordRequest,
    responses((status = 200, description = "The password is set", body = StepTaken), SetPasswordProblems),
)]
#[post("/auth/register/set-password")]
pub(super) async fn set_password(
    body: ValidJson<SetPasswordRequest>,
    origin: Origin,
    cases: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    let (secret, password) = body.into_inner();
    let command = SetPasswordCommand {
        secret: secret.clone(),
        password,
        origin: origin.0,
    };
    let set_password = cases.set_password.clone();
    let registration =
        run_to_completion(async move { set_password.execute(command).await }).await?;
    Ok(secret_json(
        StatusCode::OK,
        &StepTaken::new(&secret, &registration),
    ))
}

/// Step 4: make the account
///
/// Makes the account and starts its first session. A username that is the password is 422 and can be replaced
/// by another.
#[utoipa::path(
    tag = "registration",
    operation_id = "registration-complete",
    request_body = CompleteRequest,
    responses((status = 201, description = "The account and its token", body = AccountMade), CompleteProblems),
)]
#[post("/auth/register/complete")]
pub(super) async fn complete(
    body: ValidJson<CompleteRequest>,
    origin: Origin,
    cases: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    let command = body.into_inner().sent_from(origin);
    let complete = cases.complete.clone();
    let completed = run_to_completion(async move { complete.execute(command).await }).await?;
    Ok(secret_json(
        StatusCode::CREATED,
        &AccountMade::from(&completed),
    ))
}
