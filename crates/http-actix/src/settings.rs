//! What the HTTP adapter is told by configuration.

mod base_url;
mod ip_network;

pub use base_url::{BaseUrl, BaseUrlError, WebOrigin};
pub use ip_network::{IpNetwork, IpNetworkError};

/// The settings of section `http`, checked.
#[derive(Clone, Debug)]
pub struct HttpSettings {
    /// The only source of links; an `https` one turns on HSTS.
    pub public_url: BaseUrl,
    /// Where the front end is; its origin is allowed by CORS.
    pub frontend_url: BaseUrl,
    /// Further origins that CORS allows, exactly as given.
    pub cors_origins: Vec<WebOrigin>,
    /// Whose `Forwarded` and `X-Forwarded-For` are believed (C6); nobody's by default.
    pub trusted_proxies: Vec<IpNetwork>,
    /// Whether `/docs` and `/api/v1/openapi.json` exist (G11).
    pub docs_enabled: bool,
    /// Whether this is a laptop or a test: `/private` exists only there.
    pub development: bool,
    /// The product's name, in the title of the documentation.
    pub project_name: String,
}
