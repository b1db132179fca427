//! Whether the relay answers.

use std::time::Duration;

use async_trait::async_trait;
use domain::ports::{HealthProbe, Unhealthy};

use super::mailer::SmtpMailer;

/// Below the two seconds that the port allows, so that the answer still arrives within them.
const LIMIT: Duration = Duration::from_millis(1_800);

#[async_trait]
impl HealthProbe for SmtpMailer {
    fn name(&self) -> &'static str {
        "smtp"
    }

    /// Mails wait as jobs until the relay is back (I14).
    fn is_required(&self) -> bool {
        false
    }

    /// Connects, or asks a connection that was kept with `NOOP`.
    async fn check(&self) -> Result<(), Unhealthy> {
        match tokio::time::timeout(LIMIT, self.connections.take()).await {
            Ok(Ok(connection)) => {
                self.connections.keep(connection);
                Ok(())
            }
            Ok(Err(error)) => Err(Unhealthy(error.to_string())),
            Err(_) => Err(Unhealthy(format!("no answer within {LIMIT:?}"))),
        }
    }
}
