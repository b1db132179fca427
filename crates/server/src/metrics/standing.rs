//! What only the database knows, asked for when somebody looks.

use std::sync::Arc;
use std::time::Duration;

use application::Ports;
use domain::job::JobCount;
use domain::ports::{Clock, HealthProbe, JobQueries, StorageError, StorageMonitor};
use domain::session::SessionCensus;
use domain::timestamp::Timestamp;
use tokio::time::{Instant, timeout};

use crate::adapters::remembered::{Answer, Remembered};

/// How long an answer counts at least.
const LIFETIME: Duration = Duration::from_secs(10);
/// An answer that took long counts for so many times as long, so that counting never costs more than a hundredth of the
/// time, however many rows there are.
const LEAST_REST: u32 = 100;
/// How long the database may take before it counts as away.
const ANSWER_LIMIT: Duration = Duration::from_secs(5);
/// How long whoever looks waits for a new answer.
const PATIENCE: Duration = Duration::from_secs(1);

/// How things stood at one moment.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub(super) at: Timestamp,
    pub(super) sessions: SessionCensus,
    pub(super) jobs: Vec<JobCount>,
    /// How far the database's clock is ahead of this machine's, in seconds; for one that has a clock of its own.
    pub(super) clock_skew: Option<f64>,
}

/// Finds out how things stand, once for everybody who looks.
pub(super) struct StandingSource {
    questions: Questions,
    answers: Remembered<Option<Standing>>,
}

#[derive(Clone)]
struct Questions {
    monitor: Arc<dyn StorageMonitor>,
    jobs: Arc<dyn JobQueries>,
    health: Arc<dyn HealthProbe>,
    clock: Arc<dyn Clock>,
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
            },
            answers: Remembered::new(PATIENCE),
        }
    }

    /// How things stand; `None` while the database does not answer. What was true earlier is not told as if it still
    /// were.
    pub(super) async fn now(&self) -> Option<Standing> {
        let answer = self.answers.latest(|| self.questions.clone().ask()).await;
        answer.filter(Answer::is_fresh)?.value
    }
}

impl Questions {
    async fn ask(self) -> (Option<Standing>, Duration) {
        let begun = Instant::now();
        let reason = match timeout(ANSWER_LIMIT, self.standing()).await {
            Ok(Ok(standing)) => {
                let rest = begun.elapsed().saturating_mul(LEAST_REST);
                return (Some(standing), LIFETIME.max(rest));
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => "no answer in time".to_owned(),
        };
        tracing::warn!(reason, "metrics of the database could not be read");
        (None, LIFETIME)
    }

    /// One question after the other, so that looking takes one connection and no more.
    async fn standing(&self) -> Result<Standing, StorageError> {
        let at = self.clock.now();
        Ok(Standing {
            at,
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
