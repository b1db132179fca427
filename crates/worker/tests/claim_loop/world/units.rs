//! Units of work in which a job is given up.

use std::sync::Arc;

use async_trait::async_trait;
use domain::job::{JobId, JobOutcome, JobRecord, LeaseToken, SealedPayload};
use domain::ports::{
    AuditLog, EmailChangeRepository, ExportRepository, IdempotencyRepository, ItemRepository,
    JobDesk, JobQueue, PasswordResetRepository, QuestionRepository, RegistrationRepository,
    ScheduleRepository, SessionRepository, StorageError, ThrottleRepository, UnitOfWork,
    UnitOfWorkFactory, UserInfoRepository, UserRepository,
};
use domain::timestamp::Timestamp;

use super::InMemoryJobs;
use super::ports::never;

/// Over the jobs of a world.
pub(super) struct JobUnits(pub(super) Arc<InMemoryJobs>);

/// What is settled in it counts once it is committed.
struct JobUnit {
    jobs: Arc<InMemoryJobs>,
    settled: Vec<(JobId, LeaseToken, JobOutcome, Timestamp)>,
}

#[async_trait]
impl UnitOfWorkFactory for JobUnits {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StorageError> {
        self.0.answer().await?;
        let (jobs, settled) = (self.0.clone(), Vec::new());
        Ok(Box::new(JobUnit { jobs, settled }))
    }
}

/// The repositories that giving a job up has no business with.
macro_rules! not_asked {
    ($($name:ident -> $port:ident),+) => {
        $(fn $name(&mut self) -> &mut dyn $port {
            never()
        })+
    };
}

#[async_trait]
impl UnitOfWork for JobUnit {
    fn job_desk(&mut self) -> &mut dyn JobDesk {
        self
    }

    not_asked! {
        users -> UserRepository, registrations -> RegistrationRepository,
        password_resets -> PasswordResetRepository, email_changes -> EmailChangeRepository,
        items -> ItemRepository, questions -> QuestionRepository, user_infos -> UserInfoRepository,
        exports -> ExportRepository, idempotency -> IdempotencyRepository,
        throttles -> ThrottleRepository, sessions -> SessionRepository, jobs -> JobQueue,
        schedules -> ScheduleRepository, audit -> AuditLog
    }

    async fn commit(self: Box<Self>) -> Result<(), StorageError> {
        self.jobs.answer().await?;
        for (job, lease, outcome, now) in &self.settled {
            assert!(self.jobs.end(*job, *lease, outcome, *now));
        }
        Ok(())
    }
}

#[async_trait]
impl JobDesk for JobUnit {
    async fn settle(
        &mut self,
        job: JobId,
        lease: LeaseToken,
        outcome: &JobOutcome,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        self.jobs.answer().await?;
        let is_held = self.jobs.is_held_under(job, lease);
        if is_held {
            self.settled.push((job, lease, outcome.clone(), now));
        }
        Ok(is_held)
    }

    async fn lock(&mut self, _: JobId) -> Result<Option<JobRecord>, StorageError> {
        never()
    }

    async fn payload(&mut self, _: JobId) -> Result<SealedPayload, StorageError> {
        never()
    }

    async fn save(&mut self, _: &JobRecord) -> Result<(), StorageError> {
        never()
    }

    async fn purge_finished(&mut self, _: Timestamp, _: u32) -> Result<u64, StorageError> {
        never()
    }

    async fn purge_dead(&mut self, _: Timestamp, _: u32) -> Result<u64, StorageError> {
        never()
    }

    async fn erase_late_payloads(&mut self, _: Timestamp, _: u32) -> Result<u64, StorageError> {
        never()
    }
}
