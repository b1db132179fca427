//! Work that a client cannot cut short.

use std::future::Future;

use tracing::Instrument;

use crate::problem::{ErrorCode, Problem};

/// Runs a writing use case on its own task and waits for it. A client that goes away drops the handler, not
/// the task: what follows a commit still happens (I19).
///
/// # Errors
/// The use case's own error as a problem; an internal error when it panicked.
pub(crate) async fn run_to_completion<T, E, F>(work: F) -> Result<T, Problem>
where
    F: Future<Output = Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: Into<Problem> + Send + 'static,
{
    match tokio::spawn(work.in_current_span()).await {
        Ok(outcome) => outcome.map_err(Into::into),
        Err(error) => {
            tracing::error!(panicked = error.is_panic(), "a use case did not end");
            Err(Problem::new(ErrorCode::InternalError))
        }
    }
}
