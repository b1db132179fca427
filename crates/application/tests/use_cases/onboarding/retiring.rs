//! Questions that were answered: what may become of them, and that their answers stay readable (F6r).

use domain::onboarding::{AnswerFault, AnswerProblem, QuestionDraft, QuestionKind, QuestionText};
use domain::version::Precondition;
use portico_application::UseCaseError;
use portico_application::idempotency::IdempotentCall;
use portico_application::onboarding::{
    AnswerQuestionsRefusal, CreateQuestionRefusal, InvalidAnswers, KeyTaken, LockQuestionRefusal,
    NoSuchQuestion, UpdateQuestionRefusal,
};

use super::a_desk;
use super::desk::{draft, given, info_reply, one_of, question_reply, texts_of};

fn pair(key: &str, text: &str) -> (String, String) {
    (key.to_owned(), text.to_owned())
}

// F6r, H4
#[tokio::test]
async fn a_question_with_answers_is_retired_and_they_stay_readable() {
    let desk = a_desk().await;
    let (kim, eve) = (desk.somebody().await, desk.somebody().await);
    let colour = draft("colour", QuestionKind::Text);
    let colour = desk
        .ask(QuestionDraft {
            required: true,
            ..colour
        })
        .await;
    desk.ask(draft("size", QuestionKind::Text)).await;
    let answered = desk.answer(&kim, &[("colour", "red")]).await;

    let deleted = desk.delete_question(&colour, Precondition::None).await;

    assert_eq!(deleted, Ok(()));
    let audited = "questions.changed success retired";
    assert_eq!(desk.world.tables.last_audit().await, audited);
    assert_eq!(desk.list().await, "size");
    let read = desk.onboarding.read_question.execute(colour.id).await;
    assert_eq!(read, Err(UseCaseError::Refused(NoSuchQuestion)));
    assert_eq!(desk.answers_of(&kim).await, Some(answered));

    // F6r: it is neither wanted nor taken any more.
    assert!(texts_of(&desk.answer(&eve, &[]).await).is_empty());
    let lee = desk.somebody().await;
    let call = IdempotentCall::without_key(info_reply);
    let late = desk
        .try_answer(&lee, given(&[("colour", "red")]), &call)
        .await;
    let fault = AnswerFault {
        key: "colour".to_owned(),
        problem: AnswerProblem::Unknown,
    };
    let refusal = AnswerQuestionsRefusal::Invalid(InvalidAnswers(vec![fault]));
    assert_eq!(late, Err(UseCaseError::Refused(refusal)));
}

#[tokio::test]
async fn a_retired_question_cannot_be_changed_and_keeps_its_key() {
    let desk = a_desk().await;
    let kim = desk.somebody().await;
    let colour = desk.ask(draft("colour", QuestionKind::Text)).await;
    desk.answer(&kim, &[("colour", "red")]).await;
    let deleted = desk.delete_question(&colour, Precondition::None).await;
    deleted.expect("a retirement");
    let before = desk.world.tables.dump().await;

    let missing = LockQuestionRefusal::NotFound(NoSuchQuestion);
    let again = desk.delete_question(&colour, Precondition::None).await;
    assert_eq!(again, Err(UseCaseError::Refused(missing)));
    let hue = draft("hue", QuestionKind::Text);
    let changed = desk.rewrite(colour.id, hue, Precondition::None).await;
    let refusal = UpdateQuestionRefusal::NotLocked(missing);
    assert_eq!(changed, Err(UseCaseError::Refused(refusal)));
    let call = IdempotentCall::without_key(question_reply);
    let colour = draft("colour", QuestionKind::Text);
    let made = desk.try_create(colour, &call).await;
    let refusal = CreateQuestionRefusal::KeyTaken(KeyTaken::Retired);
    assert_eq!(made, Err(UseCaseError::Refused(refusal)));
    assert_eq!(desk.world.tables.dump().await, before);
    let size = desk.ask(draft("size", QuestionKind::Text)).await;
    let colour = draft("colour", QuestionKind::Text);
    let renamed = desk.rewrite(size.id, colour, Precondition::None).await;
    let refusal = UpdateQuestionRefusal::KeyTaken(KeyTaken::Retired);
    assert_eq!(renamed, Err(UseCaseError::Refused(refusal)));
}

#[tokio::test]
async fn other_answers_leave_those_to_retired_questions() {
    let desk = a_desk().await;
    let kim = desk.somebody().await;
    let colour = desk.ask(draft("colour", QuestionKind::Text)).await;
    desk.ask(draft("size", QuestionKind::Text)).await;
    let answers = [("colour", "red"), ("size", "tall")];
    let info = desk.answer(&kim, &answers).await;
    let deleted = desk.delete_question(&colour, Precondition::None).await;
    deleted.expect("a retirement");

    let same = desk.answer_anew(&kim, given(&[("size", "tall")]), Precondition::None);
    assert_eq!(same.await.expect("an update").version, info.version);
    let other = desk.answer_anew(&kim, given(&[]), Precondition::None).await;
    let other = other.expect("an update");
    assert_eq!(texts_of(&other), [pair("colour", "red")]);
    assert_eq!(desk.answers_of(&kim).await, Some(other));
}

#[tokio::test]
async fn a_question_with_answers_stays_of_its_kind() {
    let desk = a_desk().await;
    let kim = desk.somebody().await;
    let colour = draft("colour", one_of(&["red", "blue"]));
    let question = desk.ask(colour.clone()).await;
    desk.answer(&kim, &[("colour", "red")]).await;
    let before = desk.world.tables.dump().await;

    for kind in [
        QuestionKind::Text,
        one_of(&["red"]),
        one_of(&["Red", "blue"]),
    ] {
        let change = draft("colour", kind);
        let changed = desk.rewrite(question.id, change, Precondition::None).await;
        let refused = UseCaseError::Refused(UpdateQuestionRefusal::HasAnswers);
        assert_eq!(changed, Err(refused));
    }
    assert_eq!(desk.world.tables.dump().await, before);

    let wider = QuestionDraft {
        prompt: QuestionText::parse("Which one?").expect("a prompt"),
        required: true,
        position: 7,
        ..draft("hue", one_of(&["green", "blue", "red"]))
    };
    let changed = desk.rewrite(question.id, wider, Precondition::None).await;
    assert!(changed.is_ok(), "{changed:?}");
    // The answer goes by the new key.
    let info = desk.answers_of(&kim).await.expect("answers");
    assert_eq!(texts_of(&info), [pair("hue", "red")]);
}

#[tokio::test]
async fn once_its_answers_are_gone_a_question_is_free() {
    let desk = a_desk().await;
    let kim = desk.somebody().await;
    let colour = desk.ask(draft("colour", QuestionKind::Text)).await;
    let size = desk.ask(draft("size", QuestionKind::Text)).await;
    let answers = [("colour", "red"), ("size", "tall")];
    desk.answer(&kim, &answers).await;
    let deleted = desk.delete_answers(&kim, Precondition::None).await;
    deleted.expect("a deletion");

    let number = draft("colour", QuestionKind::Number);
    let changed = desk.rewrite(colour.id, number, Precondition::None).await;
    assert!(changed.is_ok(), "{changed:?}");
    let deleted = desk.delete_question(&size, Precondition::None).await;
    deleted.expect("a deletion");
    assert_eq!(desk.stored(size.id).await, None);
}
