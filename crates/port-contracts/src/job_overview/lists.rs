//! Cases of listing and counting jobs.

use domain::job::{JobCount, JobFilter, JobId, JobKind, JobOutcome, JobRecord, JobState};
use domain::page::{Page, PageRequest};

use super::{claimed, dead, second, settle};
use crate::fixtures::a_job;
use crate::lists::{first, read_to_end};
use crate::storage::Storage;

/// What was enqueued at once is told apart by its id; when it is due does not matter.
pub async fn jobs_are_listed_newest_first(storage: &Storage) {
    let mut jobs = Vec::new();
    for (number, enqueued) in [3, 1, 4, 1, 5].into_iter().enumerate() {
        let due = second(100 - number as u64);
        let job = a_job().enqueued_at(second(enqueued)).due_at(due).build();
        storage.add_job(&job).await;
        jobs.push((job.created_at, job.id));
    }
    jobs.sort();
    let listed: Vec<JobId> = jobs.iter().rev().map(|(_, id)| *id).collect();
    let everything = JobFilter::default();
    for rows in [1, 2, 3, 10] {
        let pages = read_to_end(first(rows), async |request| {
            page(storage, &everything, request).await
        });
        let pages = pages.await.concat();
        let ids: Vec<JobId> = pages.iter().map(|job| job.id).collect();
        assert_eq!(ids, listed, "{rows} to a page");
    }
}

/// Each alone, and both at once.
pub async fn job_filters_narrow_together(storage: &Storage) {
    let jobs = in_every_state(storage).await;
    let states = JobState::ALL.into_iter().map(Some).chain([None]);
    for state in states {
        for kind in [Some("mail"), Some("export"), Some("unknown"), None] {
            let filter = JobFilter {
                state,
                kind: kind.map(JobKind::new),
            };
            let page = page(storage, &filter, first(100)).await;
            let mut listed: Vec<JobId> = page.rows.iter().map(|job| job.id).collect();
            let passing = jobs.iter().filter(|(its_kind, its_state, _)| {
                kind.is_none_or(|it| it == *its_kind) && state.is_none_or(|it| it == *its_state)
            });
            let mut expected: Vec<JobId> = passing.map(|(_, _, id)| *id).collect();
            listed.sort();
            expected.sort();
            assert_eq!(listed, expected, "{filter:?}");
        }
    }
}

/// Of queued ones also since when the oldest has been due.
pub async fn jobs_are_counted_by_kind_and_state(storage: &Storage) {
    assert_eq!(storage.jobs.counts().await, Ok(vec![]));
    in_every_state(storage).await;
    let earlier = a_job().of_kind("mail").due_at(second(7)).build();
    storage.add_job(&earlier).await;
    let count = |kind, state, count, oldest: Option<u64>| JobCount {
        kind: JobKind::new(kind),
        state,
        count,
        oldest_run_at: oldest.map(second),
    };
    let expected = [
        count("mail", JobState::Running, 1, None),
        count("mail", JobState::Succeeded, 1, None),
        count("mail", JobState::Queued, 2, Some(7)),
        count("export", JobState::Dead, 2, None),
        count("export", JobState::Cancelled, 1, None),
        count("export", JobState::Queued, 1, Some(1_000)),
    ];
    let counted = storage.jobs.counts().await;
    let counted = counted.expect("jobs could not be counted");
    assert_eq!(counted.len(), expected.len(), "{counted:?}");
    for count in expected {
        assert!(counted.contains(&count), "{count:?} in {counted:?}");
    }
}

/// Kind, state and id of some jobs, of which those that wait are due after a thousand seconds.
async fn in_every_state(storage: &Storage) -> Vec<(&'static str, JobState, JobId)> {
    let mut jobs = Vec::new();
    for (kind, outcome, state) in [
        ("mail", Some(JobOutcome::Succeeded), JobState::Succeeded),
        ("export", Some(dead("one")), JobState::Dead),
        ("export", Some(dead("two")), JobState::Dead),
        ("mail", None, JobState::Running),
    ] {
        let job = a_job().of_kind(kind).build();
        let held = claimed(storage, &job).await;
        if let Some(outcome) = outcome {
            assert!(settle(storage, &held, outcome, second(1)).await);
        }
        jobs.push((kind, state, job.id));
    }
    for (kind, state) in [
        ("mail", JobState::Queued),
        ("export", JobState::Queued),
        ("export", JobState::Cancelled),
    ] {
        let job = a_job().of_kind(kind).due_at(second(1_000)).build();
        storage.add_job(&job).await;
        if state == JobState::Cancelled {
            super::change(storage, job.id, |it| {
                it.cancelled(second(1)).expect("a queued job")
            })
            .await;
        }
        jobs.push((kind, state, job.id));
    }
    jobs
}

async fn page(storage: &Storage, filter: &JobFilter, request: PageRequest) -> Page<JobRecord> {
    let page = storage.jobs.page(filter, &request).await;
    page.expect("jobs could not be listed")
}
