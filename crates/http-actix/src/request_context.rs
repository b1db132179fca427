//! What is known about a request before any handler sees it.

use std::net::IpAddr;
use std::sync::Arc;

use domain::request_origin::RequestId;

use crate::problem::ErrorCode;

/// The id of a request, who sent it and the path it asked for; in the request's extensions from the outermost
/// middleware on.
#[derive(Clone, Debug)]
pub(crate) struct RequestContext {
    request_id: RequestId,
    instance: String,
    public_url: Arc<str>,
    client: Option<IpAddr>,
}

impl RequestContext {
    /// Takes the id, the path as the client wrote it, and the address that links start with.
    pub(crate) const fn new(request_id: RequestId, instance: String, public_url: Arc<str>) -> Self {
        Self {
            request_id,
            instance,
            public_url,
            client: None,
        }
    }

    /// Knows the client's address, where there is one.
    pub(crate) fn of_client(self, client: Option<IpAddr>) -> Self {
        Self { client, ..self }
    }

    /// The id that its log lines and its reply carry.
    pub(crate) const fn request_id(&self) -> &RequestId {
        &self.request_id
    }

    /// The client's address, behind trusted proxies only (C6).
    pub(crate) const fn client(&self) -> Option<IpAddr> {
        self.client
    }

    /// The path that was asked for, without its query.
    pub(crate) fn instance(&self) -> &str {
        &self.instance
    }

    /// The address of an error's page.
    pub(crate) fn error_page(&self, code: ErrorCode) -> String {
        self.address_of(&format!("/docs/errors/{}", code.as_str()))
    }

    /// The public address of a path, with or without a query.
    pub(crate) fn address_of(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }
}
