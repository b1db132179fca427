//! Tells a script where a server on a free port listens.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;

use crate::error::ServerError;

/// Writes the address. Who finds the file finds it whole.
pub(crate) fn write(path: &Path, address: SocketAddr) -> Result<(), ServerError> {
    let draft = path.with_added_extension("draft");
    fs::write(&draft, format!("{address}\n"))
        .and_then(|()| fs::rename(&draft, path))
        .map_err(|error| {
            ServerError::failed("address file", format!("{}: {error}", path.display()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_address_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("address");
        for address in ["127.0.0.1:1", "[::1]:2"] {
            write(&path, address.parse().unwrap()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap().trim(), address);
        }
    }
}
