//! Job signals that fail, or come at the worst moment.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use domain::ports::{JobSignal, JobSignalError, JobWakeUps};
use infra_memory::MemoryJobSignal;
use tokio::sync::watch;

use super::{Chore, InMemoryJobs};

/// A channel that is down.
pub(crate) struct DeafSignal;

fn down() -> JobSignalError {
    JobSignalError("down".to_owned())
}

#[async_trait]
impl JobSignal for DeafSignal {
    async fn notify(&self) -> Result<(), JobSignalError> {
        Err(down())
    }

    async fn subscribe(&self) -> Result<Box<dyn JobWakeUps>, JobSignalError> {
        Err(down())
    }
}

/// A channel that a test cuts and mends; what subscribed before the cut stays deaf.
#[derive(Default)]
pub(crate) struct CutSignal {
    inner: MemoryJobSignal,
    is_cut: AtomicBool,
    cuts: watch::Sender<u32>,
}

impl CutSignal {
    pub(crate) fn cut(&self) {
        self.is_cut.store(true, Ordering::SeqCst);
        self.cuts.send_modify(|cuts| *cuts += 1);
    }

    pub(crate) fn mend(&self) {
        self.is_cut.store(false, Ordering::SeqCst);
    }
}

#[async_trait]
impl JobSignal for CutSignal {
    async fn notify(&self) -> Result<(), JobSignalError> {
        self.inner.notify().await
    }

    async fn subscribe(&self) -> Result<Box<dyn JobWakeUps>, JobSignalError> {
        if self.is_cut.load(Ordering::SeqCst) {
            return Err(down());
        }
        let (inner, cuts) = (self.inner.subscribe().await?, self.cuts.subscribe());
        let cuts_before = *cuts.borrow();
        Ok(Box::new(CutWakeUps {
            inner,
            cuts,
            cuts_before,
        }))
    }
}

struct CutWakeUps {
    inner: Box<dyn JobWakeUps>,
    cuts: watch::Receiver<u32>,
    cuts_before: u32,
}

#[async_trait]
impl JobWakeUps for CutWakeUps {
    async fn wait(&mut self) -> Result<(), JobSignalError> {
        let cuts_before = self.cuts_before;
        tokio::select! {
            biased;
            _ = self.cuts.wait_for(|cuts| *cuts != cuts_before) => Err(down()),
            woken = self.inner.wait() => woken,
        }
    }
}

/// A channel on which a job is announced just before its first subscriber listens, and never again.
pub(crate) struct LateSignal {
    jobs: Arc<InMemoryJobs>,
    came: AtomicBool,
}

impl LateSignal {
    pub(crate) fn of(jobs: &Arc<InMemoryJobs>) -> Self {
        Self {
            jobs: jobs.clone(),
            came: AtomicBool::new(false),
        }
    }
}

#[async_trait]
impl JobSignal for LateSignal {
    async fn notify(&self) -> Result<(), JobSignalError> {
        Ok(())
    }

    async fn subscribe(&self) -> Result<Box<dyn JobWakeUps>, JobSignalError> {
        if !self.came.swap(true, Ordering::SeqCst) {
            self.jobs.add(Chore::IsQuick);
        }
        Ok(Box::new(Silence))
    }
}

struct Silence;

#[async_trait]
impl JobWakeUps for Silence {
    async fn wait(&mut self) -> Result<(), JobSignalError> {
        std::future::pending().await
    }
}
