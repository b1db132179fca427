//! A change is proven, or taken back.

use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse, post};
use application::email_changes::{ConfirmEmailChangeCommand, UseCases};
use domain::link::LinkToken;

use super::dto::{EmailChangeConfirm, EmailChangeUndo};
use crate::extract::{CurrentUser, Origin, ValidJson};
use crate::message::Message;
use crate::openapi::documented_problems;
use crate::problem::{ErrorCode, Problem};
use crate::task::run_to_completion;
use crate::users::{UserPublic, user_reply};

documented_problems! {
    /// Why the address stays as it is.
    ConfirmProblems: OtpInvalid, OtpExpired, OtpAttemptsExhausted, EmailChangeNotFound, EmailTaken,
        TooManyRequests;
    /// Why the change stays as it is.
    UndoProblems: InvalidLink, EmailTaken;
}

/// Confirm Email Change
///
/// Takes the code that was mailed to the new address, which then takes the place of the old one. Five wrong codes end
/// the change.
#[utoipa::path(
    tag = "users",
    operation_id = "users-confirm_email_change",
    security(("BearerAuth" = [])),
    request_body = EmailChangeConfirm,
    responses((status = 200, description = "The user with the new address", body = UserPublic), ConfirmProblems),
)]
#[post("/users/me/email/confirm")]
pub(super) async fn confirm_email_change(
    current: CurrentUser,
    body: ValidJson<EmailChangeConfirm>,
    origin: Origin,
    changes: Data<UseCases>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let command = ConfirmEmailChangeCommand {
        user: current.user.id,
        code: body.into_inner(),
        origin: origin.0,
    };
    let confirm = changes.confirm.clone();
    let user = run_to_completion(async move { confirm.execute(command).await }).await?;
    Ok(user_reply(&request, &user))
}

/// Undo Email Change
///
/// Gives the account its old address back and ends every session of it, by the link that was mailed to the old address:
/// before the change is confirmed and up to seven days after.
#[utoipa::path(
    tag = "users",
    operation_id = "users-undo_email_change",
    request_body = EmailChangeUndo,
    responses((status = 200, description = "The old address is the account's", body = Message), UndoProblems),
)]
#[post("/users/email/undo")]
pub(super) async fn undo_email_change(
    body: ValidJson<EmailChangeUndo>,
    origin: Origin,
    changes: Data<UseCases>,
) -> Result<Json<Message>, Problem> {
    take_back(&changes, &body.into_inner(), origin).await?;
    Ok(Json(Message::new("Email change undone successfully")))
}

/// Uses a link, for the route and for the page.
pub(crate) async fn take_back(
    changes: &UseCases,
    token: &str,
    origin: Origin,
) -> Result<(), Problem> {
    let token = LinkToken::parse(token).map_err(|_| Problem::new(ErrorCode::InvalidLink))?;
    let undo = changes.undo.clone();
    run_to_completion(async move { undo.execute(&token, &origin.0).await }).await
}
