//! Opens what is stored of a job for its handler.

use std::sync::Arc;

use domain::job::{JobFailure, JobId, JobKind, SealedPayload};
use domain::ports::{PayloadSealer, UnitOfWork};

use super::handler::HandleOpened;
use super::{JobContext, JobFate, JobHandlers, NoteError};
use crate::Ports;

/// Finds handlers and unseals payloads.
#[derive(Clone)]
pub(crate) struct JobOpener {
    pub(super) handlers: JobHandlers,
    sealer: Arc<dyn PayloadSealer>,
}

/// A job with its handler.
pub(crate) struct OpenJob<'a> {
    handler: &'a dyn HandleOpened,
    context: JobContext,
    payload: Vec<u8>,
}

impl JobOpener {
    pub(crate) fn new(ports: &Ports, handlers: JobHandlers) -> Self {
        Self {
            handlers,
            sealer: ports.crypto.payloads.clone(),
        }
    }

    /// Opens a job. A failure may pass: another version may know the kind, and a key may be put back.
    pub(crate) fn open(
        &self,
        id: JobId,
        kind: &JobKind,
        payload: &SealedPayload,
    ) -> Result<OpenJob<'_>, JobFailure> {
        let handler = self.handlers.find(kind);
        let handler = handler
            .ok_or_else(|| JobFailure::Transient(format!("no handler for jobs of kind {kind}")))?;
        let payload = self.sealer.open(id, kind, payload);
        Ok(OpenJob {
            handler,
            context: JobContext { id },
            payload: payload.map_err(|error| JobFailure::Transient(error.to_string()))?,
        })
    }
}

impl OpenJob<'_> {
    /// Has it done.
    pub(super) async fn run(&self) -> Result<(), JobFailure> {
        self.handler.handle(self.context, &self.payload).await
    }

    /// Lets its handler know, in this unit, what became of it.
    pub(crate) async fn take_note(
        &self,
        unit: &mut dyn UnitOfWork,
        fate: JobFate,
    ) -> Result<(), NoteError> {
        let noted = self
            .handler
            .take_note(unit, fate, self.context, &self.payload);
        noted.await
    }
}
