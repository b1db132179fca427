//! Which answers are told, and how long the database is left alone.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use async_trait::async_trait;
use domain::job::{FailedAttempt, JobFilter, JobId, JobRecord};
use domain::page::{Page, PageRequest};
use domain::ports::{ConnectionCount, Unhealthy};

use super::*;

/// A database that counts slowly.
#[derive(Default)]
struct Slow {
    takes: Mutex<Duration>,
    asked: AtomicU32,
    is_away: AtomicBool,
}

impl Slow {
    fn takes(&self, span: Duration) {
        *self.takes.lock().unwrap() = span;
    }
}

#[async_trait]
impl StorageMonitor for Slow {
    async fn sessions(&self, _: Timestamp) -> Result<SessionCensus, StorageError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let takes = *self.takes.lock().unwrap();
        tokio::time::sleep(takes).await;
        Ok(SessionCensus::default())
    }

    fn connections(&self) -> ConnectionCount {
        panic!("nobody asks")
    }
}

#[async_trait]
impl JobQueries for Slow {
    async fn page(&self, _: &JobFilter, _: &PageRequest) -> Result<Page<JobRecord>, StorageError> {
        panic!("nobody asks")
    }

    async fn find(&self, _: JobId) -> Result<Option<JobRecord>, StorageError> {
        panic!("nobody asks")
    }

    async fn failed_attempts(&self, _: JobId) -> Result<Vec<FailedAttempt>, StorageError> {
        panic!("nobody asks")
    }

    async fn counts(&self) -> Result<Vec<JobCount>, StorageError> {
        Ok(Vec::new())
    }
}

#[async_trait]
impl HealthProbe for Slow {
    fn name(&self) -> &'static str {
        "database"
    }

    fn is_required(&self) -> bool {
        true
    }

    async fn check(&self) -> Result<(), Unhealthy> {
        if self.is_away.load(Ordering::SeqCst) {
            return Err(Unhealthy("away".to_owned()));
        }
        Ok(())
    }
}

impl Clock for Slow {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_seconds(1_800_000_000)
    }
}

fn a_source() -> (Arc<Slow>, StandingSource) {
    let database = Arc::new(Slow::default());
    let questions = Questions {
        monitor: database.clone(),
        jobs: database.clone(),
        health: database.clone(),
        clock: database.clone(),
        latest: Arc::default(),
    };
    let asked = Remembered::new(PATIENCE);
    (database, StandingSource { questions, asked })
}

async fn pass(span: Duration) {
    tokio::time::sleep(span).await;
}

// I6
#[tokio::test(start_paused = true)]
async fn a_slow_count_does_not_take_the_last_one_away() {
    let (database, source) = a_source();
    assert!(source.now().await.is_some());
    database.takes(Duration::from_secs(8));
    pass(LIFETIME).await;
    let old = source.now().await.expect("the last standing");
    assert!(old.age >= LIFETIME, "{:?}", old.age);
    pass(Duration::from_secs(8)).await;
    let new = source.now().await.expect("a new standing");
    assert!(new.age < LIFETIME, "{:?}", new.age);
}

// I6: an old number would look like a new one.
#[tokio::test(start_paused = true)]
async fn a_standing_is_told_no_more_after_some_of_its_lifetimes() {
    let (database, source) = a_source();
    assert!(source.now().await.is_some());
    database.is_away.store(true, Ordering::SeqCst);
    pass(LIFETIME * (LIFETIMES_TOLD - 1)).await;
    assert!(source.now().await.is_some());
    pass(LIFETIME).await;
    assert!(source.now().await.is_none());
    database.is_away.store(false, Ordering::SeqCst);
    pass(LIFETIME).await;
    assert!(source.now().await.is_some());
}

// 2.9
#[tokio::test(start_paused = true)]
async fn a_count_that_was_given_up_is_rested_from_too() {
    let (database, source) = a_source();
    database.takes(ANSWER_LIMIT * 2);
    for _ in 0..2 {
        assert!(source.now().await.is_none());
        pass(ANSWER_LIMIT).await;
    }
    pass(LIFETIME * 2).await;
    source.now().await;
    assert_eq!(database.asked.load(Ordering::SeqCst), 1);
    pass(ANSWER_LIMIT * LEAST_REST).await;
    source.now().await;
    assert_eq!(database.asked.load(Ordering::SeqCst), 2);
}
