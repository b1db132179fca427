//! Which refusal is told when a request deserves several: who asks is judged before what is asked for (D1, F1r).
//!
//! The extractors of a handler run side by side, and the first that refuses answers the request. All of them are made
//! before the first is polled, so one that finds a fault knows by then whether another judges the token.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::{HttpMessage, HttpRequest};
use application::sessions::Authenticated;
use futures_util::FutureExt;
use futures_util::future::{Either, LocalBoxFuture, Shared};

use crate::problem::Problem;

/// Who asks, found out once for every extractor that waits for it.
type Caller = Shared<LocalBoxFuture<'static, Result<Arc<Authenticated>, Problem>>>;

/// What an extractor has found: a value at once, or a refusal after the caller was judged.
pub(super) type Judged<T> =
    Either<Ready<Result<T, Problem>>, LocalBoxFuture<'static, Result<T, Problem>>>;

/// The handler's extractor that judges the caller; in the request's extensions.
#[derive(Clone)]
struct Judge(Caller);

/// Lets the other extractors of the request wait for what becomes of its caller.
pub(super) fn judge_caller(
    request: &HttpRequest,
    judging: impl Future<Output = Result<Authenticated, Problem>> + 'static,
) -> Caller {
    let caller = judging.map(|found| found.map(Arc::new)).boxed_local();
    let caller = caller.shared();
    request.extensions_mut().insert(Judge(caller.clone()));
    caller
}

/// The refusal that is told: that of the caller, if the handler judges one who is refused or cannot be judged;
/// otherwise `problem`.
pub(super) async fn refused_first(request: HttpRequest, problem: Problem) -> Problem {
    let judge = request.extensions().get::<Judge>().cloned();
    match judge {
        Some(Judge(caller)) => caller.await.err().unwrap_or(problem),
        None => problem,
    }
}

/// Gives a value at once, and a refusal in its turn.
pub(super) fn in_turn<T: 'static>(request: &HttpRequest, found: Result<T, Problem>) -> Judged<T> {
    match found {
        Ok(value) => Either::Left(ready(Ok(value))),
        Err(problem) => {
            let refusal = refused_first(request.clone(), problem);
            Either::Right(Box::pin(async move { Err(refusal.await) }))
        }
    }
}
