//! What a link of a mail carries.

use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};

use crate::extract::{FieldErrors, QueryParameters, RequestQuery};
use crate::openapi::query_parameter;

/// The secret of a link, as it came; empty when it was lost on the way. Only using it tells whether it works.
#[derive(Debug)]
pub(super) struct LinkQuery;

impl RequestQuery for LinkQuery {
    type Parsed = String;

    fn parse(query: &QueryParameters, _: &mut FieldErrors) -> Option<String> {
        Some(query.text("token").unwrap_or_default().to_owned())
    }
}

impl IntoParams for LinkQuery {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = ObjectBuilder::new().schema_type(Type::String);
        vec![query_parameter("token", "The secret of the link.", text)]
    }
}
