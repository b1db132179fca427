//! Addresses out of the configuration.

use std::fmt;
use std::str::FromStr;

use actix_web::http::Uri;
use actix_web::http::uri::{Authority, Scheme};

/// An address that links start with: `http` or `https`, a host, maybe a port and a path; without a slash
/// at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    origin: WebOrigin,
    path: String,
}

/// The origin of a page, in the form that browsers send it (RFC 6454 §6.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebOrigin(String);

/// Why a text is not an address that can be configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BaseUrlError {
    /// Not an absolute `http` or `https` address.
    #[error("it must start with http:// or https:// and name a host")]
    NotAbsolute,
    /// It has a user, a query or a fragment.
    #[error("it must have no user, query or fragment")]
    Surplus,
    /// An origin with a path.
    #[error("an origin is scheme, host and port, without a path")]
    PathInOrigin,
}

impl BaseUrl {
    /// Whether clients reach it through TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.origin.0.starts_with("https://")
    }

    /// Its origin.
    #[must_use]
    pub const fn origin(&self) -> &WebOrigin {
        &self.origin
    }
}

impl WebOrigin {
    /// The text to compare an `Origin` header with.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for BaseUrl {
    type Err = BaseUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let uri: Uri = text.parse().map_err(|_| BaseUrlError::NotAbsolute)?;
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return Err(BaseUrlError::NotAbsolute);
        };
        if text.contains(['@', '?', '#']) {
            return Err(BaseUrlError::Surplus);
        }
        Ok(Self {
            origin: origin_of(scheme, authority)?,
            path: uri.path().trim_end_matches('/').to_owned(),
        })
    }
}

impl FromStr for WebOrigin {
    type Err = BaseUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url: BaseUrl = text.parse()?;
        if url.path.is_empty() {
            Ok(url.origin)
        } else {
            Err(BaseUrlError::PathInOrigin)
        }
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin.0, self.path)
    }
}

/// Browsers leave the scheme's own port out and write the host in lower case.
fn origin_of(scheme: &Scheme, authority: &Authority) -> Result<WebOrigin, BaseUrlError> {
    let own_port = match scheme.as_str() {
        "http" => 80,
        "https" => 443,
        _ => return Err(BaseUrlError::NotAbsolute),
    };
    let host = authority.host().to_ascii_lowercase();
    Ok(WebOrigin(match authority.port_u16() {
        Some(port) if port != own_port => format!("{scheme}://{host}:{port}"),
        _ => format!("{scheme}://{host}"),
    }))
}

#[cfg(test)]
mod tests {
    use super::{BaseUrl, BaseUrlError, WebOrigin};

    #[test]
    fn an_origin_has_the_form_that_browsers_send() {
        let origin = |text: &str| {
            text.parse::<WebOrigin>()
                .map(|origin| origin.as_str().to_owned())
        };

        assert_eq!(
            origin("https://Example.COM:443/").as_deref(),
            Ok("https://example.com")
        );
        assert_eq!(
            origin("http://localhost:5173").as_deref(),
            Ok("http://localhost:5173")
        );
        assert_eq!(
            origin("http://example.com/app"),
            Err(BaseUrlError::PathInOrigin)
        );
    }

    #[test]
    fn a_base_has_no_slash_at_its_end() {
        let url = |text: &str| text.parse::<BaseUrl>().map(|url| url.to_string());

        assert_eq!(
            url("https://example.com/portico/").as_deref(),
            Ok("https://example.com/portico")
        );
        assert_eq!(
            url("http://127.0.0.1:8000").as_deref(),
            Ok("http://127.0.0.1:8000")
        );
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in ["", "null", "*", "example.com", "ftp://example.com", "/path"] {
            assert_eq!(
                text.parse::<BaseUrl>(),
                Err(BaseUrlError::NotAbsolute),
                "{text}"
            );
        }
        for text in [
            "http://user@example.com",
            "http://example.com/?a",
            "http://example.com/#a",
        ] {
            assert_eq!(
                text.parse::<BaseUrl>(),
                Err(BaseUrlError::Surplus),
                "{text}"
            );
        }
    }
}
