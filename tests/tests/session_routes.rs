//! Sessions listed and ended, the template's log-in, the documented keys.

#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

use portico_tests::{Account, App, Client, PASSWORD, Reply, SetUp};
use reqwest::Method;
use serde_json::Value;

const SUPERUSER: &str = "admin@example.com";
const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

portico_tests::on_both_set_ups! {
    // C11
    async fn a_user_sees_and_ends_their_own_sessions(app: App) {
        let client = app.client();
        let account = Account::register(client).await;
        let second = log_in(client, &account).await;
        let listed = sessions(client, &account.token).await;
        assert_eq!(listed.len(), 2, "{listed:?}");
        assert_eq!(listed.iter().filter(|session| session["current"] == true).count(), 1);

        let other = listed.iter().find(|session| session["current"] == false).expect("another session");
        let path = format!("/auth/sessions/{}", other["id"].as_str().expect("an id"));
        let _ = delete(client, &path, &account.token).await.expect(204);
        let _ = delete(client, &path, &account.token).await.expect(404);
        let _ = client.me(&second).await.expect_problem(401, "invalid_token");
        let _ = client.me(&account.token).await.expect(200);
    }

    // C11, E1: a foreign session is as little there as a missing one.
    async fn a_foreign_session_cannot_be_told_from_a_missing_one(app: App) {
        let client = app.client();
        let (ada, eve) = (Account::register(client).await, Account::register(client).await);
        let foreign = sessions(client, &ada.token).await[0]["id"].as_str().expect("an id").to_owned();
        let mut answers = Vec::new();
        for id in [foreign.as_str(), NOBODY] {
            let reply = delete(client, &format!("/auth/sessions/{id}"), &eve.token).await.expect(404);
            answers.push(without_request(&reply));
        }
        assert_eq!(answers[0], answers[1]);
        let _ = delete(client, "/auth/sessions/no-uuid", &eve.token).await.expect(422);
        let _ = client.me(&ada.token).await.expect(200);
    }

    // 2.6
    async fn log_out_everywhere_ends_every_session(app: App) {
        let client = app.client();
        let account = Account::register(client).await;
        let second = log_in(client, &account).await;
        let reply = client.api(Method::POST, "/auth/logout-all").bearer(&second).send().await;
        let _ = reply.expect(204);
        for token in [&account.token, &second] {
            let _ = client.me(token).await.expect_problem(401, "invalid_token");
        }
    }

    // C10
    async fn the_oldest_of_too_many_sessions_gives_way(app: App) {
        let client = app.client();
        let account = Account::register(client).await;
        for _ in 0..10 {
            let _ = log_in(client, &account).await;
        }
        let _ = client.me(&account.token).await.expect_problem(401, "invalid_token");
    }

    // The template's way: form data, urlencoded and multipart.
    async fn the_templates_log_in_takes_both_kinds_of_forms(app: App) {
        let client = app.client();
        let account = Account::register(client).await;
        for username in [&account.email, &account.username] {
            let form = format!("username={}&password={PASSWORD}&grant_type=password&scope=", username.replace('@', "%40"));
            let reply = form_log_in(client, form).await.expect(200);
            assert_eq!(reply.text_at("/token_type"), "bearer");
            let tested = client.api(Method::POST, "/login/test-token").bearer(&reply.text_at("/access_token")).send().await;
            assert_eq!(tested.expect(200).text_at("/email"), account.email);
        }
        let multipart = format!(
            "--x\r\nContent-Disposition: form-data; name=\"username\"\r\n\r\n{}\r\n--x\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n{PASSWORD}\r\n--x--\r\n",
            account.email
        );
        let reply = client.api(Method::POST, "/login/access-token").body("multipart/form-data; boundary=x", multipart).send().await;
        let _ = reply.expect(200);
    }

    async fn the_templates_log_in_refuses_in_the_templates_words(app: App) {
        let client = app.client();
        let account = Account::register(client).await;
        let wrong = form_log_in(client, format!("username={}&password=not-the-password", account.username)).await.expect(400);
        assert_eq!(wrong.text_at("/detail"), "Incorrect email or password");
        let unknown = form_log_in(client, "username=nobody%40example.com&password=not-the-password".to_owned()).await.expect(400);
        assert_eq!(without_request(&wrong), without_request(&unknown));
        let missing = form_log_in(client, "username=ada".to_owned()).await.expect(422);
        assert_eq!(missing.error_fields(), ["body.password"]);
    }

    // E1, E2, E3, E6
    async fn the_documented_keys_are_for_their_user_alone(app: App) {
        let client = app.client();
        let (ada, eve) = (Account::register(client).await, Account::register(client).await);
        let id = client.me(&ada.token).await.expect(200).text_at("/id");
        let jti = get(client, &format!("/auth/user/{id}/latest-jti"), &ada.token).await.expect(200).text_at("/jti");
        for path in [format!("/auth/redis/{jti}"), format!("/auth/user/{id}/data"), format!("/auth/user/{id}/latest-jti")] {
            let own = get(client, &path, &ada.token).await.expect(200);
            assert!(!own.text.contains(&ada.token) && !own.text.to_lowercase().contains("hash"), "{own:?}");
            let foreign = get(client, &path, &eve.token).await.expect(404);
            let missing = get(client, &path.replace(&id, NOBODY).replace(&jti, NOBODY), &eve.token).await.expect(404);
            assert_eq!(without_request(&foreign), without_request(&missing));
            let _ = client.get(&path).send().await.expect_problem(401, "not_authenticated");
        }
        for path in ["/auth/redis/%2A", "/auth/user/..%2F/data", "/auth/user/a%0d%0ab/latest-jti"] {
            let _ = get(client, path, &ada.token).await.expect(422);
        }
    }

    // E3
    async fn user_data_outlives_the_token_but_not_the_session(app: App) {
        let client = app.client();
        let account = Account::register(client).await;
        let id = client.me(&account.token).await.expect(200).text_at("/id");
        app.clock().advance(std::time::Duration::from_mins(16));
        let data = get(client, &format!("/auth/user/{id}/data"), &account.token).await.expect(200);
        assert_eq!(data.text_at("/email"), account.email);
        let _ = client.api(Method::POST, "/auth/logout").bearer(&account.token).send().await.expect(204);
        let _ = get(client, &format!("/auth/user/{id}/data"), &account.token).await.expect(401);
    }

    // C3: known or not, and the right password does not help either.
    async fn guessing_is_slowed_down_whether_there_is_an_account_or_not(app: App) {
        let client = app.client();
        let account = Account::register(client).await;
        for identifier in [account.username.as_str(), "nobody-at-all"] {
            for _ in 0..10 {
                let _ = Account::log_in(client, identifier, "not-the-password").await.expect_problem(401, "invalid_credentials");
            }
            let throttled = Account::log_in(client, identifier, PASSWORD).await.expect_problem(429, "too_many_requests");
            assert!(throttled.header("retry-after").parse::<u32>().expect("seconds") >= 1);
        }
    }

    // A10
    async fn one_address_is_sent_five_codes_an_hour(app: App) {
        let client = app.client();
        let body = serde_json::json!({"email": portico_tests::a_new_address()});
        for _ in 0..5 {
            let reply = client.post("/auth/register/initiate", &body).await.expect(202);
            assert!(reply.header("ratelimit-policy").contains("q="), "{reply:?}");
        }
        let refused = client.post("/auth/register/initiate", &body).await.expect_problem(429, "too_many_requests");
        assert!(refused.header("retry-after").parse::<u32>().expect("seconds") >= 1);
    }
}

// C11
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_superuser_ends_the_sessions_of_others_and_nobody_else_does() {
    for set_up in [SetUp::Embedded, SetUp::ScaleOut] {
        let app =
            App::start_with(set_up, &[("PORTICO__FIRST_SUPERUSER__PASSWORD", PASSWORD)]).await;
        let client = app.client();
        let root = Account::log_in(client, SUPERUSER, PASSWORD)
            .await
            .expect(200)
            .text_at("/access_token");
        let account = Account::register(client).await;
        let id = client.me(&account.token).await.expect(200).text_at("/id");
        let path = format!("/users/{id}/sessions");
        let _ = get(client, &path, &account.token).await.expect(403);
        let listed = get(client, &path, &root).await.expect(200).json();
        assert_eq!(listed.as_array().map(Vec::len), Some(1));
        let _ = delete(client, &path, &root).await.expect(204);
        let _ = client
            .me(&account.token)
            .await
            .expect_problem(401, "invalid_token");
    }
}

async fn log_in(client: &Client, account: &Account) -> String {
    Account::log_in(client, &account.email, PASSWORD)
        .await
        .expect(200)
        .text_at("/access_token")
}

async fn sessions(client: &Client, token: &str) -> Vec<Value> {
    let reply = get(client, "/auth/sessions", token).await.expect(200);
    reply.json().as_array().cloned().expect("a list")
}

async fn get(client: &Client, path: &str, token: &str) -> Reply {
    client.get(path).bearer(token).send().await
}

async fn delete(client: &Client, path: &str, token: &str) -> Reply {
    client.api(Method::DELETE, path).bearer(token).send().await
}

async fn form_log_in(client: &Client, form: String) -> Reply {
    client
        .api(Method::POST, "/login/access-token")
        .body("application/x-www-form-urlencoded", form)
        .send()
        .await
}

/// The body without what differs by nature: the request's own id and path.
fn without_request(reply: &Reply) -> Value {
    let mut body = reply.json();
    body["request_id"] = Value::Null;
    body["instance"] = Value::Null;
    body
}
