//! Certificates that tests make for themselves.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rcgen::generate_simple_self_signed;

/// A certificate that vouches for itself, and its key.
pub(crate) struct Identity {
    pub(crate) certificate: String,
    pub(crate) key: String,
}

/// Where a server looks for its identity.
pub(crate) struct Files {
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
}

impl Identity {
    /// For the address that tests connect to.
    pub(crate) fn of_loopback() -> Self {
        Self::of("127.0.0.1")
    }

    pub(crate) fn of(name: &str) -> Self {
        let made = generate_simple_self_signed([name.to_owned()]).expect("a certificate");
        Self {
            certificate: made.cert.pem(),
            key: made.signing_key.serialize_pem(),
        }
    }

    /// Puts it where the server looks. Each file is replaced as a whole, as renewal programs do it.
    pub(crate) fn put(&self, files: &Files) {
        replace(&files.key, &self.key);
        replace(&files.certificate, &self.certificate);
    }
}

impl Files {
    pub(crate) fn in_folder(folder: &Path) -> Self {
        Self {
            certificate: folder.join("certificate.pem"),
            key: folder.join("key.pem"),
        }
    }

    pub(crate) fn variables(&self) -> [(String, String); 2] {
        [
            ("PORTICO__HTTP__TLS_CERT", &self.certificate),
            ("PORTICO__HTTP__TLS_KEY", &self.key),
        ]
        .map(|(name, path)| (name.to_owned(), path.display().to_string()))
    }
}

pub(crate) fn replace(path: &Path, text: &str) {
    let draft = path.with_extension("draft");
    fs::write(&draft, text).expect("a file");
    fs::set_permissions(&draft, fs::Permissions::from_mode(0o600)).expect("a mode");
    fs::rename(&draft, path).expect("a file in its place");
}
