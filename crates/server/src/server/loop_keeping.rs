//! Loops that go on whatever happens to them.
//!
//! A loop ends before its time only by a bug: it panicked. The process goes on without it unnoticed otherwise, and
//! `/readyz` with it. Ending the process would be noticed too, but it would cut requests off that have nothing to do with
//! the loop, again and again if what it trips over is stored. So the loop is begun anew, and the log says so each time.

use std::future::Future;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::sleep;

/// Before a loop is begun anew: what it tripped over may be there still.
const PAUSE: Duration = Duration::from_secs(5);

/// Runs a loop until it is told to end, which is when the sender of `stop` is gone.
pub(super) async fn keep_going<F>(
    name: &'static str,
    stop: watch::Receiver<()>,
    begin: impl Fn(Told) -> F,
) where
    F: Future<Output = ()> + Send + 'static,
{
    loop {
        // On a task of its own: there, a panic is an error. It ends with this one.
        let mut task = JoinSet::new();
        task.spawn(begin(Told(stop.clone())));
        let error = match task.join_next().await {
            Some(Err(error)) => error.to_string(),
            _ => "it ended".to_owned(),
        };
        if stop.has_changed().is_err() {
            return;
        }
        tracing::error!(r#loop = name, error, pause = ?PAUSE, "a loop did not go on; it is begun anew");
        tokio::select! {
            () = Told(stop.clone()).wait() => return,
            () = sleep(PAUSE) => {}
        }
    }
}

/// What a loop is told to end by.
pub(super) struct Told(watch::Receiver<()>);

impl Told {
    /// Ready once it is to end.
    pub(super) async fn wait(mut self) {
        while self.0.changed().await.is_ok() {}
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use tokio::task::JoinHandle;
    use tokio::time::{Instant, timeout};

    use super::*;

    /// A loop that panics this often, counting how often it was begun.
    fn keep(panics: u32) -> (Arc<AtomicU32>, watch::Sender<()>, JoinHandle<()>) {
        let (starts, stop) = (Arc::<AtomicU32>::default(), watch::Sender::new(()));
        let counter = starts.clone();
        let begin = move |told: Told| {
            let counter = counter.clone();
            async move {
                let before = counter.fetch_add(1, Ordering::SeqCst);
                assert!(before >= panics, "a panic of this test");
                told.wait().await;
            }
        };
        let kept = tokio::spawn(keep_going("test", stop.subscribe(), begin));
        (starts, stop, kept)
    }

    #[tokio::test(start_paused = true)]
    async fn a_loop_that_panicked_is_begun_anew() {
        let (starts, stop, kept) = keep(2);
        sleep(PAUSE * 4).await;
        assert_eq!(starts.load(Ordering::SeqCst), 3);
        drop(stop);
        let ended = timeout(Duration::from_millis(1), kept).await;
        assert!(matches!(ended, Ok(Ok(()))), "{ended:?}");
    }

    // I13
    #[tokio::test(start_paused = true)]
    async fn the_pause_before_that_keeps_no_process_from_stopping() {
        let (starts, stop, kept) = keep(1);
        sleep(PAUSE / 2).await;
        let told = Instant::now();
        drop(stop);
        kept.await.expect("a good end");
        assert!(told.elapsed() < PAUSE / 2);
        assert_eq!(starts.load(Ordering::SeqCst), 1);
    }
}
