//! What ends by itself.

use std::fmt;
use std::time::Duration;

use domain::ports::{StorageError, UnitOfWork};
use domain::timestamp::Timestamp;

use crate::batches::BATCH;

/// How long a job that was done or called off can still be looked at.
const FINISHED_JOBS_KEPT: Duration = Duration::from_hours(7 * 24);

/// How long an operator can see that a job was given up, and have it tried again. What it was to do, and what was said
/// when it failed, are about somebody, and must not stay for ever (H3).
const DEAD_JOBS_KEPT: Duration = Duration::from_hours(30 * 24);

/// How long an ended session stays after the last moment at which it could have lived. Its tokens are of no use by then,
/// whatever the clocks of instances say.
const ENDED_SESSIONS_KEPT: Duration = Duration::from_hours(24);

/// What ends by itself. Nothing depends on its removal: whatever is over is refused on request too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leftover {
    /// Registrations that were not completed within their hour (A14).
    Registrations,
    /// Sessions that were ended, from the day after their absolute limit on (D13).
    Sessions,
    /// Failures that say nothing any more (C3, A11).
    Throttles,
    /// Recovery links whose half hour is over (F9r).
    RecoveryLinks,
    /// Changes of addresses that cannot be taken back any more (F7r).
    EmailChanges,
    /// New addresses whose code has expired, on the records of those who wanted them (F7r).
    PendingEmails,
    /// Replies that were kept for a day.
    IdempotencyKeys,
    /// Personal-data exports that can be fetched no more.
    Exports,
    /// Jobs that were done or called off a week ago (I21).
    FinishedJobs,
    /// Jobs that were given up thirty days ago.
    DeadJobs,
    /// What jobs were to do that were given up or called off and are too late by now to be tried again (H3).
    LatePayloads,
}

impl Leftover {
    /// Everything that ends by itself.
    pub const ALL: [Self; 11] = [
        Self::Registrations,
        Self::Sessions,
        Self::Throttles,
        Self::RecoveryLinks,
        Self::EmailChanges,
        Self::PendingEmails,
        Self::IdempotencyKeys,
        Self::Exports,
        Self::FinishedJobs,
        Self::DeadJobs,
        Self::LatePayloads,
    ];

    /// Its name in jobs and logs; it never changes.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Registrations => "registrations",
            Self::Sessions => "sessions",
            Self::Throttles => "throttles",
            Self::RecoveryLinks => "recovery_links",
            Self::EmailChanges => "email_changes",
            Self::PendingEmails => "pending_emails",
            Self::IdempotencyKeys => "idempotency_keys",
            Self::Exports => "exports",
            Self::FinishedJobs => "finished_jobs",
            Self::DeadJobs => "dead_jobs",
            Self::LatePayloads => "late_payloads",
        }
    }

    /// What has that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }

    /// Removes one batch of it; says how many rows that were.
    pub(super) async fn purge(
        self,
        unit: &mut dyn UnitOfWork,
        now: Timestamp,
    ) -> Result<u64, StorageError> {
        match self {
            Self::Registrations => unit.registrations().purge_expired(now, BATCH).await,
            Self::Sessions => {
                let before = now.minus(ENDED_SESSIONS_KEPT);
                unit.sessions().purge_ended(before, BATCH).await
            }
            Self::Throttles => unit.throttles().purge(now, BATCH).await,
            Self::RecoveryLinks => unit.password_resets().purge_expired(now, BATCH).await,
            Self::EmailChanges => unit.email_changes().purge_final(now, BATCH).await,
            Self::PendingEmails => unit.users().forget_pending_emails(now, BATCH).await,
            Self::IdempotencyKeys => unit.idempotency().purge_expired(now, BATCH).await,
            Self::Exports => unit.exports().purge_expired(now, BATCH).await,
            Self::FinishedJobs => {
                let before = now.minus(FINISHED_JOBS_KEPT);
                unit.job_desk().purge_finished(before, BATCH).await
            }
            Self::DeadJobs => {
                let before = now.minus(DEAD_JOBS_KEPT);
                unit.job_desk().purge_dead(before, BATCH).await
            }
            Self::LatePayloads => unit.job_desk().erase_late_payloads(now, BATCH).await,
        }
    }
}

/// For logs.
impl fmt::Display for Leftover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
