//! Which jobs a superuser asks for.

use domain::job::{JobFilter, JobKind, JobState};
use domain::page::PageRequest;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};

use super::page::Filter;
use crate::extract::{CursorQuery, FieldErrors, QueryParameters, RequestQuery};
use crate::openapi::query_parameter;

/// The parameter that only a use case can judge.
pub(super) const KIND: &str = "kind";
const STATE: &str = "state";
/// Kinds are not part of the document: whoever builds a server may add some.
const KIND_IS: &str =
    "Only jobs of this kind. The refusal of another one names those that there are.";

/// A part of the list, and what the jobs in it have in common.
#[derive(Debug)]
pub(super) struct JobsQuery;

impl RequestQuery for JobsQuery {
    type Parsed = (JobFilter, PageRequest);

    fn parse(query: &QueryParameters, errors: &mut FieldErrors) -> Option<Self::Parsed> {
        let page = CursorQuery::parse(query, errors);
        let filter = JobFilter {
            state: query.optional(STATE, errors),
            kind: query.text(KIND).map(JobKind::new),
        };
        Some((filter, page?))
    }
}

/// The same filter as parameters of the next page.
pub(super) fn filters_of(filter: &JobFilter) -> [Filter; 2] {
    let (state, kind) = (filter.state, filter.kind.as_ref());
    [
        (STATE, state.map(|state| state.as_str().to_owned())),
        (KIND, kind.map(ToString::to_string)),
    ]
}

impl IntoParams for JobsQuery {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = || ObjectBuilder::new().schema_type(Type::String);
        let states = text().enum_values(Some(JobState::ALL.map(JobState::as_str)));
        let mut parameters = CursorQuery::into_params(place);
        parameters.extend([
            query_parameter(STATE, "Only jobs in this state.", states),
            query_parameter(KIND, KIND_IS, text()),
        ]);
        parameters
    }
}
