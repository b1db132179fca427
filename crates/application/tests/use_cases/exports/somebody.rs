//! People of whom something is kept, and short ways to what they ask for.

use domain::audit::{AuditAction, AuditEvent, AuditEventId};
use domain::export::Export;
use domain::idempotency::StoredReply;
use domain::job::{ClaimedJob, JobOutcome};
use domain::onboarding::{AnswerNumber, AnswerValue, QuestionKind};
use domain::ports::Clock;
use domain::user::{User, UserId};
use port_contracts::fixtures::{
    a_choice, a_full_origin, a_password_hash, a_question, a_session_of, a_text_for, a_user,
    a_user_info_of, an_answer_to, an_id, an_item_of, choices,
};
use portico_application::UseCaseError;
use portico_application::exports::{
    ExportDocument, FoundExport, NoExport, RequestExportRefusal, UseCases,
};
use portico_application::idempotency::{Answer, IdempotentCall};
use serde_json::Value;

use crate::world::{World, from_address};

pub(super) type Request = Result<Export, UseCaseError<RequestExportRefusal>>;
pub(super) type Reading = Result<Read, UseCaseError<NoExport>>;

/// An export with its whole document.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Read {
    pub(super) export: Export,
    pub(super) document: Option<String>,
}

pub(super) async fn request(world: &World, user: UserId) -> Request {
    ask(UseCases::new(&world.ports), user).await
}

pub(super) async fn ask(exports: UseCases, user: UserId) -> Request {
    let call = IdempotentCall::without_key(no_reply);
    let origin = from_address("192.0.2.7");
    match exports.request.execute(user, &origin, &call).await? {
        Answer::Done(export) => Ok(export),
        Answer::Repeated(reply) => panic!("nobody gave a key: {reply:?}"),
    }
}

pub(super) fn no_reply(_: &Export) -> StoredReply {
    StoredReply {
        status: 202,
        tag: None,
        body: Vec::new(),
    }
}

pub(super) async fn read(world: &World, user: UserId) -> Reading {
    let found = open(world, user).await?;
    let document = match found.document {
        Some(document) => Some(text_of(document).await),
        None => None,
    };
    let export = found.export;
    Ok(Read { export, document })
}

/// An export whose document is to be read.
pub(super) async fn open(
    world: &World,
    user: UserId,
) -> Result<FoundExport, UseCaseError<NoExport>> {
    let read = UseCases::new(&world.ports).read;
    read.execute(user, &from_address("192.0.2.7")).await
}

async fn text_of(mut document: ExportDocument) -> String {
    let mut text = Vec::new();
    while let Some(part) = document.next_part().await.expect("a part") {
        text.extend(part);
    }
    String::from_utf8(text).expect("UTF-8")
}

/// What the export of this user holds.
pub(super) async fn document_of(world: &World, user: UserId) -> String {
    let found = read(world, user).await.expect("an export");
    found.document.expect("a document")
}

pub(super) fn json(document: &str) -> Value {
    serde_json::from_str(document).expect("JSON")
}

/// Kim, who has asked for an export.
pub(super) async fn kim_who_asked(world: &World) -> (User, Export) {
    let kim = world
        .keep_user(a_user().with_email("kim@example.com"))
        .await;
    let export = request(world, kim.id).await.expect("an export");
    (kim, export)
}

/// The one job that is due.
pub(super) async fn the_job(world: &World) -> ClaimedJob {
    let mut jobs = world.claim().await;
    assert_eq!(jobs.len(), 1, "{jobs:?}");
    jobs.pop().expect("a job")
}

/// Ends a job for good; tells whether it was held.
pub(super) async fn give_up(world: &World, job: &ClaimedJob) -> bool {
    let error = "refused".to_owned();
    let given_up = world.runner.give_up(job, &JobOutcome::Dead { error }).await;
    given_up.expect("an outcome")
}

/// Somebody of whom there is something of every kind. Every text says whose it is.
pub(super) async fn somebody(world: &World, name: &str) -> User {
    let user = a_user()
        .with_email(&format!("{name}@example.com"))
        .with_username(name)
        .with_full_name(&format!("{name} the first"))
        .build();
    let session = a_session_of(&user).from_origin(a_full_origin()).build();
    let item = an_item_of(&user)
        .titled(&format!("{name}'s boat"))
        .described(&format!("{name} built it"));
    let mut unit = world.ports.storage.units.begin().await.expect("a unit");
    let password = a_password_hash();
    let inserted = unit.users().insert(&user, Some(&password)).await;
    inserted.expect("a user");
    unit.sessions().insert(&session).await.expect("a session");
    unit.items().insert(&item.build()).await.expect("an item");
    unit.commit().await.expect("a commit");
    answer(world, &user, name).await;
    happened(world, AuditAction::LoginSucceeded, |it| it.by(user.id)).await;
    user
}

/// Answers one question of each kind whose answers are written in a way of their own.
async fn answer(world: &World, user: &User, name: &str) {
    let [text, number, boolean, some] = [
        QuestionKind::Text,
        QuestionKind::Number,
        QuestionKind::Boolean,
        QuestionKind::MultipleChoice(choices(&["red", "blue"])),
    ]
    .map(|kind| a_question().of_kind(kind).build());
    let digits = AnswerNumber::parse("1.50000000000000000001").expect("a number");
    let colours = vec![a_choice("red"), a_choice("blue")];
    let answers = vec![
        a_text_for(&text, &format!("{name} thinks so")),
        an_answer_to(&number, AnswerValue::Number(digits)),
        an_answer_to(&boolean, AnswerValue::Boolean(true)),
        an_answer_to(&some, AnswerValue::Choices(colours)),
    ];
    let mut unit = world.ports.storage.units.begin().await.expect("a unit");
    for question in [&text, &number, &boolean, &some] {
        unit.questions().insert(question).await.expect("a question");
    }
    let info = a_user_info_of(user, answers);
    unit.user_infos().insert(&info).await.expect("answers");
    unit.commit().await.expect("a commit");
}

/// An event with a full origin.
pub(super) async fn happened(
    world: &World,
    action: AuditAction,
    to: impl FnOnce(AuditEvent) -> AuditEvent,
) {
    let id = AuditEventId::from_uuid(an_id());
    let event = AuditEvent::new(id, world.clock.now(), action, a_full_origin());
    let mut unit = world.ports.storage.units.begin().await.expect("a unit");
    unit.audit().append(&to(event)).await.expect("an event");
    unit.commit().await.expect("a commit");
}
