//! A server without its HTTP side, small enough for each test to have one of its own.

mod account_steps;
mod crypto;
mod down;
mod faults;
mod faulty_reads;
mod faulty_units;
mod gate;
mod instances;
mod journey;
mod link_steps;
mod post;
mod race;
mod session_steps;
mod slow_hasher;
mod slow_reads;
mod slow_records;
mod storage;
mod sweep;
mod tables;
mod thief;
mod watched_limits;
mod words;

use std::sync::Arc;
use std::time::Duration;

use domain::password::{Password, PasswordPolicy};
use domain::ports::{MAX_SESSION_AGE, SecretGenerator};
use domain::session::{RenewalPolicy, ReuseAction};
use infra_memory::{
    MemoryCache, MemoryInvalidation, MemoryJobSignal, MemoryRateLimiter, MemorySessionCache,
    MemoryTokenRecords,
};
use infra_system::{SystemIds, SystemSecrets};
use port_contracts::doubles::FixedClock;
use port_contracts::fixtures::{A_MOMENT, registration_policy, session_policy};
use portico_application::jobs::JobRunner;
use portico_application::limits::Limits;
use portico_application::sessions::ActivityLog;
use portico_application::{
    AccountPolicy, CachePorts, CryptoPorts, EmailChangeMode, MailPorts, Policies, Ports,
    SessionPorts, StoragePorts, SystemPorts, registrations, sessions, users,
};

pub(crate) use account_steps::{
    Deletion, NEW_PASSWORD, PasswordChange, Update, deletion_of, profile_of, reset_of, to_active,
    to_address, to_full_name, to_superuser, update_of,
};
pub(crate) use crypto::{CountingDigester, CountingHasher, HashingWork};
pub(crate) use down::Down;
pub(crate) use faults::Faults;
pub(crate) use journey::{Flow, PASSWORD, address, wrong_code};
pub(crate) use link_steps::{Confirmation, Move, ProfileUpdate, Reset, Undo};
pub(crate) use post::{DownSignal, Post};
pub(crate) use race::race;
pub(crate) use session_steps::{Authentication, REFUSED, Renewal, from_address};
pub(crate) use slow_hasher::SlowHasher;
pub(crate) use slow_reads::SlowReads;
pub(crate) use slow_records::SlowRecords;
pub(crate) use sweep::every_fault_leaves_nothing;
pub(crate) use tables::Tables;
pub(crate) use thief::assert_tables_hold_none_of;
pub(crate) use watched_limits::WatchedLimits;

use storage::Database;

/// Use cases, and everything that a test looks at or moves.
pub(crate) struct World {
    pub(crate) registrations: registrations::UseCases,
    pub(crate) sessions: Box<sessions::UseCases>,
    pub(crate) users: Box<users::UseCases>,
    pub(crate) activity: ActivityLog,
    pub(crate) runner: JobRunner,
    pub(crate) ports: Ports,
    pub(crate) policies: Policies,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) hasher: Arc<CountingHasher>,
    pub(crate) digester: Arc<CountingDigester>,
    pub(crate) post: Arc<Post>,
    pub(crate) faults: Arc<Faults>,
    pub(crate) tables: Tables,
    database: Arc<Database>,
}

/// A world in which nothing has happened yet.
pub(crate) async fn a_world() -> World {
    a_world_with(|_, _| ()).await
}

/// A world without quotas and waiting times.
pub(crate) async fn an_unlimited_world() -> World {
    a_world_with(|_, policies| policies.limits.are_enabled = false).await
}

/// A world with other ports or policies.
pub(crate) async fn a_world_with(change: impl FnOnce(&mut Ports, &mut Policies)) -> World {
    let secrets: Arc<dyn SecretGenerator> = Arc::new(SystemSecrets);
    let clock = Arc::new(FixedClock::at(A_MOMENT));
    let database = Arc::new(Database::new());
    let (storage, faults) = database.open(&clock).await;
    let (crypto, hasher, digester) = crypto::crypto(&secrets);
    let post = Arc::new(Post::default());
    let system = SystemPorts {
        clock: clock.clone(),
        ids: Arc::new(SystemIds),
        secrets,
    };
    let mut ports = ports(storage, crypto, system, &post);
    let mut policies = policies();
    change(&mut ports, &mut policies);
    instances::Parts {
        clock,
        hasher,
        digester,
        post,
        faults,
        database,
    }
    .assemble(ports, policies)
    .await
}

fn ports(
    storage: StoragePorts,
    crypto: CryptoPorts,
    system: SystemPorts,
    post: &Arc<Post>,
) -> Ports {
    let near = Arc::new(MemorySessionCache::new());
    Ports {
        storage,
        crypto,
        system,
        mail: MailPorts {
            renderer: post.clone(),
            mailer: post.clone(),
        },
        job_signal: Arc::new(MemoryJobSignal::new()),
        sessions: SessionPorts {
            cache: near.clone(),
            near,
            invalidation: Arc::new(MemoryInvalidation::new()),
            records: Arc::new(MemoryTokenRecords::new()),
        },
        cache: cache_ports(),
        limits: Arc::new(MemoryRateLimiter::new()),
    }
}

/// The cached replies of one instance.
fn cache_ports() -> CachePorts {
    let near = Arc::new(MemoryCache::new());
    CachePorts {
        cache: near.clone(),
        near,
    }
}

fn policies() -> Policies {
    Policies {
        registration: registration_policy(),
        passwords: PasswordPolicy::new(8, Password::MAX_LENGTH).expect("a policy"),
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
            email_change: EmailChangeMode::Confirmed,
            deletion_wants_fresh_token: true,
        },
        list_ttl: Duration::from_mins(1),
        session_cache_age: MAX_SESSION_AGE,
        project_name: "Quincunx Portal".to_owned(),
    }
}
