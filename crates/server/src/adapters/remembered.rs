//! Remembers an answer for a while.
//!
//! For what many ask at any time and what costs something to find out: it is found out by one task at a time, on the
//! runtime that lives longest, and nobody waits for it for long.

use std::future::Future;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::AbortHandle;
use tokio::time::{Instant, timeout};

/// One thing to remember.
pub(crate) struct Remembered<T> {
    /// Outlives the runtimes of the HTTP workers.
    runtime: Handle,
    latest: watch::Sender<Option<Answer<T>>>,
    asking: Mutex<Option<AbortHandle>>,
    patience: Duration,
}

/// What was found out.
#[derive(Clone)]
pub(crate) struct Answer<T> {
    pub(crate) value: T,
    until: Instant,
}

impl<T> Answer<T> {
    /// Whether it still counts.
    pub(crate) fn is_fresh(&self) -> bool {
        Instant::now() < self.until
    }
}

impl<T: Clone + Send + Sync + 'static> Remembered<T> {
    /// Nothing yet. Whoever asks waits for so long at the most. Call it inside the runtime that lives longest.
    pub(crate) fn new(patience: Duration) -> Self {
        Self {
            runtime: Handle::current(),
            latest: watch::Sender::default(),
            asking: Mutex::default(),
            patience,
        }
    }

    /// The latest answer. Where none is fresh, `ask` is begun first, unless it is under way; it gives the value and how
    /// long that counts. An answer that came too late for this caller is there for the next one.
    pub(crate) async fn latest<F>(&self, ask: impl FnOnce() -> F) -> Option<Answer<T>>
    where
        F: Future<Output = (T, Duration)> + Send + 'static,
    {
        let mut latest = self.latest.subscribe();
        let is_fresh = |answer: &Option<Answer<T>>| answer.as_ref().is_some_and(Answer::is_fresh);
        if !is_fresh(&self.latest.borrow()) {
            self.refresh(ask);
            let _ = timeout(self.patience, latest.wait_for(is_fresh)).await;
        }
        self.latest.borrow().clone()
    }

    fn refresh<F>(&self, ask: impl FnOnce() -> F)
    where
        F: Future<Output = (T, Duration)> + Send + 'static,
    {
        let mut asking = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        if asking.as_ref().is_some_and(|task| !task.is_finished()) {
            return;
        }
        let (question, latest) = (ask(), self.latest.clone());
        let task = self.runtime.spawn(async move {
            let (value, lifetime) = question.await;
            let until = Instant::now() + lifetime;
            latest.send_replace(Some(Answer { value, until }));
        });
        *asking = Some(task.abort_handle());
    }
}
