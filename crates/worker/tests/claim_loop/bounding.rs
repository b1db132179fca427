//! Kinds of which only so many jobs run at once (I21).

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use application::jobs::{HandleJob, JobContext, JobHandlers, JobPayload};
use async_trait::async_trait;
use domain::job::{BackOff, JobFailure, JobOutcome, JobPolicy, JobPriority};
use serde::{Deserialize, Serialize};

use super::world::{Chore, World, a_world};

const BOUND: u32 = 2;
const TIME: Duration = Duration::from_secs(100);

/// Two of these at once are enough.
#[derive(Serialize, Deserialize)]
struct RareChore;

impl JobPayload for RareChore {
    const KIND: &'static str = "rare_chore";
    const POLICY: JobPolicy = JobPolicy {
        max_attempts: 3,
        back_off: BackOff {
            first: Duration::from_secs(10),
            most: Duration::from_mins(10),
        },
        priority: JobPriority::Normal,
        at_once: NonZeroU32::new(BOUND),
    };
}

/// Counts how many rare chores are being done, and how many were ever done at the same time.
#[derive(Clone, Default)]
struct Counter(Arc<[AtomicU32; 2]>);

#[async_trait]
impl HandleJob<RareChore> for Counter {
    async fn handle(&self, _: JobContext, _: RareChore) -> Result<(), JobFailure> {
        let [running, most] = &*self.0;
        let now = running.fetch_add(1, Ordering::SeqCst) + 1;
        most.fetch_max(now, Ordering::SeqCst);
        tokio::time::sleep(TIME).await;
        running.fetch_sub(1, Ordering::SeqCst);
        Ok(())
    }
}

impl Counter {
    fn most_at_once(&self) -> u32 {
        self.0[1].load(Ordering::SeqCst)
    }
}

fn handlers(world: &World, counter: &Counter) -> JobHandlers {
    world.handlers().with(counter.clone())
}

// I21: of a backlog that there would be room for.
#[tokio::test(start_paused = true)]
async fn no_more_of_a_kind_run_at_once_than_may() {
    let (world, counter) = (a_world(), Counter::default());
    let jobs = [(); 5].map(|()| world.jobs.add_of_kind(RareChore::KIND, &RareChore));
    let _worker = world.start_worker_with(handlers(&world, &counter));
    for job in jobs {
        let (outcome, _) = world.jobs.first_outcome_of(job).await;
        assert_eq!(outcome, JobOutcome::Succeeded);
    }
    assert_eq!(counter.most_at_once(), BOUND);
    assert!(world.age() < TIME * 3 + Duration::from_secs(1));
}

// I21
#[tokio::test(start_paused = true)]
async fn a_kind_at_its_bound_does_not_hold_others_up() {
    let (world, counter) = (a_world(), Counter::default());
    for _ in 0..20 {
        world.jobs.add_of_kind(RareChore::KIND, &RareChore);
    }
    let chores = [(); 6].map(|()| world.jobs.add(Chore::Takes { seconds: 1 }));
    let _worker = world.start_worker_with(handlers(&world, &counter));
    for chore in chores {
        world.jobs.first_outcome_of(chore).await;
    }
    assert!(world.age() < Duration::from_secs(2));
}

// I21: however little room a kind has, the others have the rest, in one claim.
#[tokio::test(start_paused = true)]
async fn a_bounded_kind_shrinks_no_claim() {
    let (world, counter) = (a_world(), Counter::default());
    world.jobs.add_of_kind(RareChore::KIND, &RareChore);
    for _ in 0..world.settings.concurrency - 1 {
        world.jobs.add(Chore::Takes { seconds: 50 });
    }
    let _worker = world.start_worker_with(handlers(&world, &counter));
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(world.journal.running(), world.settings.concurrency - 1);
    assert_eq!((counter.most_at_once(), world.jobs.claims()), (1, 1));
}

// I21: what is due and may not run is no reason to look again and again.
#[tokio::test(start_paused = true)]
async fn a_kind_at_its_bound_is_not_asked_for() {
    let (world, counter) = (a_world(), Counter::default());
    for _ in 0..20 {
        world.jobs.add_of_kind(RareChore::KIND, &RareChore);
    }
    let _worker = world.start_worker_with(handlers(&world, &counter));
    tokio::time::sleep(TIME / 2).await;
    let polls = TIME.as_secs() / 2 / world.settings.poll_interval.as_secs();
    assert!(u64::from(world.jobs.claims()) <= polls + 5);
}
