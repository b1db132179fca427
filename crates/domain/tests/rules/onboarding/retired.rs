//! Questions that are not asked any more (F6r).

use portico_domain::onboarding::{AnswerProblem, QuestionKind, Questionnaire};

use super::{LATER, a_question, given, required, text};

#[test]
fn a_question_that_is_retired_says_since_when() {
    let question = a_question(1, "colour", QuestionKind::Text);
    let retired = question.retired(LATER);
    assert_eq!(retired.retired_at, Some(LATER));
    assert_eq!(retired.version, question.version.next());
    assert_eq!(
        (retired.id, retired.draft),
        (question.id, question.draft.clone())
    );
}

// F6r: only active questions can be answered.
#[test]
fn a_retired_question_is_neither_asked_nor_answered() {
    let retired = required(a_question(1, "colour", QuestionKind::Text)).retired(LATER);
    let (id, asked) = (retired.id, a_question(2, "size", QuestionKind::Text));
    let questionnaire = Questionnaire::new(vec![retired, asked.clone()]);

    assert!(questionnaire.asks(asked.id) && !questionnaire.asks(id));
    assert_eq!(questionnaire.judge(&given([])), Ok(Vec::new()));
    let faults = questionnaire.judge(&given([("colour", text("red"))]));
    let faults = faults.expect_err("a question that is not asked");
    assert_eq!(faults.len(), 1);
    assert_eq!(
        (faults[0].key.as_str(), faults[0].problem),
        ("colour", AnswerProblem::Unknown)
    );
}
