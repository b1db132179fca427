//! What happens to every request and every reply, whatever the route. `app.rs` puts them in order.

mod canonical;
mod containment;
mod cors;
mod measured;
mod rate_limits;
mod reply_headers;
mod request_limits;
mod request_scope;
mod start_gate;
mod trace_parent;

pub(crate) use canonical::canonical;
pub(crate) use containment::contain;
pub(crate) use cors::cors;
pub(crate) use measured::measure;
pub(crate) use rate_limits::limit_rate;
pub(crate) use reply_headers::ReplyHeaders;
pub(crate) use request_limits::limit_request;
pub(crate) use request_scope::{RequestScope, scoped};
pub(crate) use start_gate::{wait_for_start, waits_for_start};
