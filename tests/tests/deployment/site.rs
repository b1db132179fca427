//! The shipped site of nginx, led to ports and certificates of a test.

use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

const SHIPPED: &str = include_str!("../../../deploy/nginx/portico.conf");
const NAME: &str = "api.example.com";

/// The site, with a certificate of its own.
pub(crate) struct Site {
    certificates: TempDir,
    instances: Vec<String>,
}

impl Site {
    /// In front of the instances at these addresses.
    pub(crate) fn of(instances: &[String]) -> Self {
        let certificates = tempfile::tempdir().expect("a temporary folder");
        // nginx may run as another user than the tests.
        set_permissions(certificates.path(), Permissions::from_mode(0o755)).expect("chmod");
        make_certificate(certificates.path());
        Self {
            certificates,
            instances: instances.to_vec(),
        }
    }

    /// As shipped.
    pub(crate) fn with_tls(&self, port: u16) -> String {
        self.listening(&format!("listen 127.0.0.1:{port} ssl http2;"))
    }

    /// As behind another proxy that ends TLS.
    pub(crate) fn without_tls(&self, port: u16) -> String {
        self.listening(&format!("listen 127.0.0.1:{port};"))
    }

    /// Without TLS, and without requests for the instance of this number.
    pub(crate) fn without_instance(&self, port: u16, number: usize) -> String {
        let server = format!("server {}", self.instances[number]);
        replaced(&self.without_tls(port), &server, &format!("{server} down"))
    }

    /// The file with the certificate, which is its own authority.
    pub(crate) fn certificate(&self) -> PathBuf {
        self.certificates.path().join("certificate.pem")
    }

    fn listening(&self, listen: &str) -> String {
        let folder = self.certificates.path().display();
        let text = replaced(SHIPPED, "listen 443 ssl http2;", listen);
        let text = replaced(&text, "listen [::]:443 ssl http2;", "");
        let text = replaced(
            &text,
            "/etc/nginx/tls/api.example.com.pem",
            &format!("{folder}/certificate.pem"),
        );
        let text = replaced(
            &text,
            "/etc/nginx/tls/api.example.com.key",
            &format!("{folder}/key.pem"),
        );
        let text = replaced(&text, "127.0.0.1:8001", &self.instances[0]);
        replaced(&text, "127.0.0.1:8002", &self.instances[1])
    }
}

/// Fails when there is nothing to replace: the shipped file has changed.
fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "the site has no `{from}`");
    text.replace(from, to)
}

fn make_certificate(folder: &Path) {
    let options = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
                   -keyout key.pem -out certificate.pem";
    let outcome = Command::new("openssl")
        .args(options.split_whitespace())
        .args(["-subj", &format!("/CN={NAME}")])
        .args(["-addext", &format!("subjectAltName=DNS:{NAME}")])
        .current_dir(folder)
        .output()
        .expect("openssl runs");
    assert!(outcome.status.success(), "{outcome:?}");
    let key = folder.join("key.pem");
    set_permissions(key, Permissions::from_mode(0o644)).expect("chmod");
}
