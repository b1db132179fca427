//! What only the database knows, asked for when somebody looks.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use application::Ports;
use domain::job::JobCount;
use domain::ports::{Clock, HealthProbe, JobQueries, StorageError, StorageMonitor};
use domain::session::SessionCensus;
use domain::timestamp::Timestamp;
use tokio::time::{Instant, timeout};

use crate::adapters::remembered::Remembered;

/// How long an answer counts at least.
const LIFETIME: Duration = Duration::from_secs(10);
/// After an answer that took long the database is left alone for so many times as long, so that counting never costs more
/// than a hundredth of the time, however many rows there are. What is given up costs as much as what ends.
const LEAST_REST: u32 = 100;
/// How long counting may take: two statements, for each of which PostgreSQL has ten seconds.
const ANSWER_LIMIT: Duration = Duration::from_secs(25);
/// How long whoever looks waits for a new answer.
const PATIENCE: Duration = Duration::from_secs(1);
/// After so many of its lifetimes an answer says too little about the present to be told.
const LIFETIMES_TOLD: u32 = 5;

/// How things stood at one moment.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub(super) at: Timestamp,
    /// How long ago that was.
    pub(super) age: Duration,
    pub(super) sessions: SessionCensus,
    pub(super) jobs: Vec<JobCount>,
    /// How far the database's clock is ahead of this machine's, in seconds; for one that has a clock of its own.
    pub(super) clock_skew: Option<f64>,
}

/// Finds out how things stand, once for everybody who looks.
pub(super) struct StandingSource {
    questions: Questions,
    asked: Remembered<()>,
}

#[derive(Clone)]
struct Questions {
    monitor: Arc<dyn StorageMonitor>,
    jobs: Arc<dyn JobQueries>,
    health: Arc<dyn HealthProbe>,
    clock: Arc<dyn Clock>,
    latest: Arc<Mutex<Option<Answer>>>,
}

/// The newest answer that there was.
#[derive(Clone)]
struct Answer {
    standing: Standing,
    since: Instant,
    lifetime: Duration,
}

impl StandingSource {
    /// Asks these adapters. Call it inside the runtime that lives longest.
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            questions: Questions {
                monitor: ports.storage.monitor.clone(),
                jobs: ports.storage.jobs.clone(),
                health: ports.storage.health.clone(),
                clock: ports.system.clock.clone(),
                latest: Arc::default(),
            },
            asked: Remembered::new(PATIENCE),
        }
    }

    /// How things stood when the database last said so; `None` when that was too long ago.
    pub(super) async fn now(&self) -> Option<Standing> {
        self.asked.latest(|| self.questions.clone().ask()).await;
        let latest = self.questions.latest.lock();
        let latest = latest.unwrap_or_else(PoisonError::into_inner).clone();
        latest.and_then(Answer::told)
    }
}

impl Answer {
    fn told(self) -> Option<Standing> {
        let age = self.since.elapsed();
        let standing = Standing {
            age,
            ..self.standing
        };
        (age < self.lifetime.saturating_mul(LIFETIMES_TOLD)).then_some(standing)
    }
}

impl Questions {
    /// Keeps the answer, if there is one, and says how long the database is to be left alone. One that is away has nothing
    /// to rest from.
    async fn ask(self) -> ((), Duration) {
        if let Err(reason) = self.health.check().await {
            tracing::warn!(%reason, "metrics of the database could not be read");
            return ((), LIFETIME);
        }
        let since = Instant::now();
        let counted = timeout(ANSWER_LIMIT, self.standing()).await;
        let lifetime = LIFETIME.max(since.elapsed().saturating_mul(LEAST_REST));
        let reason = match counted {
            Ok(Ok(standing)) => {
                self.keep(Answer {
                    standing,
                    since,
                    lifetime,
                });
                return ((), lifetime);
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => "no answer in time".to_owned(),
        };
        tracing::warn!(reason, "metrics of the database could not be read");
        ((), lifetime)
    }

    fn keep(&self, answer: Answer) {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        *latest = Some(answer);
    }

    /// One question after the other, so that looking takes one connection and no more.
    async fn standing(&self) -> Result<Standing, StorageError> {
        let at = self.clock.now();
        Ok(Standing {
            at,
            age: Duration::ZERO,
            sessions: self.monitor.sessions(at).await?,
            jobs: self.jobs.counts().await?,
            clock_skew: self.clock_skew().await,
        })
    }

    async fn clock_skew(&self) -> Option<f64> {
        let asked_at = self.clock.now();
        let theirs = self.health.clock().await.ok()??;
        let ours = asked_at.plus(self.clock.now().since(asked_at) / 2);
        Some(theirs.since(ours).as_secs_f64() - ours.since(theirs).as_secs_f64())
    }
}

#[cfg(test)]
mod tests;
