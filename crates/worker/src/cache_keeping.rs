//! Keeps a process's copies of sessions right, however often the news of other instances are lost.

use std::future::Future;

use application::caches::CacheKeeper;

/// Listens to the news until `stop` is ready, and listens anew when they were lost. Every process that serves
/// requests needs it.
pub async fn keep_caches(keeper: CacheKeeper, stop: impl Future<Output = ()>) {
    tokio::select! {
        () = stop => {}
        () = listen_again_and_again(&keeper) => {}
    }
}

async fn listen_again_and_again(keeper: &CacheKeeper) {
    loop {
        if let Err(error) = keeper.listen().await {
            tracing::debug!(%error, "the news of other instances are away; copies of sessions live shorter");
        }
        tokio::time::sleep(CacheKeeper::RETRY_AFTER).await;
    }
}
