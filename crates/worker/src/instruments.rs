//! What the worker counts. Where a process keeps no metrics, nothing is counted.

use std::time::Duration;

use application::sessions::Swept;
use domain::job::{JobKind, JobOutcome};
use metrics::{Unit, counter, describe_counter, describe_histogram, histogram};

use crate::settling::Ending;

const JOB_RUNS: &str = "portico_job_runs_total";
const JOB_DURATION: &str = "portico_job_duration_seconds";
const SESSIONS_SWEPT: &str = "portico_sessions_swept_total";
const SWEEPS: &str = "portico_session_sweeps_total";

/// Tells the recorder of the process what the metrics of this crate mean.
pub fn describe_metrics() {
    describe_counter!(
        JOB_RUNS,
        "Tries of jobs, by kind: succeeded, retried, dead, released (the worker stopped), lost (the lease was over), unsettled (the outcome could not be stored)."
    );
    describe_histogram!(
        JOB_DURATION,
        Unit::Seconds,
        "How long a try of a job took, by kind."
    );
    describe_counter!(
        SESSIONS_SWEPT,
        "Sessions that the sweep ended because their limit had come."
    );
    describe_counter!(
        SWEEPS,
        "Looks for sessions whose limit has come: done or failed."
    );
    counter!(SESSIONS_SWEPT).increment(0);
}

/// Counts a try of a job that has ended, and notes in its span what became of it.
pub(crate) fn count_run(kind: &JobKind, ending: &Ending, took: Duration) {
    let outcome = match ending {
        Ending::Stored(JobOutcome::Succeeded) => "succeeded",
        Ending::Stored(JobOutcome::Retry { .. }) => "retried",
        Ending::Stored(JobOutcome::Dead { .. }) => "dead",
        Ending::Stored(JobOutcome::Released) => "released",
        Ending::Lost => "lost",
        Ending::Unsettled(_) => "unsettled",
    };
    tracing::Span::current().record("outcome", outcome);
    let kind = kind.as_str().to_owned();
    counter!(JOB_RUNS, "kind" => kind.clone(), "outcome" => outcome).increment(1);
    histogram!(JOB_DURATION, "kind" => kind).record(took);
}

/// Counts a sweep, and whom it ended.
pub(crate) fn count_sweep<E>(swept: &Result<Swept, E>) {
    let outcome = if swept.is_ok() { "done" } else { "failed" };
    counter!(SWEEPS, "outcome" => outcome).increment(1);
    if let Ok(swept) = swept {
        counter!(SESSIONS_SWEPT).increment(swept.ended);
    }
}
