//! Which accounts a superuser asks for.

use domain::page::PageRequest;
use domain::user::UserSearch;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};

use crate::extract::{FieldErrors, PageQuery, QueryParameters, RequestQuery};
use crate::openapi::query_parameter;

/// A part of the list, and what the accounts in it have in common.
#[derive(Debug)]
pub(super) struct UsersQuery;

impl RequestQuery for UsersQuery {
    type Parsed = (PageRequest, UserSearch);

    fn parse(query: &QueryParameters, errors: &mut FieldErrors) -> Option<Self::Parsed> {
        let page = PageQuery::parse(query, errors);
        let search: Option<UserSearch> = query.optional("q", errors);
        Some((page?, search.unwrap_or_default()))
    }
}

impl IntoParams for UsersQuery {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = ObjectBuilder::new()
            .schema_type(Type::String)
            .max_length(Some(UserSearch::MAX_LENGTH));
        let search = query_parameter(
            "q",
            "Only accounts that have this in their address, username or full name, without regard to case.",
            text,
        );
        let mut parameters = PageQuery::into_params(place);
        parameters.push(search);
        parameters
    }
}
