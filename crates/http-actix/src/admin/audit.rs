//! `/admin/audit`: the audit log (H4).

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use application::operations::UseCases;

use super::audit_query::{AuditQuery, filters_of};
use super::audit_replies::AuditEventsPublic;
use super::page::page_reply;
use crate::extract::{Superuser, ValidQuery};
use crate::openapi::documented_problems;
use crate::problem::Problem;

documented_problems! {
    /// Who may not see the audit log.
    ListAuditEventsProblems: InsufficientPrivileges
}

/// List audit events
///
/// What happened to accounts, sessions and jobs, newest first, all of it or what passes the filters. For superusers.
#[utoipa::path(
    tag = "admin",
    operation_id = "admin-list_audit_events",
    security(("BearerAuth" = [])),
    params(AuditQuery),
    responses((status = 200, description = "A page of events", body = AuditEventsPublic), ListAuditEventsProblems),
)]
#[get("/admin/audit")]
pub(super) async fn list_audit_events(
    query: ValidQuery<AuditQuery>,
    _superuser: Superuser,
    operations: Data<UseCases>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (filter, page) = query.into_inner();
    let found = operations.list_audit_events.execute(&filter, &page).await?;
    let public = AuditEventsPublic::from(&found);
    let (next, filters) = (public.next_cursor.as_deref(), filters_of(&filter));
    Ok(page_reply(&request, &public, next, page.limit, &filters))
}
