//! The operator's view: background jobs and the audit log, for superusers.

mod audit;
mod audit_query;
mod audit_replies;
mod errors;
mod jobs;
mod jobs_query;
mod jobs_replies;
mod page;
mod single_job;

use utoipa_actix_web::service_config::ServiceConfig;

/// Adds the routes, below `/api/v1`.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(jobs::list_jobs)
        .service(single_job::read_job)
        .service(single_job::retry_job)
        .service(single_job::cancel_job)
        .service(audit::list_audit_events);
}
