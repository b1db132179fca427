//! A server without its HTTP side, small enough for each test to have one of its own.

mod crypto;
mod faults;
mod journey;
mod post;
mod race;
mod storage;
mod sweep;
mod tables;

use std::sync::Arc;

use domain::password::{Password, PasswordPolicy};
use domain::ports::{JobSignal, SecretGenerator};
use infra_memory::MemoryJobSignal;
use infra_system::{SystemIds, SystemSecrets};
use port_contracts::doubles::FixedClock;
use port_contracts::fixtures::{A_MOMENT, registration_policy, session_policy};
use portico_application::jobs::JobRunner;
use portico_application::{
    CryptoPorts, MailPorts, Policies, Ports, StoragePorts, SystemPorts, mail, registrations,
    sessions, users,
};

pub(crate) use crypto::{CountingDigester, CountingHasher};
pub(crate) use faults::Faults;
pub(crate) use journey::{Flow, PASSWORD, address, wrong_code};
pub(crate) use post::{DownSignal, Post};
pub(crate) use race::race;
pub(crate) use sweep::every_fault_leaves_nothing;
pub(crate) use tables::Tables;

use storage::Database;

/// Use cases, and everything that a test looks at or moves.
pub(crate) struct World {
    pub(crate) registrations: registrations::UseCases,
    pub(crate) sessions: sessions::UseCases,
    pub(crate) users: users::UseCases,
    pub(crate) runner: JobRunner,
    pub(crate) ports: Ports,
    pub(crate) policies: Policies,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) hasher: Arc<CountingHasher>,
    pub(crate) digester: Arc<CountingDigester>,
    pub(crate) post: Arc<Post>,
    pub(crate) faults: Arc<Faults>,
    pub(crate) tables: Tables,
    _database: Database,
}

/// A world in which nothing has happened yet.
pub(crate) async fn a_world() -> World {
    a_world_with(|_, _| ()).await
}

/// A world with other ports or policies.
pub(crate) async fn a_world_with(change: impl FnOnce(&mut Ports, &mut Policies)) -> World {
    let secrets: Arc<dyn SecretGenerator> = Arc::new(SystemSecrets);
    let clock = Arc::new(FixedClock::at(A_MOMENT));
    let (database, storage, faults) = storage::open(&clock).await;
    let (crypto, hasher, digester) = crypto::crypto(&secrets);
    let post = Arc::new(Post::default());
    let signal: Arc<dyn JobSignal> = Arc::new(MemoryJobSignal::new());
    let mut ports = ports(storage, crypto, &post, &clock, secrets, signal);
    let mut policies = policies();
    change(&mut ports, &mut policies);
    World {
        registrations: registrations::UseCases::new(&ports, &policies),
        sessions: sessions::UseCases::new(&ports, &policies),
        users: users::UseCases::new(&ports, &policies),
        runner: JobRunner::new(&ports, mail::handlers(&ports)),
        tables: Tables::open(&database).await,
        ports,
        policies,
        clock,
        hasher,
        digester,
        post,
        faults,
        _database: database,
    }
}

fn ports(
    storage: StoragePorts,
    crypto: CryptoPorts,
    post: &Arc<Post>,
    clock: &Arc<FixedClock>,
    secrets: Arc<dyn SecretGenerator>,
    job_signal: Arc<dyn JobSignal>,
) -> Ports {
    Ports {
        storage,
        crypto,
        system: SystemPorts {
            clock: clock.clone(),
            ids: Arc::new(SystemIds),
            secrets,
        },
        mail: MailPorts {
            renderer: post.clone(),
            mailer: post.clone(),
        },
        job_signal,
    }
}

fn policies() -> Policies {
    Policies {
        registration: registration_policy(),
        passwords: PasswordPolicy::new(8, Password::MAX_LENGTH).expect("a policy"),
        sessions: session_policy(),
        project_name: "Quincunx Portal".to_owned(),
    }
}
