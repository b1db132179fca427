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

/// A channel that a test cuts and mends.
#[derive(Default)]
pub(crate) struct CutSignal {
    inner: MemoryJobSignal,
    is_cut: watch::Sender<bool>,
}

impl CutSignal {
    pub(crate) fn cut(&self) {
        self.is_cut.send_replace(true);
    }

    pub(crate) fn mend(&self) {
        self.is_cut.send_replace(false);
    }
}

#[async_trait]
impl JobSignal for CutSignal {
    async fn notify(&self) -> Result<(), JobSignalError> {
        self.inner.notify().await
    }

    async fn subscribe(&self) -> Result<Box<dyn JobWakeUps>, JobSignalError> {
        if *self.is_cut.borrow() {
            return Err(down());
        }
        let (inner, is_cut) = (self.inner.subscribe().await?, self.is_cut.subscribe());
        Ok(Box::new(CutWakeUps { inner, is_cut }))
    }
}

struct CutWakeUps {
    inner: Box<dyn JobWakeUps>,
    is_cut: watch::Receiver<bool>,
}

#[async_trait]
impl JobWakeUps for CutWakeUps {
    async fn wait(&mut self) -> Result<(), JobSignalError> {
        tokio::select! {
            _ = self.is_cut.wait_for(|cut| *cut) => Err(down()),
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
