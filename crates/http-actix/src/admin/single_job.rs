//! `/admin/jobs/{id}`: one job, tried again or called off.

use actix_web::web::{Data, Json};
use actix_web::{get, post};
use application::UseCaseError;
use application::operations::{ChangeJobCommand, ChangeJobRefusal, UseCases};
use domain::job::{JobId, JobRecord};

use super::jobs_replies::{JobDetail, JobPublic};
use crate::extract::{Origin, PathId, Superuser};
use crate::openapi::documented_problems;
use crate::problem::Problem;
use crate::task::run_to_completion;

documented_problems! {
    /// Why a job is not shown.
    ReadJobProblems: InsufficientPrivileges, JobNotFound, ValidationFailed;
    /// Why a job is not tried again.
    RetryJobProblems: InsufficientPrivileges, JobNotFound, JobNotRetryable, JobTooLate,
        ValidationFailed;
    /// Why a job is not called off.
    CancelJobProblems: InsufficientPrivileges, JobNotFound, JobNotCancellable, ValidationFailed;
}

/// Read a job
///
/// With every try of it that failed. For superusers.
#[utoipa::path(
    tag = "admin",
    operation_id = "admin-read_job",
    security(("BearerAuth" = [])),
    params(("id" = Uuid, Path, description = "The job")),
    responses((status = 200, description = "The job", body = JobDetail), ReadJobProblems),
)]
#[get("/admin/jobs/{id}")]
pub(super) async fn read_job(
    id: PathId<JobId>,
    _superuser: Superuser,
    operations: Data<UseCases>,
) -> Result<Json<JobDetail>, Problem> {
    let report = operations.read_job.execute(id.0).await?;
    Ok(Json(JobDetail::from(&report)))
}

/// Retry a job
///
/// A job that is dead or was cancelled is queued again, with all of its tries before it. One that waits for its next try
/// is due at once; the tries that it has had count. One whose deadline has passed, such as the mail of a code that has
/// expired, is left alone. For superusers.
#[utoipa::path(
    tag = "admin",
    operation_id = "admin-retry_job",
    security(("BearerAuth" = [])),
    params(("id" = Uuid, Path, description = "The job")),
    responses((status = 200, description = "The job as it is now", body = JobPublic), RetryJobProblems),
)]
#[post("/admin/jobs/{id}/retry")]
pub(super) async fn retry_job(
    id: PathId<JobId>,
    superuser: Superuser,
    origin: Origin,
    operations: Data<UseCases>,
) -> Result<Json<JobPublic>, Problem> {
    let retry = operations.retry_job.clone();
    let change = |command| async move { retry.execute(command).await };
    change_job(wanted_by(&superuser, id.0, origin), change).await
}

/// Cancel a job
///
/// A job that waits is not tried any more. For superusers.
#[utoipa::path(
    tag = "admin",
    operation_id = "admin-cancel_job",
    security(("BearerAuth" = [])),
    params(("id" = Uuid, Path, description = "The job")),
    responses((status = 200, description = "The job as it is now", body = JobPublic), CancelJobProblems),
)]
#[post("/admin/jobs/{id}/cancel")]
pub(super) async fn cancel_job(
    id: PathId<JobId>,
    superuser: Superuser,
    origin: Origin,
    operations: Data<UseCases>,
) -> Result<Json<JobPublic>, Problem> {
    let cancel = operations.cancel_job.clone();
    let change = |command| async move { cancel.execute(command).await };
    change_job(wanted_by(&superuser, id.0, origin), change).await
}

/// Whatever an operator does to a job, the reply is the job as it is then.
async fn change_job<F>(
    command: ChangeJobCommand,
    change: impl FnOnce(ChangeJobCommand) -> F,
) -> Result<Json<JobPublic>, Problem>
where
    F: Future<Output = Result<JobRecord, UseCaseError<ChangeJobRefusal>>> + Send + 'static,
{
    let job = run_to_completion(change(command)).await?;
    Ok(Json(JobPublic::from(&job)))
}

fn wanted_by(superuser: &Superuser, id: JobId, origin: Origin) -> ChangeJobCommand {
    ChangeJobCommand {
        id,
        actor: Some(superuser.user.id),
        origin: origin.0,
    }
}
