//! The OpenAPI document, and what is made from it: the table of routes and the Swagger UI (G12).
//!
//! The document is collected from the mounted handlers themselves, so a route that is not in it does not
//! answer.

mod conditions;
mod document;
mod examples;
mod header;
mod operations;
mod parameter;
mod problem_examples;
mod problems;
mod rates;
mod route_table;
mod security;
mod serve;
mod sole_fields;
mod swagger;

pub use document::openapi;
pub(crate) use document::{Features, document};
pub(crate) use parameter::{header_parameter, query_parameter};
pub(crate) use problems::documented_problems;
pub(crate) use problems::problem_responses;
pub(crate) use route_table::{Found, RouteTable, Verdict};
pub(crate) use serve::{ServedDocument, routes};
pub(crate) use swagger::routes as swagger_routes;
