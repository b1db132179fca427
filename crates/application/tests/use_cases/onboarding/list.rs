//! The cached list of questions: what is in it, and when it is read anew (I8, I9).

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use domain::onboarding::{Question, QuestionDraft, QuestionId, QuestionKind, UserInfo};
use domain::ports::{OnboardingQueries, StorageError};
use domain::user::UserId;
use domain::version::Precondition;
use portico_application::onboarding::QuestionsForm;

use super::desk::draft;
use super::{Desk, a_desk, a_desk_with, desk_of};

/// A database that counts how often the list is read.
struct CountedReads {
    inner: Arc<dyn OnboardingQueries>,
    lists: AtomicU32,
}

#[async_trait]
impl OnboardingQueries for CountedReads {
    async fn questions(&self) -> Result<Vec<Question>, StorageError> {
        self.lists.fetch_add(1, Ordering::SeqCst);
        self.inner.questions().await
    }

    async fn question(&self, id: QuestionId) -> Result<Option<Question>, StorageError> {
        self.inner.question(id).await
    }

    async fn user_info(&self, user: UserId) -> Result<Option<UserInfo>, StorageError> {
        self.inner.user_info(user).await
    }
}

/// A desk over such a database.
async fn a_counted_desk() -> (Arc<Desk>, Arc<CountedReads>) {
    let mut reads = None;
    let desk = a_desk_with(|ports, _| {
        let counted = Arc::new(CountedReads {
            inner: ports.storage.onboarding.clone(),
            lists: AtomicU32::new(0),
        });
        ports.storage.onboarding = counted.clone();
        reads = Some(counted);
    })
    .await;
    let reads = reads.expect("the reads");
    reads.lists.store(0, Ordering::SeqCst);
    (desk, reads)
}

#[tokio::test]
async fn questions_are_listed_by_position_and_key() {
    let desk = a_desk().await;
    assert_eq!(desk.list().await, "");
    for (key, position) in [("c", 1), ("b", 2), ("a", 2), ("d", 0)] {
        let draft = draft(key, QuestionKind::Text);
        desk.ask(QuestionDraft { position, ..draft }).await;
    }
    assert_eq!(desk.list().await, "d, c, a, b");
}

// I8
#[tokio::test]
async fn a_list_that_nobody_changes_is_read_once() {
    let (desk, reads) = a_counted_desk().await;
    desk.ask(draft("colour", QuestionKind::Text)).await;
    for _ in 0..10 {
        assert_eq!(desk.list().await, "colour");
    }
    assert_eq!(reads.lists.load(Ordering::SeqCst), 1);
}

// I9
#[tokio::test]
async fn every_change_is_in_the_next_list() {
    let desk = a_desk().await;
    for round in 0..100 {
        let first = format!("a{round}");
        let question = desk.ask(draft(&first, QuestionKind::Text)).await;
        assert_eq!(desk.list().await, first);
        let second = format!("b{round}");
        let rewritten = draft(&second, QuestionKind::Text);
        let changed = desk.rewrite(question.id, rewritten, Precondition::None);
        changed.await.expect("an update");
        assert_eq!(desk.list().await, second);
        let deleted = desk.delete_question(&question, Precondition::None).await;
        deleted.expect("a deletion");
        assert_eq!(desk.list().await, "");
    }
}

// I9
#[tokio::test]
async fn another_instance_sees_a_change_once_it_has_heard_of_it() {
    let desk = a_desk().await;
    let other = desk_of(desk.world.twin().await, desk.root.clone());
    other.world.listen().await;
    assert_eq!(other.list().await, "");
    desk.ask(draft("colour", QuestionKind::Text)).await;
    let seen = async {
        while other.list().await != "colour" {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    let in_time = tokio::time::timeout(Duration::from_secs(1), seen).await;
    in_time.expect("the news travel within a second");
}

#[tokio::test]
async fn a_list_that_is_read_anew_and_is_the_same_keeps_its_tag() {
    const COUNT: QuestionsForm = QuestionsForm {
        name: "how many",
        write: |questions| questions.len().to_string(),
    };
    let desk = a_desk().await;
    let question = desk.ask(draft("colour", QuestionKind::Text)).await;
    let list = async || desk.onboarding.list_questions.execute(COUNT).await;
    let before = list().await.expect("a list");
    let size = draft("size", QuestionKind::Text);
    let changed = desk.rewrite(question.id, size, Precondition::None).await;
    changed.expect("an update");
    assert_eq!(list().await.expect("a list"), before);
    desk.ask(draft("shape", QuestionKind::Text)).await;
    assert_ne!(list().await.expect("a list").tag, before.tag);
}

#[tokio::test]
async fn without_a_time_to_live_nothing_is_kept() {
    let desk = a_desk_with(|_, policies| policies.list_ttl = Duration::ZERO).await;
    desk.ask(draft("colour", QuestionKind::Text)).await;
    assert_eq!(desk.list().await, "colour");
    desk.ask(draft("size", QuestionKind::Text)).await;
    assert_eq!(desk.list().await, "colour, size");
}

// I6
#[tokio::test]
async fn an_outage_is_told_and_not_kept() {
    let desk = a_desk().await;
    desk.world.faults.fail_at(1);
    assert!(desk.try_list().await.is_err());
    desk.world.faults.heal();
    assert_eq!(desk.list().await, "");
}
