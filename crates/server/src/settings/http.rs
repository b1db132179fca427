//! `[http]`

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use http_actix::{BaseUrl, IpNetwork, WebOrigin};

use super::environment::Environment;
use super::values::Values;
use super::{SettingsError, TlsSettings, parse};

const LONGEST_STOP_DELAY: Duration = Duration::from_secs(5);

/// How the server is reached.
#[derive(Clone, Debug)]
pub struct HttpSettings {
    /// Address and port to listen on.
    pub bind: SocketAddr,
    /// File that gets the bound address once the server is ready.
    pub address_file: Option<PathBuf>,
    /// Address and port of the metrics; none are kept when not given (G11).
    pub metrics_bind: Option<SocketAddr>,
    /// File that gets the bound address of the metrics.
    pub metrics_address_file: Option<PathBuf>,
    /// Threads that serve requests; one per core when not given.
    pub workers: Option<NonZeroUsize>,
    /// What the server shows its clients; without it, it speaks plain HTTP.
    pub tls: Option<TlsSettings>,
    /// Where clients reach the server; the bound address when not given, in development only.
    pub public_url: Option<BaseUrl>,
    /// Where the front end lives; where the server does when not given.
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
    /// The key of the public address.
    pub(super) const PUBLIC_URL: &str = "http.public_url";

    /// What the server speaks.
    pub(crate) const fn scheme(&self) -> &'static str {
        if self.tls.is_some() { "https" } else { "http" }
    }

    pub(super) fn read(values: &Values, environment: Environment) -> Result<Self, SettingsError> {
        let public_url = public_url(values, environment)?;
        let frontend_url = values.optional("http.frontend_url", str::parse)?;
        Ok(Self {
            bind: values.required("http.bind", socket_address)?,
            address_file: values.optional("http.address_file", str::parse)?,
            metrics_bind: values.optional("http.metrics_bind", socket_address)?,
            metrics_address_file: values.optional("http.metrics_address_file", str::parse)?,
            workers: values.optional("http.workers", parse::number)?,
            frontend_url: match frontend_url.or_else(|| public_url.clone()) {
                Some(url) => url,
                None => values.required("http.frontend_url", str::parse)?,
            },
            public_url,
            tls: TlsSettings::read(values)?,
            cors_origins: values.list("http.cors_origins", str::parse)?,
            trusted_proxies: values.list("http.trusted_proxies", str::parse)?,
            stop_delay: values.required("http.stop_delay", stop_delay)?,
            docs: values.required("http.docs", parse::switch)?,
        })
    }
}

/// Links in mails must lead to the server, and the address that it listens at is not the one that strangers
/// reach it by (F11r).
fn public_url(values: &Values, environment: Environment) -> Result<Option<BaseUrl>, SettingsError> {
    if environment.is_production() {
        values
            .required(HttpSettings::PUBLIC_URL, str::parse)
            .map(Some)
    } else {
        values.optional(HttpSettings::PUBLIC_URL, str::parse)
    }
}

/// How a client on this machine reaches a server that listens there: every address is also the loopback one.
pub(crate) fn reachable(bind: SocketAddr) -> SocketAddr {
    let ip = match bind.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, bind.port())
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

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("0.0.0.0:80", "127.0.0.1:80")]
    #[case("[::]:80", "[::1]:80")]
    #[case("10.0.0.1:80", "10.0.0.1:80")]
    fn a_server_on_every_address_is_reached_on_loopback(#[case] bind: &str, #[case] reached: &str) {
        assert_eq!(reachable(bind.parse().unwrap()).to_string(), reached);
    }
}
