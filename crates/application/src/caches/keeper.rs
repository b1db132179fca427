//! Keeps this process's copies right: drops what other instances say has changed.

use std::sync::Arc;
use std::time::Duration;

use domain::ports::{
    CacheError, Invalidation, InvalidationChannel, InvalidationError, LocalCache, LocalSessionCache,
};

use crate::Ports;

/// Listens to the news and forgets. It never ends by itself: run it beside the server and drop it at the end.
#[derive(Clone)]
pub struct CacheKeeper {
    near: Arc<dyn LocalSessionCache>,
    lists: Arc<dyn LocalCache>,
    channel: Arc<dyn InvalidationChannel>,
}

impl CacheKeeper {
    /// How long to wait before listening anew.
    pub const RETRY_AFTER: Duration = Duration::from_millis(500);

    /// Keeps these adapters' copies.
    #[must_use]
    pub fn new(ports: &Ports) -> Self {
        Self {
            near: ports.sessions.near.clone(),
            lists: ports.cache.near.clone(),
            channel: ports.sessions.invalidation.clone(),
        }
    }

    /// Listens until the channel is lost. While nobody listens, copies are kept for a second only.
    ///
    /// # Errors
    /// That the channel was lost or could not be had: always, sooner or later.
    pub async fn listen(&self) -> Result<(), InvalidationError> {
        let outcome = self.follow().await;
        self.near.push_lost();
        self.lists.push_lost();
        outcome
    }

    async fn follow(&self) -> Result<(), InvalidationError> {
        let mut news = self.channel.subscribe().await?;
        self.near.push_restored();
        self.lists.push_restored();
        loop {
            let invalidation = news.next().await?;
            if let Err(error) = self.forget(invalidation).await {
                return Err(InvalidationError(error.to_string()));
            }
        }
    }

    async fn forget(&self, news: Invalidation) -> Result<(), CacheError> {
        match news {
            Invalidation::Session(id) => self.near.forget(id).await,
            Invalidation::User(user) => self.near.forget_user(user, &[]).await,
            Invalidation::List(scope) => {
                self.lists.forget(&scope);
                Ok(())
            }
        }
    }
}
