//! An outage of Redis is an error within a second, and over when it is over.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod hot_path;
mod invalidation;
mod job_signal;
mod replies;

use std::future::Future;
use std::time::{Duration, Instant};

use domain::ports::Invalidation;
use domain::session::SessionId;
use port_contracts::fixtures::an_id;
use portico_infra_redis::{RedisConnections, RedisSettings};

const LIMIT: Duration = Duration::from_secs(1);
/// I5: how soon everything works again.
const RECOVERY: Duration = Duration::from_secs(2);

fn connections(url: String) -> RedisConnections {
    RedisConnections::new(&RedisSettings { url }).unwrap()
}

async fn within_a_second<T>(work: impl Future<Output = T>) -> T {
    let started = Instant::now();
    let result = work.await;
    assert!(started.elapsed() < LIMIT, "{:?}", started.elapsed());
    result
}

/// Asks until there is an answer.
async fn recovers(is_there: impl AsyncFn() -> bool) {
    let started = Instant::now();
    while !is_there().await {
        assert!(started.elapsed() < RECOVERY, "{:?}", started.elapsed());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn some_session() -> SessionId {
    SessionId::from_uuid(an_id())
}

fn some_news() -> Invalidation {
    Invalidation::Session(some_session())
}
