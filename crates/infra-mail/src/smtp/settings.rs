//! Where the relay is and how to talk to it.

use lettre::transport::smtp::authentication::Credentials;
use percent_encoding::percent_decode_str;
use url::{Host, Url};

/// How a connection to the relay is encrypted. Certificates are always verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpTls {
    /// Encrypted from the first byte (RFC 8314 §3.3); `smtps://`.
    Implicit,
    /// STARTTLS; a relay without it gets nothing, neither credentials nor mail. The default.
    Required,
    /// STARTTLS where the relay offers it. Somebody on the way can hide the offer.
    Opportunistic,
    /// Plain text: for a relay on the same machine.
    None,
}

/// A relay, from `smtp://user:pass@host:port?tls=required|opportunistic|none` or
/// `smtps://user:pass@host:port`.
///
/// User name and password are percent-encoded. The port is 587 unless it is given; 465 with
/// `smtps`, 25 with `tls=none`. `Debug` does not show the credentials (H2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpSettings {
    host: Host,
    port: u16,
    tls: SmtpTls,
    credentials: Option<Credentials>,
}

/// Why a text is not the URL of a relay. It never repeats a part of the text: a password with an
/// unencoded `/`, `?` or `#` can end up in any part of it (H2).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmtpUrlError {
    /// Not a URL at all.
    #[error("this is not a URL ({0}); special characters of the password must be percent-encoded")]
    Malformed(String),
    /// Another scheme.
    #[error("the URL must begin with smtp:// or smtps://")]
    Scheme,
    /// No host, or not the name or the address of one.
    #[error("the URL must name a host")]
    Host,
    /// A user name without a password or the other way round.
    #[error("a user name and a password must be given together")]
    HalfCredentials,
    /// Percent-encoded bytes that are not text.
    #[error("the user name and the password must be percent-encoded UTF-8")]
    CredentialsEncoding,
    /// A value of `tls` that is not known, or more than one.
    #[error("tls must be given once, as required, opportunistic or none")]
    Tls,
    /// `smtps://` with a `tls` that says something else.
    #[error("smtps:// is encrypted from the start; tls=opportunistic and tls=none are for smtp://")]
    TlsOfSmtps,
    /// A path, a fragment, or a parameter beside `tls`.
    #[error("only ?tls= may follow the host and the port")]
    Excess,
}

impl SmtpSettings {
    /// Parses the URL of a relay.
    ///
    /// # Errors
    /// Says what is wrong without repeating it.
    pub fn parse(text: &str) -> Result<Self, SmtpUrlError> {
        let url = Url::parse(text).map_err(|error| SmtpUrlError::Malformed(error.to_string()))?;
        let tls = match url.scheme() {
            "smtp" => requested_tls(&url)?.unwrap_or(SmtpTls::Required),
            "smtps" => implicit_tls(&url)?,
            _ => return Err(SmtpUrlError::Scheme),
        };
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(SmtpUrlError::Excess);
        }
        Ok(Self {
            host: parse_host(&url)?,
            port: url.port().unwrap_or_else(|| usual_port(tls)),
            tls,
            credentials: parse_credentials(&url)?,
        })
    }

    /// The relay's name or address; an IPv6 address stands without brackets.
    #[must_use]
    pub fn host(&self) -> String {
        match &self.host {
            Host::Ipv6(address) => address.to_string(),
            host => host.to_string(),
        }
    }

    /// The relay's port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// How connections are encrypted.
    #[must_use]
    pub const fn tls(&self) -> SmtpTls {
        self.tls
    }

    /// Who logs in, if anybody.
    pub(super) const fn credentials(&self) -> Option<&Credentials> {
        self.credentials.as_ref()
    }

    /// Whether a password may travel in the clear. Whoever is going to send says so; a mailer is made by others too.
    #[must_use]
    pub const fn may_expose_credentials(&self) -> bool {
        let guarded = matches!(self.tls, SmtpTls::Implicit | SmtpTls::Required);
        self.credentials.is_some() && !guarded
    }
}

impl std::str::FromStr for SmtpSettings {
    type Err = SmtpUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

fn requested_tls(url: &Url) -> Result<Option<SmtpTls>, SmtpUrlError> {
    let mut tls = None;
    for (key, value) in url.query_pairs() {
        if key != "tls" {
            return Err(SmtpUrlError::Excess);
        }
        if tls.replace(parse_tls(&value)?).is_some() {
            return Err(SmtpUrlError::Tls);
        }
    }
    Ok(tls)
}

fn parse_tls(value: &str) -> Result<SmtpTls, SmtpUrlError> {
    match value {
        "required" => Ok(SmtpTls::Required),
        "opportunistic" => Ok(SmtpTls::Opportunistic),
        "none" => Ok(SmtpTls::None),
        _ => Err(SmtpUrlError::Tls),
    }
}

fn implicit_tls(url: &Url) -> Result<SmtpTls, SmtpUrlError> {
    match requested_tls(url)? {
        None | Some(SmtpTls::Required) => Ok(SmtpTls::Implicit),
        Some(_) => Err(SmtpUrlError::TlsOfSmtps),
    }
}

/// RFC 6409 §3.1, RFC 8314 §7.3, RFC 5321 §4.5.4.2.
const fn usual_port(tls: SmtpTls) -> u16 {
    match tls {
        SmtpTls::Required | SmtpTls::Opportunistic => 587,
        SmtpTls::Implicit => 465,
        SmtpTls::None => 25,
    }
}

/// The URL parser takes anything as the host of a scheme it does not know: parsed again, as the web does.
fn parse_host(url: &Url) -> Result<Host, SmtpUrlError> {
    let host = url.host_str().ok_or(SmtpUrlError::Host)?;
    Host::parse(host).map_err(|_| SmtpUrlError::Host)
}

fn parse_credentials(url: &Url) -> Result<Option<Credentials>, SmtpUrlError> {
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        ("", Some(_)) | (_, None) => Err(SmtpUrlError::HalfCredentials),
        (user, Some(password)) => Ok(Some(Credentials::new(decode(user)?, decode(password)?))),
    }
}

fn decode(text: &str) -> Result<String, SmtpUrlError> {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded
        .map(Into::into)
        .map_err(|_| SmtpUrlError::CredentialsEncoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_form_is_understood() {
        for (url, host, port, tls) in [
            (
                "smtp://mail.example.com",
                "mail.example.com",
                587,
                SmtpTls::Required,
            ),
            (
                "smtp://mail.example.com/",
                "mail.example.com",
                587,
                SmtpTls::Required,
            ),
            (
                "smtp://MAIL.example.com:2525",
                "mail.example.com",
                2525,
                SmtpTls::Required,
            ),
            ("smtp://h?tls=required", "h", 587, SmtpTls::Required),
            (
                "smtp://h?tls=opportunistic",
                "h",
                587,
                SmtpTls::Opportunistic,
            ),
            ("smtp://h?tls=none", "h", 25, SmtpTls::None),
            (
                "smtp://127.0.0.1:1025?tls=none",
                "127.0.0.1",
                1025,
                SmtpTls::None,
            ),
            ("smtp://[::1]:1025?tls=none", "::1", 1025, SmtpTls::None),
            ("smtps://h", "h", 465, SmtpTls::Implicit),
            ("smtps://h:4650?tls=required", "h", 4650, SmtpTls::Implicit),
        ] {
            let settings = SmtpSettings::parse(url).unwrap();
            assert_eq!(settings.host(), host, "{url}");
            assert_eq!((settings.port(), settings.tls()), (port, tls), "{url}");
            assert_eq!(settings.credentials(), None, "{url}");
        }
    }

    #[test]
    fn credentials_are_percent_decoded() {
        let settings = SmtpSettings::parse("smtp://ada%40example.com:p%2Fss%3A%20w%C3%B6rd@h");
        let expected = Credentials::new("ada@example.com".to_owned(), "p/ss: wörd".to_owned());
        assert_eq!(settings.unwrap().credentials(), Some(&expected));
    }

    #[test]
    fn a_wrong_url_gets_the_error_that_names_the_part() {
        for (url, error) in [
            ("http://h", SmtpUrlError::Scheme),
            ("mailbox://", SmtpUrlError::Scheme),
            ("smtp:h", SmtpUrlError::Excess),
            ("smtp://", SmtpUrlError::Host),
            ("smtp://a%20b", SmtpUrlError::Host),
            ("smtp://user@h", SmtpUrlError::HalfCredentials),
            ("smtp://:secret@h", SmtpUrlError::HalfCredentials),
            ("smtp://user:%FF@h", SmtpUrlError::CredentialsEncoding),
            ("smtp://h?tls=yes", SmtpUrlError::Tls),
            ("smtp://h?tls=", SmtpUrlError::Tls),
            ("smtp://h?tls=required&tls=none", SmtpUrlError::Tls),
            ("smtp://h?tsl=none", SmtpUrlError::Excess),
            ("smtp://h/path", SmtpUrlError::Excess),
            ("smtp://h#fragment", SmtpUrlError::Excess),
            ("smtps://h?tls=none", SmtpUrlError::TlsOfSmtps),
        ] {
            assert_eq!(SmtpSettings::parse(url), Err(error), "{url}");
        }
        let port = SmtpSettings::parse("smtp://h:99999");
        assert!(matches!(port, Err(SmtpUrlError::Malformed(_))));
    }

    #[test] // H2
    fn neither_debug_nor_an_error_shows_the_password() {
        let settings = SmtpSettings::parse("smtp://user:canary@h").unwrap();
        assert!(!format!("{settings:?}").contains("canary"));
        for url in [
            "smtp://user:canary#x@h",
            "smtp://user:12#canary@h",
            "smtp://user:12/canary@h",
            "smtp://user:12?canary@h",
            "smtp://user:12?canary=canary@h",
            "smtp://user:12?tls=canary@h",
            "smtp://user:canary@[h",
            "http://user:canary@h",
        ] {
            let error = SmtpSettings::parse(url).unwrap_err();
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("canary"), "{url}: {shown}");
        }
    }
}
