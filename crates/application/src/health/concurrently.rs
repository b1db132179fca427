//! Waits for several answers at once, without a runtime: the use cases know none.

use std::future::{Future, poll_fn};
use std::iter::zip;
use std::pin::Pin;
use std::task::Poll;

/// Something that will give an answer.
pub(super) type Question<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Every answer, in the order of the questions, after as long as the slowest of them takes.
pub(super) async fn concurrently<T>(mut questions: Vec<Question<'_, T>>) -> Vec<T> {
    let mut answers: Vec<Option<T>> = questions.iter().map(|_| None).collect();
    poll_fn(|context| {
        for (question, answer) in zip(&mut questions, &mut answers) {
            if answer.is_none()
                && let Poll::Ready(given) = question.as_mut().poll(context)
            {
                *answer = Some(given);
            }
        }
        if answers.iter().all(Option::is_some) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
    answers.into_iter().flatten().collect()
}
