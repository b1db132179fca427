//! Users and superusers at the same time (F6r, I12).

use domain::onboarding::QuestionKind;
use domain::version::{Precondition, PreconditionFailed};
use portico_application::UseCaseError;
use portico_application::idempotency::IdempotentCall;
use portico_application::onboarding::{
    AnswerQuestionsRefusal, LockAnswersRefusal, UpdateAnswersRefusal,
};

use super::a_desk;
use super::desk::{draft, given, info_reply, texts_of};
use crate::world::race;

// F6r: unique for each user and question.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_answers_of_one_user_one_is_kept() {
    let desk = a_desk().await;
    desk.ask(draft("colour", QuestionKind::Text)).await;
    for _ in 0..10 {
        let kim = desk.somebody().await;
        let answers = race(6, |number| {
            let (desk, kim) = (desk.clone(), kim.clone());
            async move {
                let call = IdempotentCall::without_key(info_reply);
                let text = format!("answer {number}");
                let answers = given(&[("colour", &text)]);
                desk.try_answer(&kim, answers, &call).await
            }
        })
        .await;
        let before = UseCaseError::Refused(AnswerQuestionsRefusal::AnsweredBefore);
        let late = answers.iter().filter(|it| it.as_ref() == Err(&before));
        assert_eq!(late.count(), 5);
        assert_eq!(answers.iter().filter(|it| it.is_ok()).count(), 1);
    }
    assert_eq!(desk.world.tables.count("user_answers").await, 10);
}

// RFC 9110 §13.1.1
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_changes_of_what_was_seen_one_succeeds() {
    let desk = a_desk().await;
    desk.ask(draft("colour", QuestionKind::Text)).await;
    let kim = desk.somebody().await;
    let mut info = desk.answer(&kim, &[("colour", "red")]).await;
    for round in 0..10 {
        let answers = race(4, |number| {
            let (desk, kim) = (desk.clone(), kim.clone());
            let seen = Precondition::OneOf(vec![info.version]);
            async move {
                let text = format!("{round} {number}");
                desk.answer_anew(&kim, given(&[("colour", &text)]), seen)
                    .await
            }
        })
        .await;
        let changed = LockAnswersRefusal::Changed(PreconditionFailed);
        let changed = UseCaseError::Refused(UpdateAnswersRefusal::NotLocked(changed));
        let lost = answers.iter().filter(|it| it.as_ref() == Err(&changed));
        assert_eq!(lost.count(), 3);
        info = desk.answers_of(&kim).await.expect("answers");
        assert!(answers.contains(&Ok(info.clone())));
    }
}

// F6r: whoever answered while the question went either has an answer that stays readable, or was refused.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_question_that_goes_while_it_is_answered_loses_no_answer() {
    let desk = a_desk().await;
    for round in 0..20 {
        let key = format!("q{round}");
        let question = desk.ask(draft(&key, QuestionKind::Text)).await;
        let kim = desk.somebody().await;
        let answered = race(2, |number| {
            let (desk, kim) = (desk.clone(), kim.clone());
            let (question, key) = (question.clone(), key.clone());
            async move {
                if number == 0 {
                    let deleted = desk.delete_question(&question, Precondition::None).await;
                    deleted.expect("a deletion");
                    return None;
                }
                let call = IdempotentCall::without_key(info_reply);
                let answers = given(&[(&key, "red")]);
                Some(desk.try_answer(&kim, answers, &call).await)
            }
        })
        .await;
        let answered = answered.into_iter().flatten().next().expect("an attempt");
        let kept = desk.answers_of(&kim).await;
        assert_eq!(answered.is_ok(), kept.is_some(), "{answered:?}");
        let is_retired = desk.stored(question.id).await.is_some();
        assert_eq!(is_retired, kept.is_some());
        if let Some(info) = kept {
            assert_eq!(texts_of(&info), [(key, "red".to_owned())]);
        }
    }
}
