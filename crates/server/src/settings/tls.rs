//! `http.tls_cert` and `http.tls_key`

use std::path::PathBuf;

use super::SettingsError;
use super::values::Values;

/// Where the server's certificate and its key lie, as PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsSettings {
    /// The certificate of the server first, then those that lead to the authority.
    pub cert: PathBuf,
    /// The private key of that certificate.
    pub key: PathBuf,
}

impl TlsSettings {
    /// The key of the certificate's path.
    pub(crate) const CERT: &str = "http.tls_cert";
    /// The key of the private key's path.
    pub(crate) const KEY: &str = "http.tls_key";

    pub(super) fn read(values: &Values) -> Result<Option<Self>, SettingsError> {
        let cert = values.optional(Self::CERT, str::parse)?;
        let key = values.optional(Self::KEY, str::parse)?;
        match (cert, key) {
            (None, None) => Ok(None),
            (Some(cert), Some(key)) => Ok(Some(Self { cert, key })),
            (None, Some(_)) => Err(missing(Self::CERT, Self::KEY)),
            (Some(_), None) => Err(missing(Self::KEY, Self::CERT)),
        }
    }
}

fn missing(key: &str, other: &str) -> SettingsError {
    SettingsError::key(key, format!("must be set where {other} is"))
}
