//! What a server proves itself with.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::folder::{Owner, give};
use crate::outcome::{During, Outcome};

/// The files of a server's certificate and its key, in the server's own folder.
pub(crate) struct Identity {
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
}

impl Identity {
    /// Writes both, as PEM, so that nobody but the server can read the key.
    pub(crate) fn write(
        folder: &Path,
        owner: Option<Owner>,
        certificate: &str,
        key: &str,
    ) -> Outcome<Self> {
        let identity = Self {
            certificate: folder.join("server.crt"),
            key: folder.join("server.key"),
        };
        for (path, text) in [(&identity.certificate, certificate), (&identity.key, key)] {
            fs::write(path, text).during(path.display())?;
            fs::set_permissions(path, fs::Permissions::from_mode(0o600)).during(path.display())?;
            owner.map_or(Ok(()), |owner| give(path, owner))?;
        }
        Ok(identity)
    }
}
