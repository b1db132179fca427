//! The configuration as other crates take it.

use std::net::SocketAddr;

use application::Policies;
use http_actix::BaseUrl;

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
            project_name: self.project_name.clone(),
        }
    }

    /// Where clients reach a server that listens at `bound`.
    ///
    /// # Errors
    /// When the bound address cannot stand in a URL.
    pub fn public_url(&self, bound: SocketAddr) -> Result<BaseUrl, SettingsError> {
        match &self.http.public_url {
            Some(url) => Ok(url.clone()),
            None => format!("http://{bound}")
                .parse()
                .map_err(|reason| SettingsError::key("http.public_url", reason)),
        }
    }
}

impl HttpSettings {
    /// What the HTTP adapter is told.
    pub(crate) fn for_api(
        &self,
        public_url: BaseUrl,
        project_name: &str,
    ) -> http_actix::HttpSettings {
        http_actix::HttpSettings {
            public_url,
            frontend_url: self.frontend_url.clone(),
            cors_origins: self.cors_origins.clone(),
            trusted_proxies: self.trusted_proxies.clone(),
            docs_enabled: self.docs,
            project_name: project_name.to_owned(),
        }
    }
}
