//! Who the server is, as `sslmode=verify-full` asks (G9).
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

use domain::ports::HealthProbe;
use portico_infra_postgres::{PostgresSettings, open};
use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use test_services::Postgres;

fn identity(name: &str) -> CertifiedKey<KeyPair> {
    generate_simple_self_signed([name.to_owned()]).unwrap()
}

fn served_with(identity: &CertifiedKey<KeyPair>) -> Postgres {
    let key = identity.signing_key.serialize_pem();
    Postgres::start_secured(&identity.cert.pem(), &key)
}

/// Whether a client comes in that trusts this certificate alone.
async fn is_trusted(server: &Postgres, trusted: &CertifiedKey<KeyPair>) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("root.crt");
    fs::write(&root, trusted.cert.pem()).unwrap();
    let url = server.url_for_new_database();
    let database = open(&PostgresSettings {
        url: format!("{url}?sslmode=verify-full&sslrootcert={}", root.display()),
        max_connections: 1,
    });
    database.unwrap().storage.check().await.is_ok()
}

// G9
#[tokio::test]
async fn a_server_whose_authority_is_known_is_trusted_and_any_other_is_not() {
    let (own, other) = (identity("127.0.0.1"), identity("127.0.0.1"));
    let server = served_with(&own);
    assert!(is_trusted(&server, &own).await);
    assert!(!is_trusted(&server, &other).await);
}

// G9
#[tokio::test]
async fn a_certificate_for_another_host_is_not_trusted() {
    let own = identity("db.example.com");
    let server = served_with(&own);
    assert!(!is_trusted(&server, &own).await);
}

// G9
#[tokio::test]
async fn a_server_without_tls_is_not_trusted() {
    let server = Postgres::start();
    assert!(!is_trusted(&server, &identity("127.0.0.1")).await);
}
