//! Guessing of passwords, slowed down per identifier as typed (C3-C5).
//!
//! An identifier is judged apart for each network from which it logged in before: whoever burns its budget from
//! elsewhere does not lock its owner out (C5).

use std::sync::Arc;

use domain::ports::{StorageError, SubjectDigester, ThrottleQueries, UnitOfWork};
use domain::throttle::{Throttle, ThrottleKey, ThrottlePolicy, Throttled};
use domain::timestamp::Timestamp;
use domain::user::{LoginIdentifier, User};

use crate::{Policies, Ports};

/// Slows guessing down.
#[derive(Clone)]
pub(crate) struct LoginThrottle {
    throttles: Arc<dyn ThrottleQueries>,
    digester: Arc<dyn SubjectDigester>,
    policy: Option<ThrottlePolicy>,
}

/// The memories that one attempt is about.
#[derive(Clone, Copy, Debug)]
pub(super) struct AttemptKeys {
    /// The identifier, from anywhere.
    anywhere: ThrottleKey,
    /// The identifier, from this network: a memory that is there once it logged in from it.
    from_here: ThrottleKey,
    /// Whether it did.
    is_known_here: bool,
}

impl AttemptKeys {
    /// Which memory judges the attempt.
    const fn judge(&self) -> ThrottleKey {
        if self.is_known_here {
            self.from_here
        } else {
            self.anywhere
        }
    }
}

impl LoginThrottle {
    pub(crate) fn new(ports: &Ports, policies: &Policies) -> Self {
        let limits = policies.limits;
        Self {
            throttles: ports.storage.throttles.clone(),
            digester: ports.crypto.subjects.clone(),
            policy: limits
                .are_enabled
                .then_some(limits.login_failures_per_identifier),
        }
    }

    /// Whether an attempt may be judged; a throttled one costs no hash and writes nothing.
    pub(super) async fn admit(
        &self,
        identifier: &LoginIdentifier,
        network: Option<&str>,
        now: Timestamp,
    ) -> Result<Result<AttemptKeys, Throttled>, StorageError> {
        let mut keys = self.keys(identifier, network);
        let Some(policy) = self.policy else {
            return Ok(Ok(keys));
        };
        let memories = self
            .throttles
            .find(&[keys.anywhere, keys.from_here])
            .await?;
        keys.is_known_here = memories.iter().any(|memory| memory.key == keys.from_here);
        let judge = memories.iter().find(|memory| memory.key == keys.judge());
        Ok(judge
            .map_or(Ok(()), |memory| memory.check(&policy, now))
            .map(|()| keys))
    }

    /// Judges the attempt once more, with its memory locked: of many that raced here, no more are answered than
    /// the policy allows. Counts it when it was wrong, and forgets the failures when it was right. `true` when this failure
    /// has locked the identifier.
    pub(super) async fn settle(
        &self,
        unit: &mut dyn UnitOfWork,
        keys: &AttemptKeys,
        was_right: bool,
        now: Timestamp,
    ) -> Result<Result<bool, Throttled>, StorageError> {
        let Some(policy) = self.policy else {
            return Ok(Ok(false));
        };
        let mut memory = lock_judge(unit, keys, was_right, now).await?;
        if let Err(throttled) = memory.check(&policy, now) {
            return Ok(Err(throttled));
        }
        if was_right {
            unit.throttles().remove(&keys.anywhere).await?;
            memory = Throttle::new(keys.from_here, now);
        } else {
            memory.fail(&policy, now);
        }
        let forgettable_at = memory.forgettable_at(&policy);
        unit.throttles().save(&memory, forgettable_at).await?;
        Ok(Ok(memory.is_locked(&policy)))
    }

    /// Locks what [`make_known`](Self::make_known) writes, for a unit that adds the user first: throttles are locked
    /// before users, as a log-in does it.
    pub(crate) async fn lock_known(
        &self,
        unit: &mut dyn UnitOfWork,
        user: &User,
        network: Option<&str>,
    ) -> Result<(), StorageError> {
        if self.policy.is_none() {
            return Ok(());
        }
        for identifier in identifiers(user) {
            let keys = self.keys(&identifier, network);
            unit.throttles().lock(&keys.from_here).await?;
        }
        Ok(())
    }

    /// Remembers that a user was in this network, as a log-in from it by either identifier would: whoever guesses
    /// elsewhere does not lock them out of it (C5).
    pub(crate) async fn make_known(
        &self,
        unit: &mut dyn UnitOfWork,
        user: &User,
        network: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        for identifier in identifiers(user) {
            let keys = self.keys(&identifier, network);
            self.remember(unit, keys.from_here, now).await?;
        }
        Ok(())
    }

    /// Forgets the failures of a user, by either identifier, a lock included: they have shown that the account's
    /// mailbox is theirs, from a network that is known from now on (C4).
    pub(crate) async fn forgive(
        &self,
        unit: &mut dyn UnitOfWork,
        user: &User,
        network: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        for identifier in identifiers(user) {
            let keys = self.keys(&identifier, network);
            // In the order of a log-in, so that the two never wait for one another.
            unit.throttles().lock(&keys.anywhere).await?;
            unit.throttles().remove(&keys.anywhere).await?;
            self.remember(unit, keys.from_here, now).await?;
        }
        Ok(())
    }

    /// Begins a memory anew, without failures in it.
    async fn remember(
        &self,
        unit: &mut dyn UnitOfWork,
        key: ThrottleKey,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let Some(policy) = self.policy else {
            return Ok(());
        };
        let known = Throttle::new(key, now);
        unit.throttles().lock(&key).await?;
        let forgettable_at = known.forgettable_at(&policy);
        unit.throttles().save(&known, forgettable_at).await
    }

    fn keys(&self, identifier: &LoginIdentifier, network: Option<&str>) -> AttemptKeys {
        let name = identifier.canonical();
        let digest = |purpose, parts: &[&str]| {
            ThrottleKey::from_digest(self.digester.digest(purpose, parts))
        };
        AttemptKeys {
            anywhere: digest("login", &[name]),
            from_here: digest("login-from", &[name, network.unwrap_or_default()]),
            is_known_here: false,
        }
    }
}

/// Everything that a user can log in as.
fn identifiers(user: &User) -> impl Iterator<Item = LoginIdentifier> {
    let username = user.username.clone().map(LoginIdentifier::Username);
    std::iter::once(LoginIdentifier::Email(user.email.clone())).chain(username)
}

/// Locks what judges the attempt. A right one changes both memories: they are locked in one order, whichever of
/// them judges, so that two log-ins never wait for one another.
async fn lock_judge(
    unit: &mut dyn UnitOfWork,
    keys: &AttemptKeys,
    was_right: bool,
    now: Timestamp,
) -> Result<Throttle, StorageError> {
    let judge = keys.judge();
    let both = [keys.anywhere, keys.from_here];
    let mut memory = Throttle::new(judge, now);
    for key in both.into_iter().filter(|key| was_right || *key == judge) {
        let found = unit.throttles().lock(&key).await?;
        memory = found.filter(|found| found.key == judge).unwrap_or(memory);
    }
    Ok(memory)
}
