//! Listens for the job signal, and listens anew when the channel was lost.

use std::sync::Arc;
use std::time::Duration;

use domain::ports::{JobSignal, JobSignalError, JobWakeUps};

/// How long to wait before listening anew.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// A subscription that mends itself.
pub(crate) struct Ear {
    signal: Arc<dyn JobSignal>,
    subscription: Option<Box<dyn JobWakeUps>>,
}

impl Ear {
    pub(crate) fn new(signal: Arc<dyn JobSignal>) -> Self {
        Self {
            signal,
            subscription: None,
        }
    }

    /// Returns when there may be work: at a signal, and after every new subscription, since signals
    /// may have been missed before it.
    pub(crate) async fn wait(&mut self) {
        if let Err(error) = self.listen().await {
            tracing::debug!(%error, "the job signal is away; jobs are found by polling");
            self.subscription = None;
            tokio::time::sleep(RETRY_AFTER).await;
        }
    }

    async fn listen(&mut self) -> Result<(), JobSignalError> {
        match &mut self.subscription {
            Some(subscription) => subscription.wait().await,
            none => {
                *none = Some(self.signal.subscribe().await?);
                Ok(())
            }
        }
    }
}
