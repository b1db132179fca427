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
    /// How many jobs, whichever of the other kinds they are.
    pub(crate) limit: u32,
    /// The kinds of which as many are running as may.
    pub(crate) except: Vec<JobKind>,
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

    /// A claim brings no more than the kind with the least room has left, since all of it may be of that kind.
    pub(crate) fn room(
        &self,
        most: u32,
        bounds: impl Iterator<Item = (JobKind, NonZeroU32)>,
    ) -> Room {
        let mut room = Room {
            limit: most.saturating_sub(count(self.kinds.len())),
            except: Vec::new(),
        };
        for (kind, bound) in bounds {
            let running = self.kinds.values().filter(|it| **it == kind).count();
            match bound.get().saturating_sub(count(running)) {
                0 => room.except.push(kind),
                left => room.limit = room.limit.min(left),
            }
        }
        room
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

    fn limit(limit: u32) -> Room {
        Room {
            limit,
            except: Vec::new(),
        }
    }

    // I21
    #[tokio::test]
    async fn a_claim_cannot_bring_more_of_a_kind_than_may_run() {
        assert_eq!(room_beside(&[], 2), limit(2));
        assert_eq!(room_beside(&[RARE], 2), limit(1));
        assert_eq!(room_beside(&["mail"; 4], 2), limit(1));
        assert_eq!(room_beside(&["mail"; 5], 2), limit(0));
    }

    // I21: a kind at its bound does not keep the others from going on.
    #[tokio::test]
    async fn a_kind_at_its_bound_is_left_out() {
        let room = Room {
            limit: 3,
            except: vec![JobKind::new(RARE)],
        };
        assert_eq!(room_beside(&[RARE, RARE], 2), room);
    }

    #[tokio::test]
    async fn whatever_has_ended_makes_room() {
        let mut running = Running::default();
        running.spawn(JobKind::new(RARE), async {});
        running.spawn(JobKind::new(RARE), async { panic!("a panic of this test") });
        assert!(running.join_next().await);
        assert!(running.join_next().await);
        assert!(!running.join_next().await);
        assert_eq!(running.room(5, std::iter::empty()), limit(5));
    }
}
