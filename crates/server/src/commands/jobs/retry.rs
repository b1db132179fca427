//! `portico jobs retry`: one job, or all that are dead.

use application::operations::{ChangeJobCommand, RetriedJobs, UseCases};
use clap::Args;
use domain::job::{JobId, JobKind};
use domain::request_origin::RequestOrigin;

use super::failed;
use crate::error::ServerError;
use crate::output::print;

/// Which jobs to try again.
#[derive(Clone, Debug, Args)]
pub(crate) struct Wanted {
    /// The job's id
    #[arg(required_unless_present = "dead")]
    id: Option<JobId>,
    /// All dead jobs, except those that are too late
    #[arg(long, conflicts_with = "id")]
    dead: bool,
    /// Only dead jobs of this kind
    #[arg(long, requires = "dead", conflicts_with = "id")]
    kind: Option<String>,
}

/// Audited without an actor: whoever may run the command is known to the machine alone.
pub(super) async fn execute(operations: &UseCases, wanted: Wanted) -> Result<(), ServerError> {
    match wanted.id {
        Some(id) => one(operations, id).await,
        None => dead(operations, wanted.kind).await,
    }
}

async fn one(operations: &UseCases, id: JobId) -> Result<(), ServerError> {
    let command = ChangeJobCommand {
        id,
        actor: None,
        origin: RequestOrigin::default(),
    };
    let retried = operations.retry_job.execute(command).await;
    let job = retried.map_err(failed)?;
    print(&format!("{} ({}) is queued again", job.id, job.kind))
}

/// Fails when a job did that could have been queued.
async fn dead(operations: &UseCases, kind: Option<String>) -> Result<(), ServerError> {
    let kind = kind.map(JobKind::new);
    let outcome = operations.retry_dead_jobs.execute(kind).await;
    let outcome = outcome.map_err(failed)?;
    print(&summary(outcome))?;
    match outcome.failed {
        0 => Ok(()),
        count => Err(failed(format!("{count} could not be queued; see the log"))),
    }
}

fn summary(outcome: RetriedJobs) -> String {
    let RetriedJobs {
        retried,
        too_late,
        failed,
    } = outcome;
    format!("{retried} queued again, {too_late} too late, {failed} failed")
}
