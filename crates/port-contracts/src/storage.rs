//! What the suites of storage run over.

use std::sync::Arc;

use async_trait::async_trait;
use domain::audit::{AuditEventId, AuditFilter};
use domain::item::{Item, ItemInsertion};
use domain::job::{ClaimedJob, JobId, NewJob, SealedPayload};
use domain::onboarding::{Question, QuestionStored, UserInfo};
use domain::ports::{
    AuditQueries, ExportQueries, HealthProbe, ItemQueries, JobQueries, JobSource,
    OnboardingQueries, SessionQueries, StorageError, StorageMonitor, ThrottleQueries, Unhealthy,
    UnitOfWork, UnitOfWorkFactory, UserQueries,
};
use domain::session::Session;
use domain::timestamp::Timestamp;
use domain::user::{User, UserStored};

use crate::Keep;
use crate::fixtures::{a_claim, a_password_hash};
use crate::lists::first;

/// The ports of one store. It is empty and its schema is in place.
pub struct Storage {
    /// Opens transactions.
    pub units: Arc<dyn UnitOfWorkFactory>,
    /// Reads users.
    pub users: Arc<dyn UserQueries>,
    /// Reads sessions.
    pub sessions: Arc<dyn SessionQueries>,
    /// Reads items.
    pub items: Arc<dyn ItemQueries>,
    /// Reads onboarding questions and answers.
    pub onboarding: Arc<dyn OnboardingQueries>,
    /// Reads personal-data exports.
    pub exports: Arc<dyn ExportQueries>,
    /// Reads throttles.
    pub throttles: Arc<dyn ThrottleQueries>,
    /// Reads the audit log.
    pub audit: Arc<dyn AuditQueries>,
    /// Reads jobs, as operators do.
    pub jobs: Arc<dyn JobQueries>,
    /// Hands out jobs.
    pub job_source: Arc<dyn JobSource>,
    /// Reads payloads of jobs that no worker is given any more, which has no port.
    pub payloads: Arc<dyn StoredPayloads>,
    /// Asks the store how it is.
    pub health: Arc<dyn HealthProbe>,
    /// Counts what is in the store.
    pub monitor: Arc<dyn StorageMonitor>,
    /// What the store lives in.
    pub keep: Keep,
}

/// Payloads of jobs as a thief of the store sees them; an adapter's tests implement it with a query of
/// their own.
#[async_trait]
pub trait StoredPayloads: Send + Sync {
    /// What is stored as the payload of this job.
    async fn payload_of(&self, job: JobId) -> Result<SealedPayload, StorageError>;
}

/// So that [`health_contract!`](crate::health_contract) can take a store.
#[async_trait]
impl HealthProbe for Storage {
    fn name(&self) -> &'static str {
        self.health.name()
    }

    fn is_required(&self) -> bool {
        self.health.is_required()
    }

    async fn check(&self) -> Result<(), Unhealthy> {
        self.health.check().await
    }

    async fn takes_writes(&self) -> Result<(), Unhealthy> {
        self.health.takes_writes().await
    }

    async fn clock(&self) -> Result<Option<Timestamp>, Unhealthy> {
        self.health.clock().await
    }
}

impl Storage {
    pub(crate) async fn begin(&self) -> Box<dyn UnitOfWork> {
        begin(&self.units).await
    }

    pub(crate) async fn add_user(&self, user: &User) {
        let mut unit = self.begin().await;
        insert_user(&mut *unit, user).await;
        commit(unit).await;
    }

    pub(crate) async fn add_session(&self, session: &Session) {
        let mut unit = self.begin().await;
        let inserted = unit.sessions().insert(session).await;
        inserted.expect("a session could not be added");
        commit(unit).await;
    }

    pub(crate) async fn add_item(&self, item: &Item) {
        let mut unit = self.begin().await;
        insert_item(&mut *unit, item).await;
        commit(unit).await;
    }

    pub(crate) async fn add_question(&self, question: &Question) {
        let mut unit = self.begin().await;
        insert_question(&mut *unit, question).await;
        commit(unit).await;
    }

    pub(crate) async fn add_answers(&self, info: &UserInfo) {
        let mut unit = self.begin().await;
        assert_eq!(unit.user_infos().insert(info).await, Ok(true));
        commit(unit).await;
    }

    pub(crate) async fn add_job(&self, job: &NewJob) {
        let mut unit = self.begin().await;
        let is_new = unit.jobs().enqueue(job).await;
        assert_eq!(is_new, Ok(true), "a job was not enqueued");
        commit(unit).await;
    }

    /// Claims up to ten jobs for a minute.
    pub(crate) async fn claim_at(&self, now: Timestamp) -> Vec<ClaimedJob> {
        let claimed = self.job_source.claim(&a_claim(now)).await;
        claimed.expect("jobs could not be claimed")
    }

    pub(crate) async fn audit_ids(&self) -> Vec<AuditEventId> {
        let events = self.audit.page(&AuditFilter::default(), &first(1000)).await;
        let events = events.expect("the audit log could not be read");
        events.rows.iter().map(|event| event.id).collect()
    }
}

pub(crate) async fn begin(units: &Arc<dyn UnitOfWorkFactory>) -> Box<dyn UnitOfWork> {
    units.begin().await.expect("a unit could not begin")
}

pub(crate) async fn commit(unit: Box<dyn UnitOfWork>) {
    unit.commit().await.expect("a unit could not commit");
}

pub(crate) async fn insert_user(unit: &mut dyn UnitOfWork, user: &User) {
    let inserted = unit.users().insert(user, Some(&a_password_hash())).await;
    assert_eq!(inserted, Ok(UserStored::Stored));
}

pub(crate) async fn insert_item(unit: &mut dyn UnitOfWork, item: &Item) {
    let inserted = unit.items().insert(item).await;
    assert_eq!(inserted, Ok(ItemInsertion::Inserted));
}

pub(crate) async fn insert_question(unit: &mut dyn UnitOfWork, question: &Question) {
    let inserted = unit.questions().insert(question).await;
    assert_eq!(inserted, Ok(QuestionStored::Stored));
}
