//! Questions of a superuser, and short ways to ask and to answer them.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::idempotency::StoredReply;
use domain::onboarding::{
    AnswerValue, Choice, ChoiceValue, Choices, GivenAnswer, Question, QuestionDraft, QuestionId,
    QuestionKey, QuestionKind, QuestionText, UserInfo,
};
use domain::ports::StorageError;
use domain::request_origin::RequestOrigin;
use domain::user::User;
use domain::version::Precondition;
use port_contracts::fixtures::a_user;
use portico_application::idempotency::{Answer, IdempotencyKeys, IdempotentCall};
use portico_application::onboarding::{
    AnswerQuestionsCommand, AnswerQuestionsRefusal, CreateQuestionCommand, CreateQuestionRefusal,
    DeleteAnswersCommand, DeleteQuestionCommand, LockAnswersRefusal, LockQuestionRefusal,
    QuestionsForm, UpdateAnswersCommand, UpdateAnswersRefusal, UpdateQuestionCommand,
    UpdateQuestionRefusal, UseCases,
};
use portico_application::{Policies, Ports, UseCaseError};

use crate::world::{World, a_world_with};

pub(crate) type Creation = Result<Answer<Question>, UseCaseError<CreateQuestionRefusal>>;
pub(crate) type QuestionUpdate = Result<Question, UseCaseError<UpdateQuestionRefusal>>;
pub(crate) type QuestionDeletion = Result<(), UseCaseError<LockQuestionRefusal>>;
pub(crate) type Answering = Result<Answer<UserInfo>, UseCaseError<AnswerQuestionsRefusal>>;
pub(crate) type AnswersUpdate = Result<UserInfo, UseCaseError<UpdateAnswersRefusal>>;
pub(crate) type AnswersDeletion = Result<(), UseCaseError<LockAnswersRefusal>>;

/// A world with what onboarding needs of it.
pub(crate) struct Desk {
    pub(crate) world: World,
    pub(crate) onboarding: UseCases,
    pub(crate) keys: IdempotencyKeys,
    pub(crate) root: User,
}

/// A desk without questions.
pub(crate) async fn a_desk() -> Arc<Desk> {
    a_desk_with(|_, _| ()).await
}

/// A desk with other ports or policies.
pub(crate) async fn a_desk_with(change: impl FnOnce(&mut Ports, &mut Policies)) -> Arc<Desk> {
    let world = a_world_with(change).await;
    let root = world.keep_user(a_user().superuser()).await;
    let desk = desk_of(world, root);
    let shipped = desk.world.ports.storage.onboarding.questions().await;
    for question in shipped.expect("the questions that are shipped") {
        let deleted = desk.delete_question(&question, Precondition::None).await;
        deleted.expect("a deletion");
    }
    desk.world.tables.execute("DELETE FROM audit_events").await;
    desk
}

/// The desk of a world, or of one more instance of it.
pub(crate) fn desk_of(world: World, root: User) -> Arc<Desk> {
    Arc::new(Desk {
        onboarding: UseCases::new(&world.ports, &world.policies),
        keys: IdempotencyKeys::new(&world.ports),
        root,
        world,
    })
}

/// An optional question.
pub(crate) fn draft(key: &str, kind: QuestionKind) -> QuestionDraft {
    QuestionDraft {
        key: QuestionKey::parse(key).expect("a key"),
        prompt: QuestionText::parse("What?").expect("a prompt"),
        kind,
        required: false,
        position: 0,
    }
}

/// A choice of one of these.
pub(crate) fn one_of(names: &[&str]) -> QuestionKind {
    QuestionKind::SingleChoice(choices(names))
}

/// A choice of some of these.
pub(crate) fn some_of(names: &[&str]) -> QuestionKind {
    QuestionKind::MultipleChoice(choices(names))
}

fn choices(names: &[&str]) -> Choices {
    let choices = names.iter().map(|name| Choice {
        value: ChoiceValue::parse(name).expect("the name of a choice"),
        label: QuestionText::parse(name).expect("a label"),
    });
    Choices::new(choices.collect()).expect("choices")
}

/// Answers that are texts.
pub(crate) fn given(answers: &[(&str, &str)]) -> BTreeMap<String, GivenAnswer> {
    let answers = answers.iter();
    answers
        .map(|&(key, text)| (key.to_owned(), GivenAnswer::Text(text.to_owned())))
        .collect()
}

/// Answers by key, in the order of the keys.
pub(crate) fn texts_of(info: &UserInfo) -> Vec<(String, String)> {
    let text = |value: &AnswerValue| match value {
        AnswerValue::Text(text) => text.as_str().to_owned(),
        AnswerValue::Choice(choice) => choice.as_str().to_owned(),
        other => format!("{other:?}"),
    };
    let answers = info.answers.iter();
    let mut texts: Vec<_> = answers
        .map(|it| (it.key.as_str().to_owned(), text(&it.value)))
        .collect();
    texts.sort();
    texts
}

/// The keys of the questions.
fn write(questions: &[Question]) -> String {
    let keys = questions.iter().map(|it| it.draft.key.as_str());
    keys.collect::<Vec<_>>().join(", ")
}

/// A reply that says which question was made.
pub(crate) fn question_reply(question: &Question) -> StoredReply {
    reply_of(question.id.to_string())
}

/// A reply that says who answered.
pub(crate) fn info_reply(info: &UserInfo) -> StoredReply {
    reply_of(info.user.to_string())
}

fn reply_of(body: String) -> StoredReply {
    StoredReply {
        status: 201,
        tag: None,
        body: body.into_bytes(),
    }
}

impl Desk {
    /// Somebody new.
    pub(crate) async fn somebody(&self) -> User {
        self.world.keep_user(a_user()).await
    }

    pub(crate) async fn try_create(
        &self,
        draft: QuestionDraft,
        call: &IdempotentCall<Question>,
    ) -> Creation {
        let command = CreateQuestionCommand {
            draft,
            actor: self.root.id,
            origin: RequestOrigin::default(),
        };
        self.onboarding.create_question.execute(command, call).await
    }

    /// A new question.
    pub(crate) async fn ask(&self, draft: QuestionDraft) -> Question {
        let call = IdempotentCall::without_key(question_reply);
        match self.try_create(draft, &call).await {
            Ok(Answer::Done(question)) => question,
            other => panic!("not made: {other:?}"),
        }
    }

    /// Makes this of a question, if it is of one of these versions.
    pub(crate) async fn rewrite(
        &self,
        id: QuestionId,
        draft: QuestionDraft,
        precondition: Precondition,
    ) -> QuestionUpdate {
        let command = UpdateQuestionCommand {
            id,
            draft,
            precondition,
            actor: self.root.id,
            origin: RequestOrigin::default(),
        };
        self.onboarding.update_question.execute(command).await
    }

    pub(crate) async fn delete_question(
        &self,
        question: &Question,
        precondition: Precondition,
    ) -> QuestionDeletion {
        let command = DeleteQuestionCommand {
            id: question.id,
            precondition,
            actor: self.root.id,
            origin: RequestOrigin::default(),
        };
        self.onboarding.delete_question.execute(command).await
    }

    /// The question as the database has it.
    pub(crate) async fn stored(&self, id: QuestionId) -> Option<Question> {
        let found = self.world.ports.storage.onboarding.question(id).await;
        found.expect("a read")
    }

    pub(crate) async fn try_list(&self) -> Result<String, StorageError> {
        let form = QuestionsForm {
            name: "keys",
            write,
        };
        let list = self.onboarding.list_questions.execute(form).await?;
        Ok(String::from_utf8_lossy(list.body()).into_owned())
    }

    /// The keys of the questions that are asked.
    pub(crate) async fn list(&self) -> String {
        self.try_list().await.expect("a list")
    }

    pub(crate) async fn try_answer(
        &self,
        user: &User,
        given: BTreeMap<String, GivenAnswer>,
        call: &IdempotentCall<UserInfo>,
    ) -> Answering {
        let command = AnswerQuestionsCommand {
            user: user.id,
            given,
            origin: RequestOrigin::default(),
        };
        self.onboarding.answer.execute(command, call).await
    }

    /// First answers.
    pub(crate) async fn answer(&self, user: &User, answers: &[(&str, &str)]) -> UserInfo {
        let call = IdempotentCall::without_key(info_reply);
        match self.try_answer(user, given(answers), &call).await {
            Ok(Answer::Done(info)) => info,
            other => panic!("not answered: {other:?}"),
        }
    }

    /// Other answers, if the present ones are of one of these versions.
    pub(crate) async fn answer_anew(
        &self,
        user: &User,
        given: BTreeMap<String, GivenAnswer>,
        precondition: Precondition,
    ) -> AnswersUpdate {
        let command = UpdateAnswersCommand {
            user: user.id,
            given,
            precondition,
            origin: RequestOrigin::default(),
        };
        self.onboarding.update_answers.execute(command).await
    }

    pub(crate) async fn delete_answers(
        &self,
        user: &User,
        precondition: Precondition,
    ) -> AnswersDeletion {
        let command = DeleteAnswersCommand {
            user: user.id,
            precondition,
            origin: RequestOrigin::default(),
        };
        self.onboarding.delete_answers.execute(command).await
    }

    /// The answers of a user, if there are some.
    pub(crate) async fn answers_of(&self, user: &User) -> Option<UserInfo> {
        match self.onboarding.read_answers.execute(user.id).await {
            Ok(info) => Some(info),
            Err(UseCaseError::Refused(_)) => None,
            Err(other) => panic!("not read: {other:?}"),
        }
    }
}
