//! The answers of one user, and what becomes of them (F6r).

use std::collections::BTreeMap;
use std::time::Duration;

use portico_domain::onboarding::{
    Answer, GivenAnswer, Question, QuestionKind, Questionnaire, UserInfo,
};
use portico_domain::user::UserId;
use portico_domain::version::Version;
use uuid::Uuid;

use super::{LATER, MADE_AT, a_question, given, text};

fn questions() -> [Question; 3] {
    [
        a_question(1, "colour", QuestionKind::Text),
        a_question(2, "size", QuestionKind::Text),
        a_question(3, "shape", QuestionKind::Text),
    ]
}

fn judged(questionnaire: &Questionnaire, answers: &BTreeMap<String, GivenAnswer>) -> Vec<Answer> {
    questionnaire.judge(answers).expect("good answers")
}

/// Answers to all three questions, and what is asked once the second is retired.
fn answered_before_one_was_retired() -> (UserInfo, Questionnaire) {
    let all = Questionnaire::new(questions().to_vec());
    let answers = given([
        ("colour", text("red")),
        ("size", text("tall")),
        ("shape", text("round")),
    ]);
    let user = UserId::from_uuid(Uuid::from_u128(7));
    let info = UserInfo::new(user, judged(&all, &answers), MADE_AT);
    let [colour, size, shape] = questions();
    (
        info,
        Questionnaire::new(vec![colour, size.retired(LATER), shape]),
    )
}

fn texts_of(info: &UserInfo) -> BTreeMap<&str, String> {
    let answers = info.answers.iter();
    answers
        .map(|it| (it.key.as_str(), format!("{:?}", it.value)))
        .collect()
}

#[test]
fn first_answers_have_a_version_that_no_earlier_ones_had() {
    let (info, _) = answered_before_one_was_retired();
    assert_eq!(info.version, Version::first_since(MADE_AT));
    let later = MADE_AT.plus(Duration::from_micros(1));
    let again = UserInfo::new(info.user, info.answers.clone(), later);
    assert_ne!(again.version, info.version);
    assert_eq!((info.created_at, info.updated_at), (MADE_AT, MADE_AT));
}

#[test]
fn other_answers_replace_all_that_are_asked_for_and_keep_the_rest() {
    let (info, asked) = answered_before_one_was_retired();
    let before = texts_of(&info);
    let answers = judged(&asked, &given([("colour", text("blue"))]));

    let after = info.answered_anew(answers, &asked, LATER);

    assert_eq!(after.version, info.version.next());
    assert_eq!((after.created_at, after.updated_at), (MADE_AT, LATER));
    let texts = texts_of(&after);
    assert_eq!(
        texts.keys().copied().collect::<Vec<_>>(),
        ["colour", "size"]
    );
    assert!(texts["colour"].contains("blue"));
    assert_eq!(texts["size"], before["size"]);
}

// An update that changes nothing leaves the copies that clients hold good.
#[test]
fn the_same_answers_are_no_change_whatever_their_order() {
    let (info, asked) = answered_before_one_was_retired();
    let same = given([("shape", text("round")), ("colour", text("red"))]);
    let after = info.answered_anew(judged(&asked, &same), &asked, LATER);
    assert_eq!(after, info);
}

#[test]
fn an_answer_that_is_left_out_is_a_change() {
    let (info, asked) = answered_before_one_was_retired();
    let after = info.answered_anew(Vec::new(), &asked, LATER);
    assert_eq!(after.version, info.version.next());
    assert_eq!(
        texts_of(&after).keys().copied().collect::<Vec<_>>(),
        ["size"]
    );
}
