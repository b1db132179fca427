//! Whether what the server depends on answers.

use async_trait::async_trait;

use crate::timestamp::Timestamp;

/// Why a dependency is not well; the text is for the log and the operator, not for `/readyz`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unhealthy(pub String);

/// Asks one dependency how it is.
#[async_trait]
pub trait HealthProbe: Send + Sync {
    /// Its name in `/readyz`, in `snake_case`.
    fn name(&self) -> &'static str;

    /// Whether the server cannot work without it.
    fn is_required(&self) -> bool;

    /// Asks now. MUST answer within 2 seconds. (contract: `answers_in_time`)
    async fn check(&self) -> Result<(), Unhealthy>;

    /// Tries to store something, for an operator: what answers may still refuse that. MUST leave nothing behind, and answer
    /// within 2 seconds. (contract: `a_trial_leaves_nothing`)
    async fn takes_writes(&self) -> Result<(), Unhealthy> {
        Ok(())
    }

    /// What time it is there; `None` for a dependency that has no clock but this machine's. For an operator to compare:
    /// nothing else may take the time from there (I16). (contract: `a_clock_of_its_own_is_plausible`)
    async fn clock(&self) -> Result<Option<Timestamp>, Unhealthy> {
        Ok(None)
    }
}
