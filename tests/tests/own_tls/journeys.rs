//! What every client does, over both protocols.

use portico_tests::{Account, Binary, PASSWORD, SetUp};
use reqwest::{ClientBuilder, Version};

use crate::identity::Identity;
use crate::secured::{Secured, trusting};

/// Registers, logs in and reads, and is told to keep to TLS (G5).
async fn an_account_is_made_and_read(set_up: SetUp) {
    let server = Secured::serve(set_up).await;
    let protocols: [fn(ClientBuilder) -> ClientBuilder; 2] =
        [|http| http, ClientBuilder::http1_only];
    for protocol in protocols {
        let client = server.client(protocol);
        let account = Account::register(&client).await;
        let session = Account::log_in(&client, &account.email, PASSWORD).await;
        let token = session.expect(200).text_at("/access_token");
        let me = client.me(&token).await.expect(200);
        assert_eq!(me.text_at("/email"), account.email);
        assert!(
            me.header("strict-transport-security")
                .starts_with("max-age=")
        );
    }
    server.binary.terminate();
    assert_eq!(server.binary.wait().await, Some(0));
}

// G5, G9
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_protocols_serve_on_the_embedded_default() {
    an_account_is_made_and_read(SetUp::Embedded).await;
}

// G5, G9
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_protocols_serve_on_postgresql_and_redis() {
    an_account_is_made_and_read(SetUp::ScaleOut).await;
}

#[tokio::test]
async fn a_client_that_can_speak_http_2_does() {
    let server = Secured::serve(SetUp::Embedded).await;
    let url = server.url("/livez");
    let versions = [
        (trusting(&server.identity), Version::HTTP_2),
        (trusting(&server.identity).http1_only(), Version::HTTP_11),
    ];
    for (http, version) in versions {
        let http = http.build().expect("a client");
        let get = http.get(&url).send().await.expect("an answer");
        assert_eq!(get.version(), version);
        assert_eq!(get.status(), 200);
        assert!(get.headers().contains_key("date"));
        let length = get.headers()["content-length"].clone();
        let head = http.head(&url).send().await.expect("an answer");
        assert_eq!(head.headers()["content-length"], length);
        assert!(head.bytes().await.expect("no body").is_empty());
    }
}

// F11r
#[tokio::test]
async fn links_lead_to_where_tls_is() {
    let server = Secured::serve(SetUp::Embedded).await;
    let http = trusting(&server.identity).build().expect("a client");
    let problem = http.get(server.url("/nowhere")).send().await;
    let problem = problem.expect("an answer").text().await.expect("a body");
    assert!(problem.contains(&server.url("/docs/errors/")), "{problem}");
}

// The certificate is for the name that clients use, which is not the address that the check asks at.
#[tokio::test]
async fn the_health_check_does_not_mind_whose_certificate_it_is() {
    let identity = Identity::of("accounts.example.com");
    let server = Secured::serve_as(SetUp::Embedded, identity).await;
    let bound = ("PORTICO__HTTP__BIND".to_owned(), server.address.clone());
    let check = |variables: Vec<(String, String)>| async move {
        let check = Binary::command(&["healthcheck"], &variables).output().await;
        check.expect("portico runs").status.code()
    };
    let with_tls: Vec<_> = server.variables.iter().cloned().chain([bound]).collect();
    let without_tls = with_tls.iter().filter(|(name, _)| !name.contains("__TLS_"));
    assert_eq!(check(without_tls.cloned().collect()).await, Some(1));
    assert_eq!(check(with_tls).await, Some(0));
}
