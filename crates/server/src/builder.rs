//! Puts a server together.

mod assembly;
mod choices;
mod services;

use std::sync::Arc;

use application::health::Lifecycle;
use application::operations::RecordStart;
use application::sessions::ActivityLog;
use application::{CachePorts, CryptoPorts, SessionPorts, StoragePorts, SystemPorts};
use domain::ports::{
    Clock, IdGenerator, JobSignal, MailRenderer, Mailer, RateLimiter, SecretGenerator,
};
use http_actix::Api;

use crate::adapters::mail::MailDelivery;
use crate::adapters::signal::Signal;
use crate::adapters::{sessions, system};
use crate::error::ServerError;
use crate::metrics::MetricsListener;
use crate::server::{Certificates, HttpListener, Life, Server, WorkerDuties};
use crate::settings::{Settings, warn_of_exposure};
use crate::start::{FirstSuperuser, StartUp};

pub(crate) use assembly::Assembly;
use services::services;

/// Makes a [`Server`] of settings and adapters. What is not given is chosen as the settings say.
///
/// ```no_run
/// use portico_server::settings::{Settings, Sources};
/// use portico_server::{ServerBuilder, ServerError};
///
/// async fn serve() -> Result<(), ServerError> {
///     let settings = Settings::load(&Sources::of_process(None)?)?;
///     let server = ServerBuilder::new(settings).build().await?;
///     println!("http://{}", server.address());
///     server.run(std::future::pending()).await
/// }
/// ```
pub struct ServerBuilder {
    settings: Settings,
    system: SystemPorts,
    storage: Option<StoragePorts>,
    crypto: Option<CryptoPorts>,
    mail: Option<MailDelivery>,
    renderer: Option<Arc<dyn MailRenderer>>,
    signal: Option<Signal>,
    sessions: Option<SessionPorts>,
    cache: Option<CachePorts>,
    limits: Option<Arc<dyn RateLimiter>>,
    has_worker: bool,
}

impl ServerBuilder {
    /// Starts from settings and the machine's own clock, ids and randomness.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            system: system::ports(),
            storage: None,
            crypto: None,
            mail: None,
            renderer: None,
            signal: None,
            sessions: None,
            cache: None,
            limits: None,
            has_worker: true,
        }
    }

    /// Keeps accounts there instead of where `storage.url` says.
    #[must_use]
    pub fn with_storage(self, storage: StoragePorts) -> Self {
        Self {
            storage: Some(storage),
            ..self
        }
    }

    /// Hashes, seals and digests with these.
    #[must_use]
    pub fn with_crypto(self, crypto: CryptoPorts) -> Self {
        Self {
            crypto: Some(crypto),
            ..self
        }
    }

    /// Hands mail to this adapter instead of where `mail.url` says.
    #[must_use]
    pub fn with_mailer(self, mailer: Arc<dyn Mailer>) -> Self {
        Self {
            mail: Some(MailDelivery {
                mailer,
                mailbox: None,
                health: None,
            }),
            ..self
        }
    }

    /// Puts mails into other words than the built-in templates.
    #[must_use]
    pub fn with_mail_renderer(self, renderer: Arc<dyn MailRenderer>) -> Self {
        Self {
            renderer: Some(renderer),
            ..self
        }
    }

    /// Wakes workers over this adapter instead of what `redis.url` says.
    #[must_use]
    pub fn with_job_signal(self, port: Arc<dyn JobSignal>) -> Self {
        Self {
            signal: Some(Signal { port, health: None }),
            ..self
        }
    }

    /// Keeps copies of sessions there instead of what `redis.url` says.
    #[must_use]
    pub fn with_session_cache(self, sessions: SessionPorts) -> Self {
        Self {
            sessions: Some(sessions),
            ..self
        }
    }

    /// Caches replies there instead of what `redis.url` says. `near` is what the news of other instances reach: put
    /// it in front of a cache that instances share with [`CachePorts::tiered`], and give it as both where it is the
    /// only one. News come over Redis alone: without `redis.url`, a near cache gives the lists that other instances
    /// have changed until their pages end.
    #[must_use]
    pub fn with_cache(self, cache: CachePorts) -> Self {
        Self {
            cache: Some(cache),
            ..self
        }
    }

    /// Counts rates there instead of what `redis.url` says.
    #[must_use]
    pub fn with_rate_limiter(self, limits: Arc<dyn RateLimiter>) -> Self {
        Self {
            limits: Some(limits),
            ..self
        }
    }

    /// Takes the time from there.
    #[must_use]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.system.clock = clock;
        self
    }

    /// Takes identifiers from there.
    #[must_use]
    pub fn with_ids(mut self, ids: Arc<dyn IdGenerator>) -> Self {
        self.system.ids = ids;
        self
    }

    /// Takes randomness from there.
    #[must_use]
    pub fn with_secrets(mut self, secrets: Arc<dyn SecretGenerator>) -> Self {
        self.system.secrets = secrets;
        self
    }

    /// Leaves jobs to other processes.
    #[must_use]
    pub fn without_worker(self) -> Self {
        Self {
            has_worker: false,
            ..self
        }
    }

    /// Chooses the adapters and takes the address. Nothing is asked of the services yet: they may still be
    /// down.
    ///
    /// # Errors
    /// When a setting cannot be used, the address is taken, or another process serves the same SQLite file.
    pub async fn build(self) -> Result<Server, ServerError> {
        let tls = self.settings.http.tls.as_ref();
        let certificates = tls.map(Certificates::load).transpose()?;
        let listener = HttpListener::bind(self.settings.http.bind)?;
        let metrics = MetricsListener::open(&self.settings.http)?;
        let lock = self.lock()?;
        let (settings, has_worker) = (self.settings.clone(), self.has_worker);
        if self.sessions.is_none() {
            sessions::warn_of_what_is_not_shared(&settings);
        }
        warn_of_exposure(&settings);
        let public_url = settings.public_url(listener.address())?;
        let assembly = Box::pin(self.assemble(&public_url.to_string())).await?;
        let (lifecycle, activity) = (Lifecycle::default(), ActivityLog::default());
        let services = services(&assembly, &lifecycle, &activity);
        let metrics = metrics.map(|metrics| metrics.over(&assembly));
        Ok(Server {
            api: Api::new(settings.for_api(public_url), services),
            life: Life {
                start: StartUp {
                    schema: assembly.ports.storage.schema.clone(),
                    mode: settings.storage.migrate,
                    secrets: assembly.ports.system.secrets.clone(),
                    first_superuser: FirstSuperuser::of(&settings, &assembly),
                    record: Some((RecordStart::new(&assembly.ports), "serve")),
                },
                ports: assembly.ports,
                activity,
                worker: has_worker.then(|| WorkerDuties::of(&settings)),
                http: settings.http,
                lifecycle,
                _lock: lock,
            },
            listener,
            certificates,
            metrics,
        })
    }
}
