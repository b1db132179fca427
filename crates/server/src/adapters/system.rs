//! The machine's own clock, ids and randomness.

use std::sync::Arc;

use application::SystemPorts;
use infra_system::{SystemClock, SystemIds, SystemSecrets};

/// What the machine gives.
#[must_use]
pub fn ports() -> SystemPorts {
    SystemPorts {
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
        secrets: Arc::new(SystemSecrets),
    }
}
