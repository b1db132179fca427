//! `[http]`

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use http_actix::{BaseUrl, IpNetwork, WebOrigin};

use super::values::Values;
use super::{SettingsError, parse};

const LONGEST_STOP_DELAY: Duration = Duration::from_secs(5);

/// How the server is reached.
#[derive(Clone, Debug)]
pub struct HttpSettings {
    /// Address and port to listen on.
    pub bind: SocketAddr,
    /// File that gets the bound address once the server is ready.
    pub address_file: Option<PathBuf>,
    /// Threads that serve requests; one per core when not given.
    pub workers: Option<NonZeroUsize>,
    /// Where clients reach the server; the bound address when not given.
    pub public_url: Option<BaseUrl>,
    /// Where the front end lives.
    pub frontend_url: BaseUrl,
    /// Further origins that CORS allows.
    pub cors_origins: Vec<WebOrigin>,
    /// Whose `Forwarded` and `X-Forwarded-For` are believed (C6).
    pub trusted_proxies: Vec<IpNetwork>,
    /// How long a server that was asked to stop still takes requests, so that proxies see first that
    /// `/readyz` says 503 (I13).
    pub stop_delay: Duration,
    /// Whether the documentation is served (G11).
    pub docs: bool,
}

impl HttpSettings {
    pub(super) fn read(values: &Values) -> Result<Self, SettingsError> {
        Ok(Self {
            bind: values.required("http.bind", socket_address)?,
            address_file: values.optional("http.address_file", str::parse)?,
            workers: values.optional("http.workers", parse::number)?,
            public_url: values.optional("http.public_url", str::parse)?,
            frontend_url: values.required("http.frontend_url", str::parse)?,
            cors_origins: values.list("http.cors_origins", str::parse)?,
            trusted_proxies: values.list("http.trusted_proxies", str::parse)?,
            stop_delay: values.required("http.stop_delay", stop_delay)?,
            docs: values.required("http.docs", parse::switch)?,
        })
    }
}

/// A stop must end well within 30 seconds, what is under way included.
fn stop_delay(text: &str) -> Result<Duration, parse::Reason> {
    let delay = parse::duration(text)?;
    if delay <= LONGEST_STOP_DELAY {
        Ok(delay)
    } else {
        Err("must be at most 5s")
    }
}

fn socket_address(text: &str) -> Result<SocketAddr, parse::Reason> {
    text.parse()
        .map_err(|_| "not an address and a port such as 127.0.0.1:8000 or [::]:8000")
}
