//! The one kind of job in this world, and the journal of who did what.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use application::jobs::{HandleJob, JobContext, JobFate, JobPayload, NoteError};
use async_trait::async_trait;
use domain::job::{BackOff, JobFailure, JobId, JobPolicy, JobPriority};
use domain::ports::{StorageError, UnitOfWork};
use serde::{Deserialize, Serialize};

/// How a job behaves.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) enum Chore {
    IsQuick,
    Takes {
        seconds: u64,
    },
    Fails,
    FailsForGood,
    Panics,
    PanicsToTheEnd,
    HangsToTheEnd,
    /// Fails for good, and its handler finds what it can make nothing of.
    IsMangled,
    /// Fails for good, and its handler takes so long to note it.
    IsNoted {
        seconds: u64,
    },
    Hangs,
}

impl JobPayload for Chore {
    const KIND: &'static str = "chore";
    const POLICY: JobPolicy = JobPolicy {
        max_attempts: 3,
        back_off: BackOff {
            first: Duration::from_secs(10),
            most: Duration::from_mins(10),
        },
        priority: JobPriority::Normal,
        at_once: None,
    };
}

/// What the handler saw.
#[derive(Default)]
pub(crate) struct Journal(Mutex<Entries>);

#[derive(Default)]
struct Entries {
    starts: HashMap<JobId, u32>,
    given_up: Vec<JobId>,
    running: u32,
    most_at_once: u32,
}

impl Journal {
    /// How often a job was started.
    pub(crate) fn starts_of(&self, job: JobId) -> u32 {
        self.entries().starts.get(&job).copied().unwrap_or(0)
    }

    /// The jobs that the handler knows to be given up.
    pub(crate) fn given_up(&self) -> Vec<JobId> {
        self.entries().given_up.clone()
    }

    /// How many jobs are being done now; an aborted one is not.
    pub(crate) fn running(&self) -> u32 {
        self.entries().running
    }

    /// How many jobs were ever done at the same time.
    pub(crate) fn most_at_once(&self) -> u32 {
        self.entries().most_at_once
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().expect("no panic under the lock")
    }

    fn enter(self: &Arc<Self>, job: JobId) -> Presence {
        let mut entries = self.entries();
        *entries.starts.entry(job).or_default() += 1;
        entries.running += 1;
        entries.most_at_once = entries.most_at_once.max(entries.running);
        Presence(self.clone())
    }
}

/// Ends when the handler does, in whatever way.
struct Presence(Arc<Journal>);

impl Drop for Presence {
    fn drop(&mut self) {
        self.0.entries().running -= 1;
    }
}

/// Does chores.
pub(crate) struct Performer(Arc<Journal>);

impl Performer {
    pub(crate) fn new(journal: Arc<Journal>) -> Self {
        Self(journal)
    }
}

#[async_trait]
impl HandleJob<Chore> for Performer {
    async fn handle(&self, job: JobContext, chore: Chore) -> Result<(), JobFailure> {
        let _presence = self.0.enter(job.id);
        match chore {
            Chore::IsQuick => Ok(()),
            Chore::Takes { seconds } => {
                tokio::time::sleep(Duration::from_secs(seconds)).await;
                Ok(())
            }
            Chore::Fails => Err(JobFailure::Transient("not now".to_owned())),
            Chore::FailsForGood
            | Chore::HangsToTheEnd
            | Chore::IsMangled
            | Chore::IsNoted { .. } => Err(JobFailure::Permanent("not ever".to_owned())),
            Chore::Panics | Chore::PanicsToTheEnd => panic!("a chore that panics"),
            Chore::Hangs => std::future::pending().await,
        }
    }

    async fn take_note(
        &self,
        _: &mut dyn UnitOfWork,
        fate: JobFate,
        job: JobContext,
        chore: Chore,
    ) -> Result<(), NoteError> {
        assert_eq!(fate, JobFate::GivenUp);
        self.0.entries().given_up.push(job.id);
        match chore {
            Chore::PanicsToTheEnd => panic!("a chore that cannot even be given up"),
            Chore::HangsToTheEnd => std::future::pending().await,
            Chore::IsMangled => Err(StorageError::Failed("a strange row".to_owned()))?,
            Chore::IsNoted { seconds } => tokio::time::sleep(Duration::from_secs(seconds)).await,
            _ => {}
        }
        Ok(())
    }
}
