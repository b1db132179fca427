//! News for the other instances: what their copies must forget.

use async_trait::async_trait;

use crate::cache::CacheScope;
use crate::session::SessionId;
use crate::user::UserId;

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Invalidation {
    /// A session was renewed or ended.
    Session(SessionId),
    /// A user's record or all of their sessions changed.
    User(UserId),
    /// Something in a cached list changed.
    List(CacheScope),
}

/// The news could not be told or heard; the text is for the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the invalidation channel failed: {0}")]
pub struct InvalidationError(pub String);

/// Tells every instance what to forget.
#[async_trait]
pub trait InvalidationChannel: Send + Sync {
    /// Tells it. MUST give up within a second when the channel is down. (contract: `tells_without_listeners`)
    async fn publish(&self, news: Invalidation) -> Result<(), InvalidationError>;

    /// Starts to listen, on a connection of its own. MUST hear everything that is published after it
    /// returns, in order. (contract: `every_listener_hears_everything_in_order`)
    async fn subscribe(&self) -> Result<Box<dyn InvalidationNews>, InvalidationError>;
}

/// One instance's ear.
#[async_trait]
pub trait InvalidationNews: Send {
    /// Waits for the next news. An error means that news may have been missed: forget everything and subscribe
    /// anew. MUST notice within two seconds that the channel is lost. (contract: the adapter's own outage test)
    async fn next(&mut self) -> Result<Invalidation, InvalidationError>;
}
