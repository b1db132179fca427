//! How many wrong codes one address bears in a day, over all its registrations and all accounts that want it (A11):
//! with six digits, whoever guesses finds one with a chance of one in ten thousand.

use std::sync::Arc;

use domain::ports::{StorageError, SubjectDigester, UnitOfWork};
use domain::throttle::{Throttle, ThrottleKey, ThrottlePolicy, Throttled};
use domain::timestamp::Timestamp;
use domain::user::Email;

use crate::{Policies, Ports};

/// The budget of wrong codes.
#[derive(Clone)]
pub(crate) struct GuessBudget {
    digester: Arc<dyn SubjectDigester>,
    policy: Option<ThrottlePolicy>,
}

/// An address's budget, locked for this unit.
pub(crate) struct OpenBudget {
    memory: Throttle,
    policy: ThrottlePolicy,
}

impl GuessBudget {
    pub(crate) fn new(ports: &Ports, policies: &Policies) -> Self {
        let limits = policies.limits;
        Self {
            digester: ports.crypto.subjects.clone(),
            policy: limits.are_enabled.then_some(limits.wrong_codes_per_address),
        }
    }

    /// Locks the budget of an address, if there is something left of it; `None` when limits are off.
    pub(crate) async fn open(
        &self,
        unit: &mut dyn UnitOfWork,
        address: &Email,
        now: Timestamp,
    ) -> Result<Result<Option<OpenBudget>, Throttled>, StorageError> {
        let Some(policy) = self.policy else {
            return Ok(Ok(None));
        };
        let key = ThrottleKey::from_digest(self.digester.digest("otp", &[address.canonical()]));
        let found = unit.throttles().lock(&key).await?;
        let memory = found.unwrap_or_else(|| Throttle::new(key, now));
        Ok(memory
            .check(&policy, now)
            .map(|()| Some(OpenBudget { memory, policy })))
    }
}

impl OpenBudget {
    /// Counts a wrong code.
    pub(crate) async fn spend(
        mut self,
        unit: &mut dyn UnitOfWork,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        self.memory.fail(&self.policy, now);
        let forgettable_at = self.memory.forgettable_at(&self.policy);
        unit.throttles().save(&self.memory, forgettable_at).await
    }
}
