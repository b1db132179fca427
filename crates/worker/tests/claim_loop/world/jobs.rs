//! A job table in memory, with the faults that a test asks for.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use domain::job::{ClaimedJob, JobId, JobKind, JobOutcome, LeaseToken, NewJob, SealedPayload};
use domain::ports::{ClaimRequest, Clock, JobSource, StorageError};
use domain::timestamp::Timestamp;
use port_contracts::fixtures::{a_job, an_id};
use serde::Serialize;
use tokio::sync::Notify;

use super::Chore;
use super::clock::PausedClock;

/// Longer than any job of any test waits.
const PATIENCE: Duration = Duration::from_hours(24);

struct Row {
    job: NewJob,
    attempts: u32,
    due_at: Option<Timestamp>,
    lease: Option<LeaseToken>,
    outcomes: Vec<(JobOutcome, Timestamp)>,
}

pub(crate) struct InMemoryJobs {
    rows: Mutex<Vec<Row>>,
    clock: Arc<PausedClock>,
    settled: Notify,
    is_away: AtomicBool,
    is_silent: AtomicBool,
    extensions: AtomicU32,
    claims: AtomicU32,
}

impl InMemoryJobs {
    pub(crate) fn new(clock: Arc<PausedClock>) -> Self {
        Self {
            rows: Mutex::default(),
            clock,
            settled: Notify::new(),
            is_away: AtomicBool::new(false),
            is_silent: AtomicBool::new(false),
            extensions: AtomicU32::new(0),
            claims: AtomicU32::new(0),
        }
    }

    /// Adds a job that is due now.
    pub(crate) fn add(&self, chore: Chore) -> JobId {
        self.add_due_in(Duration::ZERO, chore)
    }

    pub(crate) fn add_due_in(&self, wait: Duration, chore: Chore) -> JobId {
        self.insert(a_chore(chore).due_at(self.clock.now().plus(wait)).build())
    }

    pub(crate) fn add_until(&self, deadline: Timestamp, chore: Chore) -> JobId {
        self.insert(a_chore(chore).with_deadline(deadline).build())
    }

    pub(crate) fn add_of_unknown_kind(&self) -> JobId {
        self.insert(a_chore(Chore::IsQuick).of_kind("from_the_future").build())
    }

    /// Adds a job of another kind, which is due now.
    pub(crate) fn add_of_kind(&self, kind: &str, payload: &impl Serialize) -> JobId {
        let payload = serde_json::to_string(payload).expect("a payload as JSON");
        let payload = SealedPayload::from_sealed(payload);
        let job = a_job().of_kind(kind).with_payload(payload);
        self.insert(job.due_at(self.clock.now()).build())
    }

    fn insert(&self, job: NewJob) -> JobId {
        let id = job.id;
        self.rows().push(Row {
            due_at: Some(job.run_at),
            job,
            attempts: 0,
            lease: None,
            outcomes: Vec::new(),
        });
        id
    }

    /// What the world is told from now on: nothing, or the truth.
    pub(crate) fn go_away(&self) {
        self.is_away.store(true, Ordering::SeqCst);
    }

    pub(crate) fn come_back(&self) {
        self.is_away.store(false, Ordering::SeqCst);
    }

    /// Never answers again.
    pub(crate) fn fall_silent(&self) {
        self.is_silent.store(true, Ordering::SeqCst);
    }

    /// Gives the job to somebody else, as after a lease that ran out.
    pub(crate) fn steal(&self, id: JobId) {
        self.change(id, |row| {
            row.lease = Some(LeaseToken::from_uuid(an_id()));
            row.due_at = None;
        });
    }

    /// How often a lease was extended.
    pub(crate) fn extensions(&self) -> u32 {
        self.extensions.load(Ordering::SeqCst)
    }

    /// How often a worker asked for jobs.
    pub(crate) fn claims(&self) -> u32 {
        self.claims.load(Ordering::SeqCst)
    }

    pub(crate) fn attempts_of(&self, id: JobId) -> u32 {
        self.change(id, |row| row.attempts)
    }

    pub(crate) fn is_held(&self, id: JobId) -> bool {
        self.change(id, |row| row.lease.is_some())
    }

    /// Every outcome that was stored so far.
    pub(crate) fn outcomes_of(&self, id: JobId) -> Vec<JobOutcome> {
        self.change(id, |row| {
            row.outcomes
                .iter()
                .map(|(outcome, _)| outcome.clone())
                .collect()
        })
    }

    /// Waits for the first outcome of a job, and tells when it was stored.
    pub(crate) async fn first_outcome_of(&self, id: JobId) -> (JobOutcome, Timestamp) {
        self.outcome_number(1, id).await
    }

    pub(crate) async fn outcome_number(&self, number: usize, id: JobId) -> (JobOutcome, Timestamp) {
        let found = async {
            loop {
                let settled = self.settled.notified();
                if let Some(found) = self.change(id, |row| row.outcomes.get(number - 1).cloned()) {
                    return found;
                }
                settled.await;
            }
        };
        let waited = tokio::time::timeout(PATIENCE, found).await;
        waited.expect("the job has no such outcome")
    }

    fn rows(&self) -> MutexGuard<'_, Vec<Row>> {
        self.rows.lock().expect("no panic under the lock")
    }

    fn change<T>(&self, id: JobId, change: impl FnOnce(&mut Row) -> T) -> T {
        let mut rows = self.rows();
        let row = rows.iter_mut().find(|row| row.job.id == id);
        change(row.expect("a job of this table"))
    }

    /// Ends a try if the job is held under this lease.
    pub(super) fn end(
        &self,
        job: JobId,
        lease: LeaseToken,
        outcome: &JobOutcome,
        now: Timestamp,
    ) -> bool {
        let is_held = self.is_held_under(job, lease);
        if is_held {
            self.change(job, |row| row.settle(outcome, now));
        }
        self.settled.notify_waiters();
        is_held
    }

    pub(super) fn is_held_under(&self, job: JobId, lease: LeaseToken) -> bool {
        self.change(job, |row| row.lease == Some(lease))
    }

    pub(super) async fn answer(&self) -> Result<(), StorageError> {
        if self.is_silent.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
        if self.is_away.load(Ordering::SeqCst) {
            Err(StorageError::Unavailable("away".to_owned()))
        } else {
            Ok(())
        }
    }
}

fn a_chore(chore: Chore) -> port_contracts::fixtures::JobBuilder {
    let payload = serde_json::to_string(&chore).expect("a chore as JSON");
    let job = a_job().of_kind("chore").with_max_attempts(3);
    job.with_payload(SealedPayload::from_sealed(payload))
}

impl Row {
    fn claim(&mut self, request: &ClaimRequest) -> ClaimedJob {
        self.attempts += 1;
        self.lease = Some(request.lease);
        self.due_at = Some(request.leased_until);
        ClaimedJob {
            id: self.job.id,
            kind: JobKind::new(self.job.kind.as_str()),
            payload: self.job.payload.clone(),
            attempts: self.attempts,
            max_attempts: self.job.max_attempts,
            deadline: self.job.deadline,
            created_at: self.job.created_at,
            lease: request.lease,
        }
    }

    fn settle(&mut self, outcome: &JobOutcome, now: Timestamp) {
        self.lease = None;
        self.due_at = match outcome {
            JobOutcome::Succeeded | JobOutcome::Dead { .. } => None,
            JobOutcome::Retry { run_at, .. } => Some(*run_at),
            JobOutcome::Released => {
                self.attempts -= 1;
                Some(self.job.run_at)
            }
        };
        self.outcomes.push((outcome.clone(), now));
    }
}

/// Whether there is room for this job, which there is less of then.
fn take_off(wanted: &mut ClaimRequest, row: &Row) -> bool {
    let mut rooms = wanted.at_most.iter_mut();
    let room = rooms.find(|(kind, _)| *kind == row.job.kind);
    let room = room.map(|(_, room)| room);
    if wanted.limit == 0 || room.as_ref().is_some_and(|room| **room == 0) {
        return false;
    }
    wanted.limit -= 1;
    if let Some(room) = room {
        *room -= 1;
    }
    true
}

#[async_trait]
impl JobSource for InMemoryJobs {
    async fn claim(&self, request: &ClaimRequest) -> Result<Vec<ClaimedJob>, StorageError> {
        self.answer().await?;
        self.claims.fetch_add(1, Ordering::SeqCst);
        let (mut rows, mut wanted) = (self.rows(), request.clone());
        let due = |row: &&mut Row| row.due_at.is_some_and(|due_at| due_at <= request.now);
        let taken = rows
            .iter_mut()
            .filter(due)
            .filter(|row| take_off(&mut wanted, row));
        Ok(taken.map(|row| row.claim(request)).collect())
    }

    async fn extend(
        &self,
        job: JobId,
        lease: LeaseToken,
        until: Timestamp,
    ) -> Result<bool, StorageError> {
        self.answer().await?;
        self.extensions.fetch_add(1, Ordering::SeqCst);
        Ok(self.change(job, |row| {
            let is_held = row.lease == Some(lease);
            if is_held {
                row.due_at = Some(until);
            }
            is_held
        }))
    }

    async fn settle(
        &self,
        job: JobId,
        lease: LeaseToken,
        outcome: &JobOutcome,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        self.answer().await?;
        Ok(self.end(job, lease, outcome, now))
    }

    async fn next_due(&self, except: &[JobKind]) -> Result<Option<Timestamp>, StorageError> {
        self.answer().await?;
        let rows = self.rows();
        let others = rows.iter().filter(|row| !except.contains(&row.job.kind));
        Ok(others.filter_map(|row| row.due_at).min())
    }
}
