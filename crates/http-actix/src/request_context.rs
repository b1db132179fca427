//! What is known about a request before any handler sees it.

use std::sync::Arc;

use domain::request_origin::RequestId;

use crate::problem::ErrorCode;

/// The id of a request and the path it asked for; in the request's extensions from the outermost
/// middleware on.
#[derive(Clone, Debug)]
pub(crate) struct RequestContext {
    request_id: RequestId,
    instance: String,
    public_url: Arc<str>,
}

impl RequestContext {
    /// Takes the id, the path as the client wrote it, and the address that links start with.
    pub(crate) const fn new(request_id: RequestId, instance: String, public_url: Arc<str>) -> Self {
        Self {
            request_id,
            instance,
            public_url,
        }
    }

    /// The id that its log lines and its reply carry.
    pub(crate) const fn request_id(&self) -> &RequestId {
        &self.request_id
    }

    /// The path that was asked for, without its query.
    pub(crate) fn instance(&self) -> &str {
        &self.instance
    }

    /// The address of an error's page.
    pub(crate) fn error_page(&self, code: ErrorCode) -> String {
        format!("{}/docs/errors/{}", self.public_url, code.as_str())
    }
}
