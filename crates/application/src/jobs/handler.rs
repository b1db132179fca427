//! Who does which kind of job.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::num::NonZeroU32;
use std::sync::Arc;

use async_trait::async_trait;
use domain::job::{JobFailure, JobId, JobKind, JobPolicy};
use domain::ports::{StorageError, UnitOfWork};

use super::JobPayload;

/// What a handler knows of its job beside the payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobContext {
    /// The job's id, the same for every try: what makes an effect idempotent.
    pub id: JobId,
}

/// Does one kind of job. It may be run more than once for one job, so its effect must bear that.
#[async_trait]
pub trait HandleJob<P: JobPayload>: Send + Sync {
    /// Does the work.
    async fn handle(&self, job: JobContext, payload: P) -> Result<(), JobFailure>;

    /// Takes note in this unit of what became of the job outside its tries, for work that somebody looks at. It may be
    /// told so more than once. The unit may hold the job's row, so the order of locks goes on from there
    /// (`ARCHITECTURE.md`).
    ///
    /// # Errors
    /// When that fails. Without storage what happens to the job fails too; everything else is only logged.
    async fn take_note(
        &self,
        _unit: &mut dyn UnitOfWork,
        _fate: JobFate,
        _job: JobContext,
        _payload: P,
    ) -> Result<(), NoteError> {
        Ok(())
    }
}

/// What became of a job outside its tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobFate {
    /// It is not tried any more: every try failed, its deadline passed, or an operator called it off.
    GivenUp,
    /// An operator has it tried again, or at once.
    QueuedAgain,
}

/// Why no note was taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Nobody knows the kind, or its payload cannot be read: there is nothing to take a note of.
    #[error(transparent)]
    Unread(#[from] JobFailure),
    /// It could not be stored.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The handlers by the kind of their jobs.
#[derive(Clone, Default)]
pub struct JobHandlers {
    by_kind: HashMap<&'static str, Arc<dyn HandleOpened>>,
}

impl JobHandlers {
    /// Adds the handler of a kind.
    #[must_use]
    pub fn with<P: JobPayload + Sync>(mut self, handler: impl HandleJob<P> + 'static) -> Self {
        self.by_kind.insert(
            P::KIND,
            Arc::new(Typed {
                handler,
                payload: PhantomData::<fn(P)>,
            }),
        );
        self
    }

    /// The names of the kinds, in their order.
    #[must_use]
    pub fn kinds(&self) -> Vec<&'static str> {
        let mut kinds: Vec<_> = self.by_kind.keys().copied().collect();
        kinds.sort_unstable();
        kinds
    }

    /// How many jobs of a kind may run at once, where that is bounded.
    pub(super) fn bounds(&self) -> impl Iterator<Item = (JobKind, NonZeroU32)> {
        let kinds = self.by_kind.iter();
        kinds.filter_map(|(kind, handler)| Some((JobKind::new(*kind), handler.policy().at_once?)))
    }

    pub(super) fn find(&self, kind: &JobKind) -> Option<&dyn HandleOpened> {
        self.by_kind.get(kind.as_str()).map(AsRef::as_ref)
    }
}

/// A handler that reads its own payload.
#[async_trait]
pub(super) trait HandleOpened: Send + Sync {
    fn policy(&self) -> JobPolicy;
    async fn handle(&self, job: JobContext, payload: &[u8]) -> Result<(), JobFailure>;
    async fn take_note(
        &self,
        unit: &mut dyn UnitOfWork,
        fate: JobFate,
        job: JobContext,
        payload: &[u8],
    ) -> Result<(), NoteError>;
}

struct Typed<P, H> {
    handler: H,
    payload: PhantomData<fn(P)>,
}

#[async_trait]
impl<P: JobPayload + Sync, H: HandleJob<P>> HandleOpened for Typed<P, H> {
    fn policy(&self) -> JobPolicy {
        P::POLICY
    }

    async fn handle(&self, job: JobContext, payload: &[u8]) -> Result<(), JobFailure> {
        self.handler.handle(job, read(payload)?).await
    }

    async fn take_note(
        &self,
        unit: &mut dyn UnitOfWork,
        fate: JobFate,
        job: JobContext,
        payload: &[u8],
    ) -> Result<(), NoteError> {
        let payload = read(payload)?;
        self.handler.take_note(unit, fate, job, payload).await
    }
}

fn read<P: JobPayload>(payload: &[u8]) -> Result<P, JobFailure> {
    // The position is enough to find the fault; the message might quote the payload (H2).
    serde_json::from_slice(payload).map_err(|error| {
        JobFailure::Permanent(format!(
            "the payload is not what this kind of job takes (column {})",
            error.column()
        ))
    })
}
