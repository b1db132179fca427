//! `/signup/questions`: what is asked, and new questions.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, post};
use application::onboarding::{CreateQuestionCommand, UseCases};
use domain::idempotency::StoredReply;
use domain::onboarding::Question;

use super::question_bodies::QuestionWrite;
use super::question_replies::{QUESTIONS_PUBLIC, QuestionPublic, QuestionsPublic, list_reply};
use crate::entity_tag::EntityTag;
use crate::extract::{IdempotencyKeyHeader, IfNoneMatch, Origin, Superuser, ValidJson};
use crate::openapi::documented_problems;
use crate::problem::Problem;
use crate::reply::{created_json, idempotent_reply};
use crate::task::run_to_completion;

documented_problems! {
    /// Why no question is made.
    CreateQuestionProblems: InsufficientPrivileges, QuestionKeyTaken
}

/// List Questions
///
/// Every question that is asked, by position.
#[utoipa::path(
    tag = "onboarding",
    operation_id = "onboarding-list_questions",
    params(IfNoneMatch),
    responses((status = 200, description = "The questions", body = QuestionsPublic)),
)]
#[get("/signup/questions")]
pub(super) async fn list_questions(
    onboarding: Data<UseCases>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let list = onboarding.list_questions.execute(QUESTIONS_PUBLIC).await?;
    Ok(list_reply(&request, list))
}

/// Create Question
///
/// For superusers.
#[utoipa::path(
    tag = "onboarding",
    operation_id = "onboarding-create_question",
    security(("BearerAuth" = [])),
    params(IdempotencyKeyHeader),
    request_body = QuestionWrite,
    responses((status = 201, description = "The question", body = QuestionPublic), CreateQuestionProblems),
)]
#[post("/signup/questions")]
pub(super) async fn create_question(
    key: IdempotencyKeyHeader,
    superuser: Superuser,
    body: ValidJson<QuestionWrite>,
    origin: Origin,
    onboarding: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    let (draft, text) = body.into_parts();
    let (actor, origin) = (superuser.user.id, origin.0);
    let call = key.call(actor, &text, created_question)?;
    let command = CreateQuestionCommand {
        draft,
        actor,
        origin,
    };
    let create = onboarding.create_question.clone();
    let made = run_to_completion(async move { create.execute(command, &call).await }).await?;
    Ok(idempotent_reply(made, created_question))
}

fn created_question(question: &Question) -> StoredReply {
    StoredReply {
        tag: Some(EntityTag::from(question).as_str().to_owned()),
        ..created_json(StatusCode::CREATED, &QuestionPublic::from(question))
    }
}
