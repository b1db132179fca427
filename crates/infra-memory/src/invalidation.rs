//! News between the parts of one process.

use async_trait::async_trait;
use domain::ports::{Invalidation, InvalidationChannel, InvalidationError, InvalidationNews};
use tokio::sync::broadcast::{Receiver, Sender};

/// How far a listener may fall behind; one that falls further misses news, and is told so.
const CAPACITY: usize = 4096;

/// Tells the listeners of this process. Share one by `Arc`.
#[derive(Debug)]
pub struct MemoryInvalidation(Sender<Invalidation>);

impl MemoryInvalidation {
    /// A channel that nobody listens to yet.
    #[must_use]
    pub fn new() -> Self {
        Self(Sender::new(CAPACITY))
    }
}

impl Default for MemoryInvalidation {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl InvalidationChannel for MemoryInvalidation {
    async fn publish(&self, news: Invalidation) -> Result<(), InvalidationError> {
        // The only failure is that nobody listens, and then nobody has a copy.
        let _listeners = self.0.send(news).unwrap_or_default();
        Ok(())
    }

    async fn subscribe(&self) -> Result<Box<dyn InvalidationNews>, InvalidationError> {
        Ok(Box::new(MemoryNews(self.0.subscribe())))
    }
}

struct MemoryNews(Receiver<Invalidation>);

#[async_trait]
impl InvalidationNews for MemoryNews {
    async fn next(&mut self) -> Result<Invalidation, InvalidationError> {
        let news = self.0.recv().await;
        news.map_err(|lost| InvalidationError(lost.to_string()))
    }
}
