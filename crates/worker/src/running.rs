//! The jobs that a worker is doing, and what it can take on beside them.

use std::collections::HashMap;
use std::future::Future;
use std::num::NonZeroU32;

use domain::job::JobKind;
use tokio::task::{Id, JoinError, JoinSet};

/// Jobs that are being done, each on a task of its own.
#[derive(Default)]
pub(crate) struct Running {
    tasks: JoinSet<()>,
    kinds: HashMap<Id, JobKind>,
}

/// What a claim may bring.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Room {
    /// How many jobs.
    pub(crate) limit: u32,
    /// How many of the bounded kinds.
    pub(crate) at_most: Vec<(JobKind, u32)>,
}

impl Room {
    /// The kinds of which as many are running as may.
    pub(crate) fn full_kinds(&self) -> Vec<JobKind> {
        let full = self.at_most.iter().filter(|(_, room)| *room == 0);
        full.map(|(kind, _)| kind.clone()).collect()
    }
}

impl Running {
    pub(crate) fn spawn(&mut self, kind: JobKind, work: impl Future<Output = ()> + Send + 'static) {
        let task = self.tasks.spawn(work);
        self.kinds.insert(task.id(), kind);
    }

    /// Returns when a job has ended; `false` when there is none.
    pub(crate) async fn join_next(&mut self) -> bool {
        let Some(ended) = self.tasks.join_next_with_id().await else {
            return false;
        };
        let id = ended.map_or_else(|error: JoinError| error.id(), |(id, ())| id);
        self.kinds.remove(&id);
        true
    }

    pub(crate) fn room(
        &self,
        most: u32,
        bounds: impl Iterator<Item = (JobKind, NonZeroU32)>,
    ) -> Room {
        let left = |(kind, bound): (JobKind, NonZeroU32)| {
            let running = self.kinds.values().filter(|it| **it == kind).count();
            (kind, bound.get().saturating_sub(count(running)))
        };
        Room {
            limit: most.saturating_sub(count(self.kinds.len())),
            at_most: bounds.map(left).collect(),
        }
    }
}

fn count(jobs: usize) -> u32 {
    u32::try_from(jobs).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RARE: &str = "rare";

    fn room_beside(kinds: &[&str], bound: u32) -> Room {
        let mut running = Running::default();
        for kind in kinds {
            running.spawn(JobKind::new(*kind), std::future::pending());
        }
        let bound = NonZeroU32::new(bound).unwrap();
        running.room(5, [(JobKind::new(RARE), bound)].into_iter())
    }

    fn room(limit: u32, rare: u32) -> Room {
        Room {
            limit,
            at_most: vec![(JobKind::new(RARE), rare)],
        }
    }

    // I21: a bound takes nothing from the other kinds, whatever is running.
    #[tokio::test]
    async fn a_claim_may_bring_as_many_as_there_are_places_and_of_each_kind_what_is_left() {
        assert_eq!(room_beside(&[], 2), room(5, 2));
        assert_eq!(room_beside(&[RARE], 2), room(4, 1));
        assert_eq!(room_beside(&["mail"; 4], 2), room(1, 2));
        assert_eq!(room_beside(&["mail"; 5], 2), room(0, 2));
    }

    // I21
    #[tokio::test]
    async fn a_kind_at_its_bound_is_full() {
        assert_eq!(room_beside(&[RARE, RARE], 2), room(3, 0));
        assert_eq!(room(3, 0).full_kinds(), [JobKind::new(RARE)]);
        assert_eq!(room(3, 1).full_kinds(), []);
    }

    #[tokio::test]
    async fn whatever_has_ended_makes_room() {
        let mut running = Running::default();
        running.spawn(JobKind::new(RARE), async {});
        running.spawn(JobKind::new(RARE), async { panic!("a panic of this test") });
        assert!(running.join_next().await);
        assert!(running.join_next().await);
        assert!(!running.join_next().await);
        assert_eq!(running.room(5, std::iter::empty()).limit, 5);
    }
}
