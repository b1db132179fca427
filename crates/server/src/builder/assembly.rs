//! All adapters together.

use std::sync::Arc;

use application::{MailPorts, Policies, Ports};
use domain::ports::{HealthProbe, Mailbox};

use super::ServerBuilder;
use crate::adapters::remembered_health::remembered;
use crate::adapters::{cache, limits, redis, sessions, signal};
use crate::error::ServerError;

/// Every adapter, and what only the edges of the server need of them.
pub(crate) struct Assembly {
    pub(crate) ports: Ports,
    pub(crate) policies: Policies,
    pub(crate) mailbox: Option<Arc<dyn Mailbox>>,
    pub(crate) probes: Vec<Arc<dyn HealthProbe>>,
}

impl ServerBuilder {
    /// Chooses the adapters; links in mails begin with `public_url`.
    pub(crate) async fn assemble(self, public_url: &str) -> Result<Assembly, ServerError> {
        let storage = self.storage().await?;
        let (mail, renderer) = (self.mail_delivery()?, self.mail_renderer(public_url)?);
        let crypto = self.crypto()?;
        let Self {
            settings, system, ..
        } = self;
        let redis = redis::connect(&settings)?;
        let redis = redis.as_ref();
        let signal = self.signal.unwrap_or_else(|| signal::open(redis));
        let optional = [signal.health, mail.health].into_iter().flatten();
        let mut probes = vec![storage.health.clone()];
        probes.extend(optional.map(remembered));
        Ok(Assembly {
            policies: settings.policies(),
            mailbox: mail.mailbox,
            probes,
            ports: Ports {
                storage,
                crypto,
                system,
                mail: MailPorts {
                    renderer,
                    mailer: mail.mailer,
                },
                job_signal: signal.port,
                sessions: self.sessions.unwrap_or_else(|| sessions::open(redis)),
                cache: self.cache.unwrap_or_else(|| cache::open(redis)),
                limits: self
                    .limits
                    .unwrap_or_else(|| limits::open(redis, settings.instances)),
            },
        })
    }
}
