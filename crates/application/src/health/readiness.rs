//! Asks every dependency how it is.

use std::sync::Arc;

use domain::ports::HealthProbe;

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
    probes: Vec<Arc<dyn HealthProbe>>,
}

impl CheckReadiness {
    /// Asks these probes.
    #[must_use]
    pub const fn new(lifecycle: Lifecycle, probes: Vec<Arc<dyn HealthProbe>>) -> Self {
        Self { lifecycle, probes }
    }

    /// Asks all of them, one after the other; each answers within its own time limit.
    pub async fn execute(&self) -> Readiness {
        let mut parts = Vec::with_capacity(self.probes.len());
        for probe in &self.probes {
            parts.push(ask(&**probe).await);
        }
        Readiness {
            phase: self.lifecycle.phase(),
            parts,
        }
    }
}

async fn ask(probe: &dyn HealthProbe) -> PartState {
    let answer = probe.check().await;
    if let Err(error) = &answer {
        tracing::warn!(part = probe.name(), %error, "a dependency is not well");
    }
    PartState {
        name: probe.name(),
        is_well: answer.is_ok(),
        is_required: probe.is_required(),
    }
}
