//! Puts a server together.

use std::sync::Arc;

use application::health::{CheckReadiness, Lifecycle};
use application::idempotency::IdempotencyKeys;
use application::mail::SendTestMail;
use application::operations::RecordStart;
use application::sessions::ActivityLog;
use application::{
    CachePorts, CryptoPorts, MailPorts, Policies, Ports, RateGate, SessionPorts, StoragePorts,
    SystemPorts,
};
use domain::ports::{
    Clock, HealthProbe, IdGenerator, JobSignal, MailRenderer, Mailbox, Mailer, PasswordHasher,
    RateLimiter, SecretGenerator, StorageError,
};
use http_actix::{Api, Services};

use crate::adapters::mail::MailDelivery;
use crate::adapters::remembered_health::remembered;
use crate::adapters::schema_health::schema_health;
use crate::adapters::signal::Signal;
use crate::adapters::{
    cache, crypto, keys, limits, mail, redis, sessions, signal, storage, system,
};
use crate::error::ServerError;
use crate::metrics::MetricsListener;
use crate::server::{Certificates, HttpListener, Life, Server, WorkerDuties};
use crate::settings::{Settings, warn_of_exposure};
use crate::start::{FirstSuperuser, StartUp};

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

/// Every adapter, and what only the edges of the server need of them.
pub(crate) struct Assembly {
    pub(crate) ports: Ports,
    pub(crate) policies: Policies,
    pub(crate) mailbox: Option<Arc<dyn Mailbox>>,
    pub(crate) probes: Vec<Arc<dyn HealthProbe>>,
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

    /// What was configured.
    pub(crate) const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The storage that was given, or the one that `storage.url` names.
    pub(crate) async fn storage(&self) -> Result<StoragePorts, ServerError> {
        match &self.storage {
            Some(storage) => Ok(storage.clone()),
            None => storage::open(&self.settings).await,
        }
    }

    /// Whether the database can be reached, and why not. Storage that was given tells itself.
    pub(crate) async fn reach_storage(&self) -> Result<(), StorageError> {
        match &self.storage {
            Some(_) => Ok(()),
            None => storage::reach(&self.settings).await,
        }
    }

    /// What compares passwords; it needs no key ring.
    pub(crate) fn password_hasher(&self) -> Arc<dyn PasswordHasher> {
        match &self.crypto {
            Some(crypto) => crypto.passwords.clone(),
            None => crypto::hasher(&self.settings.passwords, &self.system.secrets),
        }
    }

    /// The same builder, which makes no database that is not there.
    pub(crate) fn on_existing_storage(mut self) -> Self {
        self.settings.storage.url = self.settings.storage.url.of_existing();
        self
    }

    /// The same builder, which makes no key ring that is not there.
    pub(crate) fn with_present_keys(mut self) -> Result<Self, ServerError> {
        if !self.has_own_crypto() {
            let secrets = &*self.system.secrets;
            let ring = keys::present_or_passing_ring(&self.settings, secrets)?;
            self.settings.tokens.keys = Some(ring);
        }
        Ok(self)
    }

    /// The delivery that was given, or the one that `mail.url` names.
    pub(crate) fn mail_delivery(&self) -> Result<MailDelivery, ServerError> {
        let given = self.mail.clone();
        given.map_or_else(|| mail::open(&self.settings), Ok)
    }

    /// The signal that was given, or what `redis.url` says.
    pub(crate) fn job_signal(&self) -> Result<Signal, ServerError> {
        match &self.signal {
            Some(signal) => Ok(signal.clone()),
            None => redis::connect(&self.settings).map(|redis| signal::open(redis.as_ref())),
        }
    }

    /// The clock.
    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.system.clock
    }

    /// The renderer that was given, or the templates.
    pub(crate) fn mail_renderer(
        &self,
        public_url: &str,
    ) -> Result<Arc<dyn MailRenderer>, ServerError> {
        let given = self.renderer.clone();
        given.map_or_else(|| mail::renderer(&self.settings, public_url), Ok)
    }

    /// What was given, or the usual algorithms over the key ring.
    fn crypto(&self) -> Result<CryptoPorts, ServerError> {
        if let Some(crypto) = &self.crypto {
            return Ok(crypto.clone());
        }
        let secrets = &self.system.secrets;
        let ring = keys::ring(&self.settings, &**secrets)?;
        Ok(crypto::ports(&ring, &self.settings.passwords, secrets))
    }

    /// Whether keys and hashes are none of the settings' business.
    pub(crate) const fn has_own_crypto(&self) -> bool {
        self.crypto.is_some()
    }

    /// A SQLite file is served by one process. Storage that was given looks after itself.
    pub(crate) fn lock(&self) -> Result<Option<infra_sqlite::ServingLock>, ServerError> {
        match self.storage {
            Some(_) => Ok(None),
            None => storage::lock(&self.settings),
        }
    }

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

fn services(assembly: &Assembly, lifecycle: &Lifecycle, activity: &ActivityLog) -> Services {
    let Assembly {
        ports, policies, ..
    } = assembly;
    let mut probes = assembly.probes.clone();
    probes.push(schema_health(
        ports.storage.schema.clone(),
        lifecycle.clone(),
    ));
    Services {
        registrations: application::registrations::UseCases::new(ports, policies),
        sessions: application::sessions::UseCases::new(ports, policies, activity),
        users: application::users::UseCases::new(ports, policies),
        email_changes: application::email_changes::UseCases::new(ports, policies),
        recovery: application::recovery::UseCases::new(ports, policies),
        items: application::items::UseCases::new(ports, policies),
        exports: application::exports::UseCases::new(ports),
        onboarding: application::onboarding::UseCases::new(ports, policies),
        operations: application::operations::UseCases::new(
            ports,
            &application::job_handlers(ports),
        ),
        test_mail: SendTestMail::new(ports),
        idempotency: IdempotencyKeys::new(ports),
        readiness: CheckReadiness::new(lifecycle.clone(), probes),
        ids: ports.system.ids.clone(),
        mailbox: assembly.mailbox.clone(),
        rate_gate: RateGate::new(ports, policies.limits.are_enabled),
        limits: policies.limits,
    }
}
