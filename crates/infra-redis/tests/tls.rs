//! Who the server is, as `rediss://` asks (G9).
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

use domain::ports::HealthProbe;
use portico_infra_redis::{RedisConnections, RedisHealth, RedisSettings};
use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use tempfile::TempDir;
use test_services::Redis;

fn identity(name: &str) -> CertifiedKey<KeyPair> {
    generate_simple_self_signed([name.to_owned()]).unwrap()
}

fn served_with(identity: &CertifiedKey<KeyPair>) -> Redis {
    let key = identity.signing_key.serialize_pem();
    Redis::start_secured(&identity.cert.pem(), &key)
}

/// The parameter that trusts this certificate alone.
fn trusting(identity: &CertifiedKey<KeyPair>, folder: &TempDir) -> String {
    let root = folder.path().join("root.crt");
    fs::write(&root, identity.cert.pem()).unwrap();
    format!("sslrootcert={}", root.display())
}

async fn answers(url: String) -> bool {
    // As the server does when it starts.
    let _installed_already = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let connections = RedisConnections::new(&RedisSettings { url }).unwrap();
    RedisHealth::new(connections).check().await.is_ok()
}

// G9
#[tokio::test]
async fn a_server_whose_authority_is_known_is_trusted_and_any_other_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let own = identity("127.0.0.1");
    let server = served_with(&own);
    let url = server.secured_url().unwrap();
    assert!(answers(format!("{url}/0?{}", trusting(&own, &folder))).await);
    let other = trusting(&identity("127.0.0.1"), &folder);
    assert!(!answers(format!("{url}/0?{other}")).await);
    assert!(!answers(url).await, "no public authority knows it");
}

// G9
#[tokio::test]
async fn a_certificate_for_another_host_is_not_trusted() {
    let folder = tempfile::tempdir().unwrap();
    let own = identity("cache.example.com");
    let server = served_with(&own);
    let url = server.secured_url().unwrap();
    assert!(!answers(format!("{url}?{}", trusting(&own, &folder))).await);
}

// G9, H2
#[test]
fn an_authority_that_cannot_be_read_is_named_without_the_password() {
    let url = "rediss://:s3cret@127.0.0.1:6380?sslrootcert=/nowhere/ca.pem".to_owned();
    let refusal = RedisConnections::new(&RedisSettings { url });
    let line = refusal.err().unwrap().to_string();
    assert!(line.contains("/nowhere/ca.pem"), "{line}");
    assert!(!line.contains("s3cret"), "{line}");
}
