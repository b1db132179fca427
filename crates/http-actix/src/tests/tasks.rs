//! Work that a client cannot cut short (I19).

use std::time::Duration;

use tokio::sync::oneshot;

use crate::problem::{ErrorCode, Problem};
use crate::task::run_to_completion;

#[actix_web::test]
async fn work_goes_on_when_nobody_waits_for_it() {
    // I19
    let (commit, committed) = oneshot::channel::<()>();
    let (after, followed) = oneshot::channel();
    let mut handler = Box::pin(run_to_completion(async move {
        committed.await.ok();
        after.send(()).ok();
        Ok::<(), Problem>(())
    }));

    let gone = tokio::time::timeout(Duration::from_millis(5), &mut handler).await;
    assert!(gone.is_err());
    drop(handler);
    commit.send(()).unwrap();

    followed.await.expect("what follows the commit happens");
}

#[actix_web::test]
async fn a_panic_in_a_use_case_is_an_internal_error() {
    // G4
    let outcome = run_to_completion::<(), Problem, _>(async { panic!("a bug") }).await;

    assert_eq!(
        outcome.unwrap_err().to_string(),
        ErrorCode::InternalError.as_str()
    );
}
