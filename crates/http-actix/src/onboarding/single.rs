//! `/signup/questions/{id}`: one question.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete, get, put};
use application::onboarding::{DeleteQuestionCommand, UpdateQuestionCommand, UseCases};
use domain::onboarding::QuestionId;

use super::question_bodies::QuestionWrite;
use super::question_replies::{QuestionPublic, question_reply};
use crate::extract::{IfMatch, IfNoneMatch, Origin, PathId, Superuser, ValidJson};
use crate::openapi::documented_problems;
use crate::problem::Problem;
use crate::reply::tagged_json;
use crate::task::run_to_completion;

documented_problems! {
    /// Why a question is not shown.
    ReadQuestionProblems: QuestionNotFound, ValidationFailed;
    /// Why a question is not changed.
    UpdateQuestionProblems: InsufficientPrivileges, QuestionNotFound, QuestionKeyTaken, QuestionHasAnswers;
    /// Why a question is not deleted.
    DeleteQuestionProblems: InsufficientPrivileges, QuestionNotFound, ValidationFailed;
}

/// Read Question
#[utoipa::path(
    tag = "onboarding",
    operation_id = "onboarding-read_question",
    params(("id" = Uuid, Path, description = "The question"), IfNoneMatch),
    responses((status = 200, description = "The question", body = QuestionPublic), ReadQuestionProblems),
)]
#[get("/signup/questions/{id}")]
pub(super) async fn read_question(
    id: PathId<QuestionId>,
    onboarding: Data<UseCases>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let question = onboarding.read_question.execute(id.0).await?;
    Ok(question_reply(&request, &question))
}

/// Update Question
///
/// Puts another text in the question's place. While it has answers, it stays of its kind and keeps the options that
/// could be chosen. For superusers.
#[utoipa::path(
    tag = "onboarding",
    operation_id = "onboarding-update_question",
    security(("BearerAuth" = [])),
    params(("id" = Uuid, Path, description = "The question"), IfMatch),
    request_body = QuestionWrite,
    responses((status = 200, description = "The question as it is now", body = QuestionPublic), UpdateQuestionProblems),
)]
#[put("/signup/questions/{id}")]
pub(super) async fn update_question(
    (id, if_match): (PathId<QuestionId>, IfMatch),
    superuser: Superuser,
    body: ValidJson<QuestionWrite>,
    origin: Origin,
    onboarding: Data<UseCases>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let command = UpdateQuestionCommand {
        id: id.0,
        draft: body.into_inner(),
        precondition: if_match.of(id.0),
        actor: superuser.user.id,
        origin: origin.0,
    };
    let update = onboarding.update_question.clone();
    let question = run_to_completion(async move { update.execute(command).await }).await?;
    let public = QuestionPublic::from(&question);
    Ok(tagged_json(&request, &question, &public))
}

/// Delete Question
///
/// It is not asked any more. Where it has answers, their users can still read them, and its key stays taken. For
/// superusers.
#[utoipa::path(
    tag = "onboarding",
    operation_id = "onboarding-delete_question",
    security(("BearerAuth" = [])),
    params(("id" = Uuid, Path, description = "The question"), IfMatch),
    responses((status = 204, description = "It is not asked any more"), DeleteQuestionProblems),
)]
#[delete("/signup/questions/{id}")]
pub(super) async fn delete_question(
    (id, if_match): (PathId<QuestionId>, IfMatch),
    superuser: Superuser,
    origin: Origin,
    onboarding: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    let command = DeleteQuestionCommand {
        id: id.0,
        precondition: if_match.of(id.0),
        actor: superuser.user.id,
        origin: origin.0,
    };
    let delete = onboarding.delete_question.clone();
    run_to_completion(async move { delete.execute(command).await }).await?;
    Ok(HttpResponse::NoContent().finish())
}
