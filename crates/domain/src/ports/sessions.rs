//! Sessions in storage: the truth that every token is checked against.

use async_trait::async_trait;

use super::StorageError;
use crate::session::{Session, SessionId, SessionWithUser};

/// Sessions inside a transaction.
#[async_trait]
pub trait SessionRepository: Send {
    /// Adds a session. MUST keep every field exactly. (contract: `a_session_comes_back_as_it_was`)
    async fn insert(&mut self, session: &Session) -> Result<(), StorageError>;
}

/// Sessions as reads see them.
#[async_trait]
pub trait SessionQueries: Send + Sync {
    /// A session with the live record of its user, dead ones included. MUST see every unit that committed
    /// before the call. (contract: `reads_what_was_committed`)
    async fn find(&self, id: SessionId) -> Result<Option<SessionWithUser>, StorageError>;
}
