//! What handlers take from a request, already judged: a handler never sees a field that breaks a rule.

mod authorization;
mod body;
mod current_user;
mod depth;
mod diagnosis;
mod field_errors;
mod field_value;
mod origin;
mod patch;
mod query;
mod required;
mod valid_json;

pub(crate) use authorization::bearer_token;
pub(crate) use current_user::CurrentUser;
pub(crate) use field_errors::FieldErrors;
pub(crate) use field_value::{Violation, no_control_characters};
pub(crate) use origin::Origin;
pub use patch::Patch;
pub(crate) use query::query_config;
pub(crate) use required::Required;
pub(crate) use valid_json::{JsonBody, ValidJson};
