//! Log-in, and what a token opens.
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

use std::time::{Duration, Instant};

use portico_tests::{Account, App, PASSWORD, Pending, SetUp, a_new_username};
use reqwest::Method;
use serde_json::json;

portico_tests::on_both_set_ups! {
    async fn log_in_takes_the_username_and_the_address_in_any_case(app: App) {
        let client = app.client();
        let account = Account::register(client).await;
        let mut sessions = Vec::new();
        for identifier in [account.username.to_uppercase(), account.email.to_uppercase(), account.email.clone()] {
            let reply = Account::log_in(client, &identifier, PASSWORD).await.expect(200);
            assert_eq!(reply.header("cache-control"), "no-store"); // G5
            let me = client.me(&reply.text_at("/access_token")).await.expect(200);
            assert_eq!(me.text_at("/email"), account.email);
            sessions.push(reply.text_at("/session_id"));
        }
        sessions.sort();
        sessions.dedup();
        assert_eq!(sessions.len(), 3, "each log-in starts a session of its own"); // C9
    }

    // C1
    async fn wrong_and_unknown_get_one_answer(app: App) {
        let client = app.client();
        let account = Account::register(client).await;
        let mut bodies = Vec::new();
        for (identifier, password) in
            [(account.email.as_str(), "a-wrong-password"), ("nobody@example.com", PASSWORD), ("no body at all", PASSWORD)]
        {
            let reply = Account::log_in(client, identifier, password).await.expect_problem(401, "invalid_credentials");
            let mut body = reply.json();
            body["request_id"] = json!(null);
            bodies.push((body, reply.header("www-authenticate").to_owned()));
        }
        assert_eq!(bodies[0], bodies[1]);
        assert_eq!(bodies[0], bodies[2]);
        assert!(bodies[0].1.starts_with("Bearer"));
    }

    // B5
    async fn all_of_a_long_password_counts(app: App) {
        let client = app.client();
        let pending = Pending::verified(client).await;
        let start = "correct horse battery staple ".repeat(3);
        let _ = pending.set_password(&format!("{start}one")).await.expect(200);
        let username = a_new_username();
        let _ = pending.complete(&username).await.expect(201);
        let _ = Account::log_in(client, &username, &format!("{start}two")).await.expect(401);
        let _ = Account::log_in(client, &username, &format!("{start}one")).await.expect(200);
    }

    // B2, B6
    async fn a_password_that_none_can_have_is_refused_before_hashing(app: App) {
        let long = "x".repeat(100_000 / 2);
        let started = Instant::now();
        let reply = Account::log_in(app.client(), "ada@example.com", &long).await.expect_problem(422, "validation_failed");
        assert_eq!(reply.error_fields(), ["body.password"]);
        assert!(started.elapsed() < Duration::from_secs(1));
    }

    // D5
    async fn a_request_without_a_token_is_challenged(app: App) {
        let reply = app.client().get("/users/me").send().await.expect_problem(401, "not_authenticated");
        assert_eq!(reply.header("www-authenticate"), "Bearer");
        let basic = app.client().get("/users/me").header("authorization", "Basic YTpi").send().await;
        assert_eq!(basic.expect_problem(401, "not_authenticated").header("www-authenticate"), "Bearer");
    }

    // D1, D2, D5
    async fn whatever_is_not_our_token_gets_one_answer(app: App) {
        let client = app.client();
        let token = Account::register(client).await.token;
        let flipped = flip_last(&token);
        let mut bodies = Vec::new();
        for bad in ["x", "a.b.c", "a.b.c.d.e", &flipped, &"a".repeat(5000), &format!("{token}.x"), &format!("{token}=")] {
            let reply = client.me(bad).await.expect_problem(401, "invalid_token");
            assert!(reply.header("www-authenticate").contains("error=\"invalid_token\""));
            let mut body = reply.json();
            body["request_id"] = json!(null);
            bodies.push(body);
        }
        bodies.dedup();
        assert_eq!(bodies.len(), 1, "{bodies:?}");
        let _ = client.me(&token).await.expect(200);
    }

    // D4
    async fn a_token_counts_in_the_authorization_header_alone(app: App) {
        let client = app.client();
        let token = Account::register(client).await.token;
        let query = client.get(&format!("/users/me?access_token={token}")).send().await;
        let _ = query.expect_problem(401, "not_authenticated");
        let scheme = client.get("/users/me").header("authorization", &format!("bEaReR {token}")).send().await;
        let _ = scheme.expect(200);
        let twice = client.get("/users/me").bearer(&token).bearer(&token).send().await;
        let _ = twice.expect(400);
    }

    // D8
    async fn a_token_shows_nothing_of_its_owner(app: App) {
        let account = Account::register(app.client()).await;
        let id = app.client().me(&account.token).await.expect(200).text_at("/id");
        for part in account.token.split('.') {
            let bytes = base64_url(part);
            let text = String::from_utf8_lossy(&bytes).to_lowercase();
            for secret in [account.email.as_str(), account.username.as_str(), id.as_str(), "lovelace"] {
                assert!(!text.contains(secret), "{secret} can be read in a token");
            }
        }
    }

    async fn malformed_bodies_are_named(app: App) {
        let client = app.client();
        let reply = client.post("/auth/login", &json!({"identifier": 5})).await.expect_problem(422, "validation_failed");
        assert!(!reply.error_fields().is_empty());
        let broken = client.api(Method::POST, "/auth/login").body("application/json", "{\"identifier\": ").send().await;
        let _ = broken.expect_problem(400, "malformed_json");
        let text = client.api(Method::POST, "/auth/login").body("text/plain", "{}").send().await;
        let _ = text.expect_problem(415, "unsupported_media_type"); // G1
        let large = format!("{{\"identifier\": \"{}\"}}", "x".repeat(70_000));
        let too_large = client.api(Method::POST, "/auth/login").body("application/json", large).send().await;
        let _ = too_large.expect_problem(413, "payload_too_large"); // G1
    }
}

// D6
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_ends_with_its_time_where_it_is_not_renewed() {
    for set_up in [SetUp::Embedded, SetUp::ScaleOut] {
        let app =
            App::start_with(set_up, &[("PORTICO__TOKENS__TRANSPARENT_RENEWAL", "false")]).await;
        let client = app.client();
        let token = Account::register(client).await.token;
        app.clock().advance(Duration::from_mins(15));
        let _ = client.me(&token).await.expect(200);
        app.clock().advance(Duration::from_secs(8));
        let _ = client.me(&token).await.expect_problem(401, "invalid_token");
    }
}

/// Changes the first character of the last part, all bits of which count.
fn flip_last(token: &str) -> String {
    let at = token.rfind('.').expect("a token has parts") + 1;
    let flipped = if token.as_bytes()[at] == b'A' {
        "B"
    } else {
        "A"
    };
    format!("{}{flipped}{}", &token[..at], &token[at + 1..])
}

fn base64_url(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut bits = 0_u32;
    let mut count = 0;
    let mut bytes = Vec::new();
    for byte in text.bytes() {
        let value = ALPHABET
            .iter()
            .position(|letter| *letter == byte)
            .expect("base64url");
        bits = (bits << 6) | u32::try_from(value).expect("six bits");
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).expect("a byte"));
        }
    }
    bytes
}
