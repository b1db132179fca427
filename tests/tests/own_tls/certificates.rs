//! Certificates that cannot be used, and those that are renewed while the server runs.

use std::fs;
use std::io::Write;
use std::time::{Duration, SystemTime};

use portico_tests::{Binary, SetUp};

use crate::identity::{Files, Identity, replace};
use crate::secured::{Secured, trusting};

/// How often the server looks at its files, and what a busy machine adds.
const NOTICED: Duration = Duration::from_secs(20);

/// Whether a client that trusts this identity alone comes in.
async fn is_shown(server: &Secured, identity: &Identity) -> bool {
    let http = trusting(identity).build().expect("a client");
    http.get(server.url("/livez")).send().await.is_ok()
}

async fn becomes_shown(server: &Secured, identity: &Identity) {
    let shown = async {
        while !is_shown(server, identity).await {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let shown = tokio::time::timeout(NOTICED, shown).await;
    shown.expect("the new certificate is shown in time");
}

#[tokio::test]
async fn a_renewed_certificate_is_shown_after_a_signal() {
    let server = Secured::serve(SetUp::Embedded).await;
    let kept = trusting(&server.identity).build().expect("a client");
    let first = kept.get(server.url("/livez")).send().await;
    assert!(first.is_ok());

    let renewed = Identity::of_loopback();
    renewed.put(&server.files);
    server.signal("-HUP");
    becomes_shown(&server, &renewed).await;
    assert!(!is_shown(&server, &server.identity).await);
    let kept = kept.get(server.url("/livez")).send().await;
    assert!(kept.is_ok(), "open connections stay: {kept:?}");
}

#[tokio::test]
async fn a_renewed_certificate_is_noticed_without_a_signal() {
    let server = Secured::serve(SetUp::Embedded).await;
    let renewed = Identity::of_loopback();
    renewed.put(&server.files);
    becomes_shown(&server, &renewed).await;
}

#[tokio::test]
async fn a_broken_renewal_keeps_the_old_certificate_until_it_is_mended() {
    let server = Secured::serve(SetUp::Embedded).await;
    let renewed = Identity::of_loopback();
    replace(&server.files.certificate, &renewed.certificate);
    server.signal("-HUP");
    replace(&server.files.certificate, "no certificate\n");
    server.signal("-HUP");
    assert!(is_shown(&server, &server.identity).await);

    renewed.put(&server.files);
    server.signal("-HUP");
    becomes_shown(&server, &renewed).await;
}

// What keeps a file from being read, such as its owner, can go without a trace in the times and sizes of files.
#[tokio::test]
async fn a_key_that_could_not_be_read_is_tried_again() {
    let server = Secured::serve(SetUp::Embedded).await;
    let renewed = Identity::of_loopback();
    let same_look = SystemTime::UNIX_EPOCH;
    let write = |key: &str| {
        let mut file = fs::File::create(&server.files.key).expect("a file");
        file.write_all(key.as_bytes()).expect("a key");
        file.set_modified(same_look).expect("a time");
    };
    replace(&server.files.certificate, &renewed.certificate);
    write(&"x".repeat(renewed.key.len()));
    server.signal("-HUP");
    // Long enough for the signal, and for no look at the files after it.
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(is_shown(&server, &server.identity).await);

    write(&renewed.key);
    becomes_shown(&server, &renewed).await;
}

#[tokio::test]
async fn without_tls_the_signal_ends_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let variables = SetUp::Embedded.variables(folder.path());
    let server = Binary::serve(&variables, folder.path());
    let client = server.client().await;
    let sent = std::process::Command::new("kill")
        .args(["-HUP", &server.id().to_string()])
        .status();
    assert!(sent.expect("kill runs").success());
    let livez = client.request(reqwest::Method::GET, "/livez");
    let _ = livez.send().await.expect(200);
    server.terminate();
    assert_eq!(server.wait().await, Some(0));
}

/// A way to get it wrong: what is done to good files, and what the one line names.
type Mistake = (fn(&Files), &'static str);

const MISTAKES: &[Mistake] = &[
    (
        |files| fs::remove_file(&files.certificate).expect("a file"),
        "http.tls_cert",
    ),
    (
        |files| fs::remove_file(&files.key).expect("a file"),
        "http.tls_key",
    ),
    (|files| replace(&files.certificate, ""), "http.tls_cert"),
    (
        |files| {
            replace(
                &files.certificate,
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
            );
        },
        "http.tls_cert",
    ),
    (|files| replace(&files.key, "no key\n"), "http.tls_key"),
    (
        |files| replace(&files.key, &Identity::of_loopback().key),
        "http.tls_key",
    ),
    (
        |files| replace(&files.key, &Identity::of_loopback().certificate),
        "http.tls_key",
    ),
];

async fn refusal(command: &str, variables: &[(String, String)]) -> String {
    let arguments: Vec<_> = command.split(' ').collect();
    let output = Binary::command(&arguments, variables).output().await;
    let output = output.expect("portico runs");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(78), "{command}: {told}");
    told
}

// Exit code 78, and one line that names the key.
#[tokio::test]
async fn files_that_cannot_be_used_stop_the_start() {
    for (mistake, key) in MISTAKES {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let files = Files::in_folder(folder.path());
        Identity::of_loopback().put(&files);
        mistake(&files);
        let mut variables = SetUp::Embedded.variables(folder.path());
        variables.extend(files.variables());
        for command in ["serve", "config check"] {
            let told = refusal(command, &variables).await;
            assert_eq!(told.trim().lines().count(), 1, "{told}");
            assert!(told.contains(key), "{told}");
            assert!(!told.contains("PRIVATE"), "{told}");
        }
    }
}
