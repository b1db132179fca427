//! The whole interface over real use cases and a database of its own.

use std::sync::Arc;
use std::time::Duration;

use actix_web::body::BoxBody;
use actix_web::dev::Service;
use actix_web::http::Method;
use actix_web::http::header::AUTHORIZATION;
use actix_web::test::{TestRequest, init_service};
use application::health::{CheckReadiness, Lifecycle};
use application::idempotency::IdempotencyKeys;
use application::jobs::JobRunner;
use application::limits::Limits;
use application::mail::SendTestMail;
use application::sessions::ActivityLog;
use application::{
    AccountPolicy, CachePorts, CryptoPorts, EmailChangeMode, MailPorts, Policies, Ports, RateGate,
    SessionPorts, StoragePorts, SystemPorts, email_changes, exports, items, job_handlers,
    onboarding, operations, recovery, registrations, sessions, users,
};
use async_trait::async_trait;
use domain::item::Item;
use domain::job::JobOutcome;
use domain::mail::{MailContent, OutgoingMail, RenderedMail};
use domain::password::{Password, PasswordPolicy};
use domain::ports::{
    Clock, MAX_SESSION_AGE, MailError, MailRenderer, Mailer, RenderError, SecretGenerator,
};
use domain::session::{RenewalPolicy, ReuseAction};
use domain::timestamp::Timestamp;
use domain::user::User;
use infra_crypto::{
    AesGcmExportSealer, AesGcmPayloadSealer, BcryptCost, BcryptHasher, BcryptSettings,
    EncryptedTokenCodec, HmacOtpDigester, HmacSubjectDigester, KeyRing, Pepper, ZxcvbnScreen,
};
use infra_memory::{
    MemoryCache, MemoryInvalidation, MemoryJobSignal, MemoryRateLimiter, MemorySessionCache,
    MemoryTokenRecords,
};
use infra_sqlite::{SqliteSettings, open};
use infra_system::{SystemIds, SystemSecrets};
use port_contracts::doubles::FixedClock;
use port_contracts::fixtures::{
    A_MOMENT, UserBuilder, a_claim, a_session_of, a_user, registration_policy, session_policy,
};
use serde_json::Value;
use tempfile::TempDir;

use super::stack::{Reply, read, settings};
use crate::{Api, Services};

/// Where clients of the world think it is.
pub(super) const PUBLIC_URL: &str = "https://api.example";

/// A server, and what a test looks at or moves.
pub(super) struct World {
    api: Api,
    pub(super) ports: Ports,
    pub(super) clock: Arc<FixedClock>,
    _folder: TempDir,
}

/// Somebody with a session.
#[derive(Clone)]
pub(super) struct Client {
    pub(super) user: User,
    token: String,
}

/// A world in which nothing has happened yet.
pub(super) async fn a_world() -> World {
    a_world_with(|_| ()).await
}

/// A world with other ports.
pub(super) async fn a_world_with(change: impl FnOnce(&mut Ports)) -> World {
    a_world_of(|ports, _| change(ports)).await
}

/// A world with other ports or policies.
pub(super) async fn a_world_of(change: impl FnOnce(&mut Ports, &mut Policies)) -> World {
    let folder = TempDir::new().unwrap();
    let clock = Arc::new(FixedClock::at(A_MOMENT));
    let mut ports = ports(storage(&folder).await, &clock);
    let mut policies = policies();
    change(&mut ports, &mut policies);
    World {
        api: Api::new(settings(PUBLIC_URL), services(&ports, &policies)),
        ports,
        clock,
        _folder: folder,
    }
}

impl World {
    /// Somebody new.
    pub(super) async fn client(&self) -> Client {
        self.client_who_is(a_user()).await
    }

    /// Somebody new who sees everything.
    pub(super) async fn superuser(&self) -> Client {
        self.client_who_is(a_user().superuser()).await
    }

    /// Somebody new who is this.
    pub(super) async fn client_who_is(&self, user: UserBuilder) -> Client {
        let user = user.build();
        let session = a_session_of(&user).build();
        let mut unit = self.ports.storage.units.begin().await.unwrap();
        unit.users().insert(&user, None).await.unwrap();
        unit.sessions().insert(&session).await.unwrap();
        unit.commit().await.unwrap();
        let claims = session.current_claims(&session_policy());
        let token = self.ports.crypto.tokens.seal(&claims).unwrap();
        Client {
            user,
            token: token.expose().to_owned(),
        }
    }

    /// What time it is there.
    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Keeps an item that no request made.
    pub(super) async fn keep(&self, items: &[Item]) {
        let mut unit = self.ports.storage.units.begin().await.unwrap();
        for item in items {
            unit.items().insert(item).await.unwrap();
        }
        unit.commit().await.unwrap();
    }

    /// Does every job that is due, once.
    pub(super) async fn do_jobs(&self) {
        let runner = JobRunner::new(&self.ports, job_handlers(&self.ports));
        let (source, now) = (&self.ports.storage.job_source, self.now());
        for job in source.claim(&a_claim(now)).await.unwrap() {
            let outcome = runner.attempt(&job).await;
            assert_eq!(outcome, JobOutcome::Succeeded);
            let settled = source.settle(job.id, job.lease, &outcome, now).await;
            settled.unwrap();
        }
    }

    /// Sends a request as it is.
    pub(super) async fn send(&self, request: TestRequest) -> Reply {
        let service = init_service(self.api.app()).await;
        read(service.call(request.to_request()).await).await
    }

    /// Sends a request of a client's.
    pub(super) async fn ask(&self, client: &Client, request: TestRequest) -> Reply {
        let credentials = format!("Bearer {}", client.token);
        self.send(request.insert_header((AUTHORIZATION, credentials)))
            .await
    }

    /// The body of a reply, not read yet.
    pub(super) async fn body_of(&self, client: &Client, path: &str) -> BoxBody {
        let credentials = format!("Bearer {}", client.token);
        let request = to(Method::GET, path).insert_header((AUTHORIZATION, credentials));
        let service = init_service(self.api.app()).await;
        let reply = service.call(request.to_request()).await.unwrap();
        reply.into_body()
    }

    pub(super) async fn get(&self, client: &Client, path: &str) -> Reply {
        self.ask(client, to(Method::GET, path)).await
    }

    pub(super) async fn post(&self, client: &Client, path: &str, body: &Value) -> Reply {
        self.ask(client, to(Method::POST, path).set_json(body))
            .await
    }

    pub(super) async fn put(&self, client: &Client, path: &str, body: &Value) -> Reply {
        self.ask(client, to(Method::PUT, path).set_json(body)).await
    }

    pub(super) async fn patch(&self, client: &Client, path: &str, body: &Value) -> Reply {
        self.ask(client, to(Method::PATCH, path).set_json(body))
            .await
    }

    pub(super) async fn delete(&self, client: &Client, path: &str) -> Reply {
        self.ask(client, to(Method::DELETE, path)).await
    }
}

/// A request to a path below `/api/v1`.
pub(super) fn to(method: Method, path: &str) -> TestRequest {
    TestRequest::with_uri(&format!("/api/v1{path}")).method(method)
}

async fn storage(folder: &TempDir) -> StoragePorts {
    let settings = SqliteSettings {
        url: "sqlite://portico.db?mode=rwc".to_owned(),
        data_dir: folder.path().to_owned(),
        max_connections: 4,
    };
    let opened = open(&settings).await.unwrap();
    opened.schema.up().await.unwrap();
    let storage = Arc::new(opened.storage);
    StoragePorts {
        units: storage.clone(),
        users: storage.clone(),
        sessions: storage.clone(),
        items: storage.clone(),
        onboarding: storage.clone(),
        exports: storage.clone(),
        throttles: storage.clone(),
        audit: storage.clone(),
        jobs: storage.clone(),
        job_source: storage.clone(),
        schema: opened.schema,
        health: storage.clone(),
        monitor: storage,
    }
}

fn ports(storage: StoragePorts, clock: &Arc<FixedClock>) -> Ports {
    let secrets: Arc<dyn SecretGenerator> = Arc::new(SystemSecrets);
    let near = Arc::new(MemorySessionCache::new());
    let replies = Arc::new(MemoryCache::new());
    Ports {
        storage,
        crypto: crypto(&secrets),
        system: SystemPorts {
            clock: clock.clone(),
            ids: Arc::new(SystemIds),
            secrets,
        },
        mail: MailPorts {
            renderer: Arc::new(NoPost),
            mailer: Arc::new(NoPost),
        },
        job_signal: Arc::new(MemoryJobSignal::new()),
        sessions: SessionPorts {
            cache: near.clone(),
            near,
            invalidation: Arc::new(MemoryInvalidation::new()),
            records: Arc::new(MemoryTokenRecords::new()),
        },
        cache: CachePorts {
            cache: replies.clone(),
            near: replies,
        },
        limits: Arc::new(MemoryRateLimiter::new()),
    }
}

fn crypto(secrets: &Arc<dyn SecretGenerator>) -> CryptoPorts {
    let ring = KeyRing::parse(&KeyRing::generate_entry(&**secrets)).unwrap();
    let cost = BcryptCost::new(BcryptCost::MIN).unwrap();
    let hashing = BcryptSettings::new(cost, Pepper::fixed_domain());
    CryptoPorts {
        passwords: Arc::new(BcryptHasher::new(hashing, secrets.clone())),
        screen: Arc::new(ZxcvbnScreen),
        otp: Arc::new(HmacOtpDigester::new(&ring)),
        tokens: Arc::new(EncryptedTokenCodec::new(
            &ring,
            PUBLIC_URL,
            "accounts",
            secrets.clone(),
        )),
        payloads: Arc::new(AesGcmPayloadSealer::new(&ring, secrets.clone())),
        exports: Arc::new(AesGcmExportSealer::new(&ring, secrets.clone())),
        subjects: Arc::new(HmacSubjectDigester::new(&ring)),
    }
}

fn policies() -> Policies {
    Policies {
        registration: registration_policy(),
        passwords: PasswordPolicy::new(8, Password::MAX_LENGTH).unwrap(),
        sessions: session_policy(),
        renewal: RenewalPolicy {
            transparent: true,
            window: Duration::from_hours(2),
            grace: Duration::from_secs(40),
            on_reuse: ReuseAction::Revoke,
        },
        limits: Limits::default(),
        accounts: AccountPolicy {
            open_signup: true,
            email_change: EmailChangeMode::Immediate,
            deletion_wants_fresh_token: false,
        },
        session_cache_age: MAX_SESSION_AGE,
        list_ttl: Duration::from_mins(1),
        project_name: "Portico".to_owned(),
    }
}

fn services(ports: &Ports, policies: &Policies) -> Services {
    let lifecycle = Lifecycle::default();
    lifecycle.serve();
    Services {
        registrations: registrations::UseCases::new(ports, policies),
        sessions: sessions::UseCases::new(ports, policies, &ActivityLog::default()),
        users: users::UseCases::new(ports, policies),
        recovery: recovery::UseCases::new(ports, policies),
        email_changes: email_changes::UseCases::new(ports, policies),
        items: items::UseCases::new(ports, policies),
        exports: exports::UseCases::new(ports),
        onboarding: onboarding::UseCases::new(ports, policies),
        operations: operations::UseCases::new(ports, &job_handlers(ports)),
        test_mail: SendTestMail::new(ports),
        idempotency: IdempotencyKeys::new(ports),
        readiness: CheckReadiness::new(lifecycle, Vec::new()),
        ids: ports.system.ids.clone(),
        mailbox: None,
        rate_gate: RateGate::new(ports, policies.limits.are_enabled),
        limits: policies.limits,
    }
}

/// Mail is promised here, and never sent.
struct NoPost;

impl MailRenderer for NoPost {
    fn render(&self, _: &MailContent) -> Result<RenderedMail, RenderError> {
        Err(RenderError("no post".to_owned()))
    }
}

#[async_trait]
impl Mailer for NoPost {
    async fn send(&self, _: &OutgoingMail) -> Result<(), MailError> {
        Err(MailError::Permanent("no post".to_owned()))
    }
}
