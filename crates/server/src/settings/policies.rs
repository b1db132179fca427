//! The configuration as other crates take it.

use std::net::SocketAddr;

use application::Policies;
use http_actix::{BaseUrl, BaseUrlError};

use super::http::reachable;
use super::{HttpSettings, Settings, SettingsError};

impl Settings {
    /// The rules that use cases follow.
    #[must_use]
    pub fn policies(&self) -> Policies {
        Policies {
            registration: self.registration,
            passwords: self.passwords.policy,
            sessions: self.sessions,
            renewal: self.renewal,
            limits: self.limits,
            accounts: self.accounts,
            list_ttl: self.items_ttl,
            session_cache_age: self.session_cache_age,
            project_name: self.project_name.clone(),
        }
    }

    /// Where clients reach a server that listens at `bound`: in development the address itself, or the
    /// loopback one where it listens on all of them.
    ///
    /// # Errors
    /// When no address is configured and the port is not known yet.
    pub fn public_url(&self, bound: SocketAddr) -> Result<BaseUrl, SettingsError> {
        match &self.http.public_url {
            Some(url) => Ok(url.clone()),
            None => url_of(self.http.scheme(), bound)
                .map_err(|reason| SettingsError::key(HttpSettings::PUBLIC_URL, reason)),
        }
    }

    /// What the HTTP adapter is told.
    pub(crate) fn for_api(&self, public_url: BaseUrl) -> http_actix::HttpSettings {
        http_actix::HttpSettings {
            public_url,
            frontend_url: self.http.frontend_url.clone(),
            cors_origins: self.http.cors_origins.clone(),
            trusted_proxies: self.http.trusted_proxies.clone(),
            docs_enabled: self.http.docs,
            development: !self.environment.is_production(),
            project_name: self.project_name.clone(),
        }
    }
}

/// Only an address that a client can reach may stand in a link (F11r).
fn url_of(scheme: &str, bound: SocketAddr) -> Result<BaseUrl, String> {
    if bound.port() == 0 {
        return Err("must be set where http.bind has port 0".to_owned());
    }
    let url = format!("{scheme}://{}", reachable(bound)).parse();
    url.map_err(|reason: BaseUrlError| reason.to_string())
}
