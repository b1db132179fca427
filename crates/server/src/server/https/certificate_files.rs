//! The files that hold a certificate and its key.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::SystemTime;

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use rustls::{CertificateError, Error};

use crate::settings::{SettingsError, TlsSettings};

/// What others than the owner and the group may do with a file.
const OTHERS: u32 = 0o007;

/// What tells that somebody has put other files there. A file that is swapped by a link counts too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stamp([Option<FileStamp>; 2]);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FileStamp {
    modified: Option<SystemTime>,
    length: u64,
    node: u64,
}

/// Reads both files.
///
/// # Errors
/// Names the key of the file that cannot be used, and why.
pub(super) fn read(files: &TlsSettings) -> Result<CertifiedKey, SettingsError> {
    let chain = certificates(&files.cert)
        .map_err(|reason| about(TlsSettings::CERT, &files.cert, &reason))?;
    let key =
        private_key(&files.key).map_err(|reason| about(TlsSettings::KEY, &files.key, &reason))?;
    CertifiedKey::from_der(chain, key, &aws_lc_rs::default_provider()).map_err(
        |error| match error {
            Error::InvalidCertificate(CertificateError::BadEncoding) => about(
                TlsSettings::CERT,
                &files.cert,
                "holds something that is no certificate",
            ),
            Error::InconsistentKeys(_) => about(
                TlsSettings::KEY,
                &files.key,
                "is not the key of the certificate in http.tls_cert",
            ),
            _ => about(
                TlsSettings::KEY,
                &files.key,
                "holds no key that TLS can use",
            ),
        },
    )
}

/// How the files look from outside; a missing one looks like none.
pub(super) fn stamp(files: &TlsSettings) -> Stamp {
    Stamp([&files.cert, &files.key].map(|path| file_stamp(path)))
}

/// Whether everybody on the machine may open the file of the key.
pub(super) fn is_key_open_to_others(files: &TlsSettings) -> bool {
    fs::metadata(&files.key).is_ok_and(|metadata| metadata.mode() & OTHERS != 0)
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let pem = fs::read(path).map_err(|error| unreadable(&error))?;
    let chain = CertificateDer::pem_slice_iter(&pem).collect::<Result<Vec<_>, _>>();
    match chain {
        Ok(chain) if chain.is_empty() => Err("holds no certificate in PEM".to_owned()),
        Ok(chain) => Ok(chain),
        Err(_) => Err("is not PEM".to_owned()),
    }
}

fn private_key(path: &Path) -> Result<PrivateKeyDer<'static>, String> {
    let pem = fs::read(path).map_err(|error| unreadable(&error))?;
    PrivateKeyDer::from_pem_slice(&pem)
        .map_err(|_| "holds no private key in PEM that needs no passphrase".to_owned())
}

fn unreadable(error: &io::Error) -> String {
    format!("cannot be read: {error}")
}

fn about(key: &str, path: &Path, reason: &str) -> SettingsError {
    SettingsError::key(key, format!("{} {reason}", path.display()))
}

fn file_stamp(path: &Path) -> Option<FileStamp> {
    let metadata = fs::metadata(path).ok()?;
    Some(FileStamp {
        modified: metadata.modified().ok(),
        length: metadata.len(),
        node: metadata.ino(),
    })
}
