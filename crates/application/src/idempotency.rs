//! Requests that may be sent twice and take effect once (`Idempotency-Key`).
//!
//! A use case that creates something takes an [`IdempotentCall`], claims its key first thing in its unit, and keeps
//! the reply in the same unit: so the effect and the memory of it are one.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::idempotency::{
    IdempotencyClaim, IdempotencyKey, IdempotentRequest, RequestFingerprint, StoredReply,
};
use domain::ports::{Clock, StorageError, SubjectDigester, UnitOfWork};
use domain::user::UserId;

use crate::{Ports, UseCaseError};

/// Why a request under a key is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdempotencyRefusal {
    /// The key was used for another request.
    #[error("the key was used for another request")]
    KeyReused,
    /// The same request is being done right now.
    #[error("the same request is under way")]
    UnderWay,
}

/// What a call gave: its effect, or the reply of when it took effect before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer<T> {
    /// It took effect now.
    Done(T),
    /// It had taken effect; this was the reply.
    Repeated(StoredReply),
}

/// One call of a use case, with a key or without, and how its reply is written.
pub struct IdempotentCall<T> {
    request: Option<UnderWay>,
    reply: fn(&T) -> StoredReply,
}

impl<T> IdempotentCall<T> {
    /// A call without a key.
    #[must_use]
    pub const fn without_key(reply: fn(&T) -> StoredReply) -> Self {
        Self {
            request: None,
            reply,
        }
    }

    /// Takes the call's key; gives the kept reply when the call took effect before.
    pub(crate) async fn claim<R: From<IdempotencyRefusal>>(
        &self,
        unit: &mut dyn UnitOfWork,
    ) -> Result<Option<StoredReply>, UseCaseError<R>> {
        let Some(under_way) = &self.request else {
            return Ok(None);
        };
        match unit.idempotency().claim(&under_way.request).await? {
            IdempotencyClaim::Fresh => Ok(None),
            IdempotencyClaim::Done(reply) => Ok(Some(reply)),
            IdempotencyClaim::Mismatch => Err(UseCaseError::refused(IdempotencyRefusal::KeyReused)),
        }
    }

    /// Keeps the reply under the call's key.
    pub(crate) async fn keep(
        &self,
        unit: &mut dyn UnitOfWork,
        made: &T,
    ) -> Result<(), StorageError> {
        let Some(under_way) = &self.request else {
            return Ok(());
        };
        let reply = (self.reply)(made);
        unit.idempotency()
            .keep(&under_way.request.key, &reply)
            .await
    }
}

/// Makes calls out of keys, and knows which are under way in this process. Across instances the database lets a
/// second call wait for the first.
#[derive(Clone)]
pub struct IdempotencyKeys {
    digester: Arc<dyn SubjectDigester>,
    clock: Arc<dyn Clock>,
    under_way: Arc<Mutex<HashSet<IdempotencyKey>>>,
}

impl IdempotencyKeys {
    /// No call is under way yet.
    #[must_use]
    pub fn new(ports: &Ports) -> Self {
        Self {
            digester: ports.crypto.subjects.clone(),
            clock: ports.system.clock.clone(),
            under_way: Arc::default(),
        }
    }

    /// A call of `route` by `user` under `key`, asking for `body`.
    ///
    /// # Errors
    /// When the same call is under way in this process.
    pub fn call<T>(
        &self,
        user: UserId,
        route: &str,
        key: &str,
        body: &str,
        reply: fn(&T) -> StoredReply,
    ) -> Result<IdempotentCall<T>, IdempotencyRefusal> {
        let key_of_user = [&*user.to_string(), route, key];
        let request = IdempotentRequest {
            key: IdempotencyKey::from_digest(self.digester.fingerprint(&key_of_user)),
            // The body may hold a password. Nobody finds it by trying: the key, which is not kept, is part of this.
            fingerprint: RequestFingerprint::from_digest(self.digester.fingerprint(&[key, body])),
            user,
            at: self.clock.now(),
        };
        Ok(IdempotentCall {
            request: Some(UnderWay::enter(&self.under_way, request)?),
            reply,
        })
    }
}

/// A call under way; it leaves however it ends.
struct UnderWay {
    request: IdempotentRequest,
    all: Arc<Mutex<HashSet<IdempotencyKey>>>,
}

impl UnderWay {
    fn enter(
        all: &Arc<Mutex<HashSet<IdempotencyKey>>>,
        request: IdempotentRequest,
    ) -> Result<Self, IdempotencyRefusal> {
        if locked(all).insert(request.key) {
            Ok(Self {
                request,
                all: Arc::clone(all),
            })
        } else {
            Err(IdempotencyRefusal::UnderWay)
        }
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        locked(&self.all).remove(&self.request.key);
    }
}

fn locked(keys: &Mutex<HashSet<IdempotencyKey>>) -> MutexGuard<'_, HashSet<IdempotencyKey>> {
    keys.lock().unwrap_or_else(PoisonError::into_inner)
}
