//! `portico openapi`

use crate::error::ServerError;
use crate::output::print;

pub(crate) fn execute() -> Result<(), ServerError> {
    let document = http_actix::openapi()
        .to_pretty_json()
        .map_err(|error| ServerError::failed("OpenAPI document", error))?;
    print(&document)
}
