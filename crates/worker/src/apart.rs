//! Work on a task of its own.

use std::future::Future;

use tokio::task::JoinSet;
use tracing::Instrument;

/// Has it done where a panic harms nothing else: `None` then. It ends with whoever waits for it.
pub(crate) async fn apart<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> Option<T> {
    let mut task = JoinSet::new();
    task.spawn(work.in_current_span());
    task.join_next().await.and_then(Result::ok)
}
