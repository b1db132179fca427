//! What is answered to a query that cannot be read.

use actix_web::error::QueryPayloadError;
use actix_web::web::QueryConfig;
use actix_web::{Error, HttpRequest};

use crate::problem::{FieldError, Place, Problem};

/// Makes an unreadable query a 422; unknown parameters are ignored.
pub(crate) fn query_config() -> QueryConfig {
    QueryConfig::default().error_handler(unreadable)
}

/// The parser's own words hold values of the query, so they go nowhere (H2).
fn unreadable(_: QueryPayloadError, _: &HttpRequest) -> Error {
    let whole = FieldError {
        loc: vec![Place::from("query")],
        msg: "has a parameter that is given twice or has the wrong type".to_owned(),
        kind: "query",
    };
    Problem::invalid(vec![whole]).into()
}
