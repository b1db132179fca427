//! Asks every dependency how it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::ports::{HealthProbe, Unhealthy};

use super::concurrently::{Question, concurrently};
use super::{Lifecycle, Phase};

/// How one dependency is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartState {
    /// Its name.
    pub name: &'static str,
    /// Whether it answers.
    pub is_well: bool,
    /// Whether the server cannot work without it.
    pub is_required: bool,
}

/// Whether this instance should get requests, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// The server's stage.
    pub phase: Phase,
    /// Its dependencies.
    pub parts: Vec<PartState>,
}

impl Readiness {
    /// Ready: serving, and everything that is required answers.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.phase == Phase::Serving
            && self
                .parts
                .iter()
                .all(|part| part.is_well || !part.is_required)
    }
}

/// Asks whether this instance should get requests. Redis and SMTP are reported but do not block.
#[derive(Clone)]
pub struct CheckReadiness {
    lifecycle: Lifecycle,
    parts: Arc<[Part]>,
}

/// A dependency, and how it was when it was last asked.
struct Part {
    probe: Arc<dyn HealthProbe>,
    was_well: AtomicBool,
}

impl CheckReadiness {
    /// Asks these probes.
    #[must_use]
    pub fn new(lifecycle: Lifecycle, probes: Vec<Arc<dyn HealthProbe>>) -> Self {
        Self {
            lifecycle,
            parts: probes.into_iter().map(Part::from).collect(),
        }
    }

    /// Where in its life the server is.
    #[must_use]
    pub const fn lifecycle(&self) -> &Lifecycle {
        &self.lifecycle
    }

    /// Asks all of them at once: the answer takes as long as the slowest of them, within its time limit.
    pub async fn execute(&self) -> Readiness {
        let questions = self
            .parts
            .iter()
            .map(|part| -> Question<'_, PartState> { Box::pin(part.ask(&self.lifecycle)) });
        let parts = concurrently(questions.collect()).await;
        Readiness {
            phase: self.lifecycle.phase(),
            parts,
        }
    }
}

impl From<Arc<dyn HealthProbe>> for Part {
    fn from(probe: Arc<dyn HealthProbe>) -> Self {
        Self {
            probe,
            was_well: AtomicBool::new(true),
        }
    }
}

impl Part {
    async fn ask(&self, lifecycle: &Lifecycle) -> PartState {
        let is_started = lifecycle.phase() != Phase::Starting;
        let answer = self.probe.check().await;
        // A start tells by itself what it waits for, and what it has not come to yet is nothing to warn of.
        if is_started {
            self.log(&answer);
        }
        PartState {
            name: self.probe.name(),
            is_well: answer.is_ok(),
            is_required: self.probe.is_required(),
        }
    }

    /// Only a change: proxies ask several times a second.
    fn log(&self, answer: &Result<(), Unhealthy>) {
        let part = self.probe.name();
        let was_well = self.was_well.swap(answer.is_ok(), Ordering::SeqCst);
        match answer {
            Err(error) if was_well => tracing::warn!(part, %error, "a dependency is not well"),
            Ok(()) if !was_well => tracing::info!(part, "a dependency is well again"),
            _ => {}
        }
    }
}
