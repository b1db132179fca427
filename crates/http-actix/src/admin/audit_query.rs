//! Which audit events a superuser asks for.

use domain::audit::{AuditAction, AuditFilter};
use domain::page::PageRequest;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};

use super::page::Filter;
use crate::extract::{CursorQuery, FieldErrors, QueryParameters, RequestQuery};
use crate::openapi::query_parameter;
use crate::rfc3339::rfc3339;

const EVENT: &str = "event";
const ACTOR: &str = "actor";
const SUBJECT: &str = "subject";
const SINCE: &str = "since";

/// A part of the log, and what the events in it have in common.
#[derive(Debug)]
pub(super) struct AuditQuery;

impl RequestQuery for AuditQuery {
    type Parsed = (AuditFilter, PageRequest);

    fn parse(query: &QueryParameters, errors: &mut FieldErrors) -> Option<Self::Parsed> {
        let page = CursorQuery::parse(query, errors);
        let filter = AuditFilter {
            action: query.optional(EVENT, errors),
            actor: query.optional(ACTOR, errors),
            subject: query.optional(SUBJECT, errors),
            since: query.optional(SINCE, errors),
        };
        Some((filter, page?))
    }
}

/// The same filter as parameters of the next page.
pub(super) fn filters_of(filter: &AuditFilter) -> [Filter; 4] {
    let event = filter.action.map(AuditAction::event_name);
    [
        (EVENT, event.map(str::to_owned)),
        (ACTOR, filter.actor.map(|actor| actor.to_string())),
        (SUBJECT, filter.subject.map(|subject| subject.to_string())),
        (SINCE, filter.since.map(rfc3339)),
    ]
}

impl IntoParams for AuditQuery {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = || ObjectBuilder::new().schema_type(Type::String);
        let of = |format| text().format(Some(SchemaFormat::KnownFormat(format)));
        let names = AuditAction::ALL.iter().map(|action| action.event_name());
        let names = text().enum_values(Some(names));
        let since = "Only events of this moment and later.";
        let mut parameters = CursorQuery::into_params(place);
        parameters.extend([
            query_parameter(EVENT, "Only events of this name.", names),
            query_parameter(ACTOR, "Only what this user did.", of(KnownFormat::Uuid)),
            query_parameter(
                SUBJECT,
                "Only what happened to this user.",
                of(KnownFormat::Uuid),
            ),
            query_parameter(SINCE, since, of(KnownFormat::DateTime)),
        ]);
        parameters
    }
}
