//! One question for everybody who wants the same answer (I8).

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use domain::ports::{CacheError, CachedSession, FillLease, SessionCache};
use domain::session::SessionId;
use domain::user::UserId;
use portico_application::UseCaseError;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

use crate::world::{Authentication, SlowReads, World, a_world_with};

const REQUESTS: usize = 200;

async fn a_world_with_slow_reads() -> (Arc<World>, Arc<SlowReads>) {
    let mut slow = None;
    let world = a_world_with(|ports, _| {
        let reads = SlowReads::new(ports.storage.sessions.clone());
        ports.storage.sessions = reads.clone();
        slow = Some(reads);
    })
    .await;
    (Arc::new(world), slow.expect("the reads"))
}

/// Requests that all wait for one answer.
async fn ask_at_once(world: &Arc<World>, token: &str) -> Vec<JoinHandle<Authentication>> {
    let ask = |_| {
        let (world, token) = (world.clone(), token.to_owned());
        tokio::spawn(async move { world.authenticate(&token).await })
    };
    let requests = (0..REQUESTS).map(ask).collect();
    // On one thread, this lets each of them run until it waits.
    for _ in 0..REQUESTS {
        tokio::task::yield_now().await;
    }
    requests
}

// I8
#[tokio::test]
async fn two_hundred_cold_look_ups_ask_the_database_once() {
    let (world, reads) = a_world_with_slow_reads().await;
    let token = world.kims_token().await;
    let requests = ask_at_once(&world, token.token.expose()).await;
    reads.have_read(1).await;
    reads.open();
    for request in requests {
        let answer = request.await.expect("a request ends well");
        assert_eq!(answer.expect("a live token").session, token.session);
    }
    assert_eq!(reads.asked(), 1);
}

// I8, I6
#[tokio::test]
async fn an_error_reaches_everybody_and_is_not_remembered() {
    let (world, reads) = a_world_with_slow_reads().await;
    let token = world.kims_token().await;
    world.faults.fail_at(1);
    let requests = ask_at_once(&world, token.token.expose()).await;
    reads.have_read(1).await;
    reads.open();
    for request in requests {
        let answer = request.await.expect("a request ends well");
        assert!(matches!(answer, Err(UseCaseError::Failed(_))), "{answer:?}");
    }
    assert_eq!(reads.asked(), 1);
    assert!(world.authenticate(token.token.expose()).await.is_ok());
}

// I8, I19
#[tokio::test]
async fn a_first_caller_that_goes_away_leaves_nobody_hanging() {
    let (world, reads) = a_world_with_slow_reads().await;
    let token = world.kims_token().await;
    let mut requests = ask_at_once(&world, token.token.expose()).await;
    reads.have_read(1).await;
    let first = requests.remove(0);
    first.abort();
    assert!(first.await.is_err_and(|ended| ended.is_cancelled()));
    reads.open();
    for request in requests {
        let answer = request.await.expect("a request ends well");
        answer.expect("a live token");
    }
    assert_eq!(reads.asked(), 1);
}

// I19
#[tokio::test]
async fn when_everybody_goes_away_the_next_one_asks_anew() {
    let (world, reads) = a_world_with_slow_reads().await;
    let token = world.kims_token().await;
    for request in ask_at_once(&world, token.token.expose()).await {
        reads.have_read(1).await;
        request.abort();
    }
    reads.open();
    assert!(world.authenticate(token.token.expose()).await.is_ok());
}

/// Holds the first answer back until it is let through: by then it may be out of date.
struct LateAnswer {
    inner: Arc<dyn SessionCache>,
    asked: AtomicU32,
    let_through: Semaphore,
}

#[async_trait]
impl SessionCache for LateAnswer {
    async fn get(&self, id: SessionId) -> Result<Option<CachedSession>, CacheError> {
        let answer = self.inner.get(id).await;
        if self.asked.fetch_add(1, Ordering::SeqCst) == 0 {
            let permit = self.let_through.acquire().await;
            permit.expect("the semaphore is never closed").forget();
        }
        answer
    }

    async fn lease(&self, id: SessionId) -> Result<FillLease, CacheError> {
        self.inner.lease(id).await
    }

    async fn fill(
        &self,
        id: SessionId,
        lease: FillLease,
        copy: &CachedSession,
    ) -> Result<(), CacheError> {
        self.inner.fill(id, lease, copy).await
    }

    async fn forget(&self, id: SessionId) -> Result<(), CacheError> {
        self.inner.forget(id).await
    }

    async fn forget_user(&self, user: UserId, sessions: &[SessionId]) -> Result<(), CacheError> {
        self.inner.forget_user(user, sessions).await
    }
}

// I8: a miss that is told late, as a network does it.
#[tokio::test]
async fn whoever_hears_late_of_a_miss_does_not_ask_the_database_again() {
    let mut doubles = None;
    let world = a_world_with(|ports, _| {
        let reads = SlowReads::new(ports.storage.sessions.clone());
        let cache = Arc::new(LateAnswer {
            inner: ports.sessions.cache.clone(),
            asked: AtomicU32::new(0),
            let_through: Semaphore::new(0),
        });
        ports.storage.sessions = reads.clone();
        ports.sessions.cache = cache.clone();
        doubles = Some((reads, cache));
    })
    .await;
    let (reads, cache) = doubles.expect("the doubles");
    reads.open();
    let token = world.kims_token().await;
    let token = token.token.expose();
    let in_time = async {
        let answer = world.authenticate(token).await;
        cache.let_through.add_permits(1);
        answer
    };
    let (late, in_time) = tokio::join!(world.authenticate(token), in_time);
    assert_eq!(late, in_time);
    assert_eq!(reads.asked(), 1);
}
