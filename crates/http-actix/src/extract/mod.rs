//! What handlers take from a request, already judged: a handler never sees a field that breaks a rule.

mod authentication;
mod authorization;
mod body;
mod current_user;
mod depth;
mod diagnosis;
mod field_errors;
mod field_value;
mod form_fields;
mod origin;
mod patch;
mod path_id;
mod query;
mod request_body;
mod required;
mod valid_form;
mod valid_json;

pub(crate) use authorization::{BearerToken, bearer_token};
pub(crate) use current_user::{CurrentUser, Superuser, TokenHolder};
pub(crate) use field_errors::FieldErrors;
pub(crate) use field_value::{Violation, no_control_characters};
pub(crate) use origin::{Origin, origin_of};
pub use patch::Patch;
pub(crate) use path_id::PathId;
pub(crate) use query::query_config;
pub(crate) use request_body::RequestBody;
pub(crate) use required::Required;
pub(crate) use valid_form::ValidForm;
pub(crate) use valid_json::ValidJson;
