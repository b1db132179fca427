//! Questions as anybody reads them.

use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use application::caches::CachedReply;
use application::onboarding::QuestionsForm;
use domain::onboarding::{Choice, Question, QuestionKind};
use serde::Serialize;
use utoipa::ToSchema;

use super::question_bodies::KindName;
use crate::entity_tag::EntityTag;
use crate::reply::{tagged_bytes, tagged_json};

/// A question.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuestionPublic {
    /// Its id.
    #[schema(value_type = Uuid)]
    id: String,
    /// Its name in answers.
    #[schema(min_length = 1, max_length = 64, example = "favourite_colour")]
    key: String,
    /// What people read.
    #[schema(
        min_length = 1,
        max_length = 255,
        example = "Which colour do you like?"
    )]
    prompt: String,
    /// What kind of answer it takes.
    kind: KindName,
    /// What can be chosen; empty unless it is a choice.
    #[schema(max_items = 100)]
    options: Vec<OptionPublic>,
    /// Whether it must be answered.
    #[schema(example = true)]
    required: bool,
    /// Where it stands among the others.
    #[schema(example = 70)]
    position: u16,
}

/// One of the possible answers.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = QuestionOption)]
struct OptionPublic {
    /// Its name in answers.
    #[schema(min_length = 1, max_length = 64, example = "red")]
    value: String,
    /// What people read.
    #[schema(min_length = 1, max_length = 255, example = "Red")]
    label: String,
}

/// Every question that is asked, by position.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuestionsPublic {
    /// The questions.
    data: Vec<QuestionPublic>,
    /// How many there are.
    #[schema(example = 1)]
    count: usize,
}

/// The list as [`QuestionsPublic`].
pub(super) const QUESTIONS_PUBLIC: QuestionsForm = QuestionsForm {
    name: "questions-public-1",
    write,
};

fn write(questions: &[Question]) -> String {
    let public = QuestionsPublic {
        data: questions.iter().map(QuestionPublic::from).collect(),
        count: questions.len(),
    };
    serde_json::to_string(&public).unwrap_or_default()
}

/// The list as it is sent: its bytes are neither made anew nor copied.
pub(super) fn list_reply(request: &HttpRequest, list: CachedReply) -> HttpResponse {
    let tag = EntityTag::from_quoted(list.tag.clone());
    for_anybody(tagged_bytes(request, &tag, || Bytes::from_owner(list)))
}

/// A question as it is sent to whoever asks.
pub(super) fn question_reply(request: &HttpRequest, question: &Question) -> HttpResponse {
    let public = QuestionPublic::from(question);
    for_anybody(tagged_json(request, question, &public))
}

/// Any cache may keep the reply, and asks each time whether it is still right.
fn for_anybody(mut reply: HttpResponse) -> HttpResponse {
    let caching = HeaderValue::from_static("no-cache");
    reply.headers_mut().insert(CACHE_CONTROL, caching);
    reply
}

impl From<&Question> for QuestionPublic {
    fn from(question: &Question) -> Self {
        let draft = &question.draft;
        Self {
            id: question.id.to_string(),
            key: draft.key.as_str().to_owned(),
            prompt: draft.prompt.as_str().to_owned(),
            kind: KindName::from(&draft.kind),
            options: draft.kind.choices().iter().map(Into::into).collect(),
            required: draft.required,
            position: draft.position,
        }
    }
}

impl From<&Choice> for OptionPublic {
    fn from(choice: &Choice) -> Self {
        Self {
            value: choice.value.as_str().to_owned(),
            label: choice.label.as_str().to_owned(),
        }
    }
}

impl From<&QuestionKind> for KindName {
    fn from(kind: &QuestionKind) -> Self {
        match kind {
            QuestionKind::Text => Self::Text,
            QuestionKind::SingleChoice(_) => Self::SingleChoice,
            QuestionKind::MultipleChoice(_) => Self::MultipleChoice,
            QuestionKind::Number => Self::Number,
            QuestionKind::Date => Self::Date,
            QuestionKind::Boolean => Self::Boolean,
        }
    }
}
