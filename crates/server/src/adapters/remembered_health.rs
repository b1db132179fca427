//! Remembers for a while how an optional part is.
//!
//! `/readyz` is open to everybody and asked several times a second. What does not decide about readiness must
//! not delay it either, and is not asked each time (I14).

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::ports::{HealthProbe, Unhealthy};
use tokio::time::timeout;

use super::remembered::Remembered;

/// How long an answer counts.
const LIFETIME: Duration = Duration::from_secs(10);
/// How long a part may take; then it counts as not well.
const ANSWER_LIMIT: Duration = Duration::from_secs(2);
/// How long whoever asks waits for a new answer before they get the last one.
const PATIENCE: Duration = Duration::from_millis(200);

/// The same probe, asked at most once in ten seconds, by one task at a time, on the present runtime. As long as there is
/// no answer, the part is not well.
#[must_use]
pub fn remembered(probe: Arc<dyn HealthProbe>) -> Arc<dyn HealthProbe> {
    let unknown = Err(Unhealthy("not known yet".to_owned()));
    Arc::new(RememberedHealth::new(probe, unknown))
}

/// The same for a part that was well a moment ago: it is so until there is an answer.
#[must_use]
pub(super) fn remembered_as_well(probe: Arc<dyn HealthProbe>) -> Arc<dyn HealthProbe> {
    Arc::new(RememberedHealth::new(probe, Ok(())))
}

struct RememberedHealth {
    probe: Arc<dyn HealthProbe>,
    answers: Remembered<Result<(), Unhealthy>>,
    /// What counts before the first answer.
    until_then: Result<(), Unhealthy>,
}

impl RememberedHealth {
    fn new(probe: Arc<dyn HealthProbe>, until_then: Result<(), Unhealthy>) -> Self {
        Self {
            probe,
            answers: Remembered::new(PATIENCE),
            until_then,
        }
    }
}

#[async_trait]
impl HealthProbe for RememberedHealth {
    fn name(&self) -> &'static str {
        self.probe.name()
    }

    fn is_required(&self) -> bool {
        self.probe.is_required()
    }

    async fn check(&self) -> Result<(), Unhealthy> {
        let answer = self.answers.latest(|| ask(self.probe.clone())).await;
        answer.map_or_else(|| self.until_then.clone(), |answer| answer.value)
    }
}

async fn ask(probe: Arc<dyn HealthProbe>) -> (Result<(), Unhealthy>, Duration) {
    let outcome = timeout(ANSWER_LIMIT, probe.check()).await;
    let too_late = |_| Err(Unhealthy("no answer in time".to_owned()));
    (outcome.unwrap_or_else(too_late), LIFETIME)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use tokio::task::JoinSet;
    use tokio::time::Instant;

    use super::*;

    /// Counts how often it is asked; hangs if it is told to.
    #[derive(Default)]
    struct Part {
        asked: AtomicU32,
        hangs: bool,
    }

    #[async_trait]
    impl HealthProbe for Part {
        fn name(&self) -> &'static str {
            "part"
        }

        fn is_required(&self) -> bool {
            false
        }

        async fn check(&self) -> Result<(), Unhealthy> {
            self.asked.fetch_add(1, Ordering::SeqCst);
            if self.hangs {
                std::future::pending::<()>().await;
            }
            Ok(())
        }
    }

    fn part(hangs: bool) -> Arc<Part> {
        let asked = AtomicU32::default();
        Arc::new(Part { asked, hangs })
    }

    // I14
    #[tokio::test(start_paused = true)]
    async fn a_part_that_hangs_does_not_hold_the_answer_up() {
        let probe = remembered(part(true));
        for _ in 0..20 {
            let started = Instant::now();
            assert!(probe.check().await.is_err());
            assert!(started.elapsed() <= PATIENCE, "{:?}", started.elapsed());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_is_remembered_for_ten_seconds() {
        let part = part(false);
        let probe = remembered(part.clone());
        for (wait, asked) in [(0, 1), (9, 1), (2, 2)] {
            tokio::time::sleep(Duration::from_secs(wait)).await;
            assert_eq!(probe.check().await, Ok(()));
            assert_eq!(part.asked.load(Ordering::SeqCst), asked);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn many_who_ask_together_have_it_asked_once() {
        let part = part(true);
        let probe = remembered(part.clone());
        let mut asking = JoinSet::new();
        for _ in 0..50 {
            let probe = probe.clone();
            asking.spawn(async move { probe.check().await });
        }
        asking.join_all().await;
        assert_eq!(part.asked.load(Ordering::SeqCst), 1);
    }
}
