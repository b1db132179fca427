//! A link is asked for, looked at, and used.

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, post};
use application::recovery::{ResetPasswordCommand, UseCases};
use domain::link::LinkToken;
use domain::password::Password;

use super::dto::NewPassword;
use crate::extract::{Origin, PathEmail, Superuser, ValidJson};
use crate::message::Message;
use crate::openapi::documented_problems;
use crate::problem::{ErrorCode, Problem};
use crate::reply::mail_page;
use crate::task::run_to_completion;

/// The subject of a mail that is shown.
const SUBJECT: HeaderName = HeaderName::from_static("subject");

documented_problems! {
    /// Why no link is mailed.
    RecoverProblems: ValidationFailed, TooManyRequests;
    /// Why no mail is shown.
    PreviewProblems: InsufficientPrivileges, UserNotFound, ValidationFailed;
    /// Why the password stays as it is.
    ResetProblems: InvalidLink, InactiveUser, Overloaded;
}

/// Recover Password
///
/// Mails a link that sets a new password, if the address has an account; the answer does not tell. A link works once,
/// for half an hour, until a newer one is asked for. Further mails to an address that got three within an hour are
/// dropped in silence.
#[utoipa::path(
    tag = "login",
    operation_id = "login-recover_password",
    params(("email" = String, Path, description = "The account's address", example = "ada@example.com")),
    responses((status = 200, description = "The same for every address", body = Message), RecoverProblems),
)]
#[post("/password-recovery/{email}")]
pub(super) async fn recover_password(
    email: PathEmail,
    origin: Origin,
    recovery: Data<UseCases>,
) -> Result<Json<Message>, Problem> {
    let request = recovery.request.clone();
    run_to_completion(async move { request.execute(email.0, &origin.0).await }).await?;
    Ok(Json(Message::new(
        "If that email is registered, we sent a password recovery link",
    )))
}

/// Recover Password Html Content
///
/// The mail as the account's owner would get it, with a link that does not work. For superusers; it is written down who
/// looked.
#[utoipa::path(
    tag = "login",
    operation_id = "login-recover_password_html_content",
    security(("BearerAuth" = [])),
    params(("email" = String, Path, description = "The account's address", example = "ada@example.com")),
    responses(
        (
            status = 200,
            description = "The mail",
            content_type = "text/html",
            body = String,
            headers(("Subject" = String, description = "The mail's subject, in UTF-8")),
        ),
        PreviewProblems,
    ),
)]
#[post("/password-recovery-html-content/{email}")]
pub(super) async fn recover_password_html_content(
    email: PathEmail,
    superuser: Superuser,
    origin: Origin,
    recovery: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    let (preview, actor) = (recovery.preview.clone(), superuser.user.id);
    let look = async move { preview.execute(&email.0, actor, &origin.0).await };
    let mail = run_to_completion(look).await?;
    let mut page = mail_page(mail.html);
    if let Ok(subject) = HeaderValue::from_bytes(mail.subject.as_bytes()) {
        page.headers_mut().insert(SUBJECT, subject);
    }
    Ok(page)
}

/// Reset Password
///
/// Sets the password of the account that the link was mailed to, ends every session of it and logs nobody in.
#[utoipa::path(
    tag = "login",
    operation_id = "login-reset_password",
    request_body = NewPassword,
    responses((status = 200, description = "The password is set", body = Message), ResetProblems),
)]
#[post("/reset-password/")]
pub(super) async fn reset_password(
    body: ValidJson<NewPassword>,
    origin: Origin,
    recovery: Data<UseCases>,
) -> Result<Json<Message>, Problem> {
    let (token, password) = body.into_inner();
    set_password(&recovery, &token, password, origin).await?;
    Ok(Json(Message::new("Password updated successfully")))
}

/// Uses a link, for the route and for the page.
pub(crate) async fn set_password(
    recovery: &UseCases,
    token: &str,
    password: Password,
    origin: Origin,
) -> Result<(), Problem> {
    let command = ResetPasswordCommand {
        token: LinkToken::parse(token).map_err(|_| Problem::new(ErrorCode::InvalidLink))?,
        password,
        origin: origin.0,
    };
    let reset = recovery.reset.clone();
    run_to_completion(async move { reset.execute(command).await }).await
}
