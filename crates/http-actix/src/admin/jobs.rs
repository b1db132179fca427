//! `/admin/jobs`: the list.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use application::operations::UseCases;

use super::jobs_query::{JobsQuery, filters_of};
use super::jobs_replies::JobsPublic;
use super::page::page_reply;
use crate::extract::{Superuser, ValidQuery};
use crate::openapi::documented_problems;
use crate::problem::Problem;

documented_problems! {
    /// Who may not see jobs.
    ListJobsProblems: InsufficientPrivileges
}

/// List jobs
///
/// Background jobs, newest first, all of them or those that pass the filters. For superusers.
#[utoipa::path(
    tag = "admin",
    operation_id = "admin-list_jobs",
    security(("BearerAuth" = [])),
    params(JobsQuery),
    responses((status = 200, description = "A page of jobs", body = JobsPublic), ListJobsProblems),
)]
#[get("/admin/jobs")]
pub(super) async fn list_jobs(
    query: ValidQuery<JobsQuery>,
    _superuser: Superuser,
    operations: Data<UseCases>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (filter, page) = query.into_inner();
    let found = operations.list_jobs.execute(&filter, &page).await?;
    let public = JobsPublic::from(&found);
    let (next, filters) = (public.next_cursor.as_deref(), filters_of(&filter));
    Ok(page_reply(&request, &public, next, page.limit, &filters))
}
