//! Background jobs: how a use case promises work, and how a worker has it done.
//!
//! A kind of job is one file: a typed payload that implements [`JobPayload`], and a handler that
//! implements [`HandleJob`] for it. See `docs/recipes/add-a-job.md`.

mod handler;
mod opener;
mod outbox;
mod payload;
mod runner;

pub use handler::{HandleJob, JobContext, JobFate, JobHandlers, NoteError};
pub(crate) use opener::JobOpener;
pub(crate) use outbox::Outbox;
pub use payload::JobPayload;
pub use runner::JobRunner;
