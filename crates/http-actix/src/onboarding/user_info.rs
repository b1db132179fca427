//! `/signup/user-info`: the caller's own answers, and nobody else's (F6r).

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, put};
use application::onboarding::{
    AnswerQuestionsCommand, DeleteAnswersCommand, UpdateAnswersCommand, UseCases,
};
use domain::idempotency::StoredReply;
use domain::onboarding::UserInfo;

use super::answers::{UserInfoPublic, UserInfoWrite};
use crate::entity_tag::EntityTag;
use crate::extract::{CurrentUser, IdempotencyKeyHeader, IfMatch, IfNoneMatch, Origin, ValidJson};
use crate::openapi::documented_problems;
use crate::problem::Problem;
use crate::reply::{created_json, idempotent_reply, tagged_json};
use crate::task::run_to_completion;

documented_problems! {
    /// Why no answers are kept.
    CreateUserInfoProblems: UserInfoExists;
    /// Why answers are neither shown nor changed.
    UserInfoProblems: UserInfoNotFound;
}

/// Create User Info
///
/// Answers the questions. The reply names every answer that is missing, unknown or of another kind, at once.
#[utoipa::path(
    tag = "onboarding",
    operation_id = "onboarding-create_user_info",
    security(("BearerAuth" = [])),
    params(IdempotencyKeyHeader),
    request_body = UserInfoWrite,
    responses((status = 201, description = "The answers", body = UserInfoPublic), CreateUserInfoProblems),
)]
#[post("/signup/user-info")]
pub(super) async fn create_user_info(
    key: IdempotencyKeyHeader,
    current: CurrentUser,
    body: ValidJson<UserInfoWrite>,
    origin: Origin,
    onboarding: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    let (given, text) = body.into_parts();
    let (user, origin) = (current.user.id, origin.0);
    let call = key.call(user, &text, created_user_info)?;
    let command = AnswerQuestionsCommand {
        user,
        given,
        origin,
    };
    let answer = onboarding.answer.clone();
    let made = run_to_completion(async move { answer.execute(command, &call).await }).await?;
    Ok(idempotent_reply(made, created_user_info))
}

fn created_user_info(info: &UserInfo) -> StoredReply {
    StoredReply {
        tag: Some(EntityTag::from(info).as_str().to_owned()),
        ..created_json(StatusCode::CREATED, &UserInfoPublic::from(info))
    }
}

/// Read User Info
#[utoipa::path(
    tag = "onboarding",
    operation_id = "onboarding-read_user_info",
    security(("BearerAuth" = [])),
    params(IfNoneMatch),
    responses((status = 200, description = "The answers", body = UserInfoPublic), UserInfoProblems),
)]
#[get("/signup/user-info")]
pub(super) async fn read_user_info(
    current: CurrentUser,
    onboarding: Data<UseCases>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let info = onboarding.read_answers.execute(current.user.id).await?;
    let public = UserInfoPublic::from(&info);
    Ok(tagged_json(&request, &info, &public))
}

/// Update User Info
///
/// Answers every question that is asked now anew. Answers to questions that are asked no more stay.
#[utoipa::path(
    tag = "onboarding",
    operation_id = "onboarding-update_user_info",
    security(("BearerAuth" = [])),
    params(IfMatch),
    request_body = UserInfoWrite,
    responses((status = 200, description = "The answers as they are now", body = UserInfoPublic), UserInfoProblems),
)]
#[put("/signup/user-info")]
pub(super) async fn update_user_info(
    if_match: IfMatch,
    current: CurrentUser,
    body: ValidJson<UserInfoWrite>,
    origin: Origin,
    onboarding: Data<UseCases>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let command = UpdateAnswersCommand {
        user: current.user.id,
        given: body.into_inner(),
        precondition: if_match.of(current.user.id),
        origin: origin.0,
    };
    let update = onboarding.update_answers.clone();
    let info = run_to_completion(async move { update.execute(command).await }).await?;
    let public = UserInfoPublic::from(&info);
    Ok(tagged_json(&request, &info, &public))
}

/// Delete User Info
#[utoipa::path(
    tag = "onboarding",
    operation_id = "onboarding-delete_user_info",
    security(("BearerAuth" = [])),
    params(IfMatch),
    responses((status = 204, description = "They are gone"), UserInfoProblems),
)]
#[delete("/signup/user-info")]
pub(super) async fn delete_user_info(
    if_match: IfMatch,
    current: CurrentUser,
    origin: Origin,
    onboarding: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    let command = DeleteAnswersCommand {
        user: current.user.id,
        precondition: if_match.of(current.user.id),
        origin: origin.0,
    };
    let delete = onboarding.delete_answers.clone();
    run_to_completion(async move { delete.execute(command).await }).await?;
    Ok(HttpResponse::NoContent().finish())
}
