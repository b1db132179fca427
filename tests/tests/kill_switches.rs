//! What ends sessions beside log-out: over two instances, and in one process (security.md 2.6, D9, D12, B9, B11).

use std::time::{Duration, Instant};

use portico_tests::{Account, App, Client, PASSWORD, Reply, SetUp, a_new_address};
use reqwest::Method;
use serde_json::{Value, json};

const SUPERUSER: [(&str, &str); 1] = [("PORTICO__FIRST_SUPERUSER__PASSWORD", PASSWORD)];
const NEW_PASSWORD: &str = "lantern-harbour-42";
/// How long another instance may take to hear of it (section 2.8).
const BOUND: Duration = Duration::from_secs(1);

/// Where something is done, and where it must be known.
struct Places<'a> {
    here: &'a Client,
    there: &'a Client,
    root: String,
}

/// Runs a promise in one process, and over two instances on PostgreSQL and Redis.
macro_rules! here_and_there {
    ($($(#[$meta:meta])* async fn $name:ident($places:ident) $body:block)+) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn promise($places: Places<'_>) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn embedded() {
                let app = App::start_with(SetUp::Embedded, &SUPERUSER).await;
                promise(Places::new(app.client(), app.client()).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn over_two_instances() {
                let [one, two] = App::pair(&SUPERUSER).await;
                promise(Places::new(one.client(), two.client()).await).await;
            }
        }
    )+};
}

here_and_there! {
    // B9: the caller's own session stays, every other one ends.
    async fn a_changed_password_ends_every_other_session(places) {
        let user = places.user().await;
        let (own, other) = (user.log_in(&places).await, user.log_in(&places).await);
        places.warm(&[&own, &other]).await;
        let body = json!({"current_password": PASSWORD, "new_password": NEW_PASSWORD});
        let _ = send(places.here, Method::PATCH, "/users/me/password", &own, Some(&body)).await.expect(200);
        places.dies(&other).await;
        let _ = places.there.me(&own).await.expect(200);
        let _ = Account::log_in(places.there, &user.email, PASSWORD).await.expect(401);
        let _ = Account::log_in(places.there, &user.email, NEW_PASSWORD).await.expect(200);
    }

    // B11
    async fn a_password_that_a_superuser_sets_ends_every_session(places) {
        let user = places.user().await;
        let token = user.log_in(&places).await;
        places.warm(&[&token]).await;
        let _ = places.administer(&user, &json!({"password": NEW_PASSWORD})).await.expect(200);
        places.dies(&token).await;
        let _ = Account::log_in(places.there, &user.email, NEW_PASSWORD).await.expect(200);
    }

    // D12
    async fn a_disabled_user_is_out_and_stays_out(places) {
        let user = places.user().await;
        let token = user.log_in(&places).await;
        places.warm(&[&token]).await;
        let _ = places.administer(&user, &json!({"is_active": false})).await.expect(200);
        places.dies(&token).await;
        let _ = Account::log_in(places.there, &user.email, PASSWORD).await.expect(401);
        let _ = places.administer(&user, &json!({"is_active": true})).await.expect(200);
        let _ = places.there.me(&token).await.expect_problem(401, "invalid_token");
        let _ = Account::log_in(places.there, &user.email, PASSWORD).await.expect(200);
    }

    // D12, E5: nothing tells of somebody who is gone.
    async fn a_deleted_user_is_gone_everywhere(places) {
        let user = places.user().await;
        let token = user.log_in(&places).await;
        let item = send(places.here, Method::POST, "/items/", &token, Some(&json!({"title": "theirs"}))).await;
        let item = item.expect(200).text_at("/id");
        places.warm(&[&token]).await;
        let _ = send(places.here, Method::DELETE, "/users/me", &token, None).await.expect(200);
        places.dies(&token).await;
        let data = format!("/auth/user/{}/data", user.id);
        let _ = send(places.there, Method::GET, &data, &places.root, None).await.expect(404);
        let _ = send(places.there, Method::GET, &format!("/items/{item}"), &places.root, None).await.expect(404);
        let _ = Account::log_in(places.there, &user.email, PASSWORD).await.expect(401);
    }

    // D9: rights are read live, and sessions live on.
    async fn a_change_of_role_counts_at_once_and_ends_no_session(places) {
        let user = places.user().await;
        let token = user.log_in(&places).await;
        let _ = send(places.there, Method::GET, "/users/", &token, None).await.expect(403);
        let _ = places.administer(&user, &json!({"is_superuser": true})).await.expect(200);
        places.becomes(&token, "/users/", 200).await;
        let _ = places.administer(&user, &json!({"is_superuser": false})).await.expect(200);
        places.becomes(&token, "/users/", 403).await;
        let _ = places.there.me(&token).await.expect(200);
    }
}

struct User {
    id: String,
    email: String,
}

impl User {
    async fn log_in(&self, places: &Places<'_>) -> String {
        let reply = Account::log_in(places.here, &self.email, PASSWORD).await;
        reply.expect(200).text_at("/access_token")
    }
}

impl<'a> Places<'a> {
    async fn new(here: &'a Client, there: &'a Client) -> Self {
        let root = Account::log_in(here, "admin@example.com", PASSWORD).await;
        let root = root.expect(200).text_at("/access_token");
        Self { here, there, root }
    }

    async fn user(&self) -> User {
        let email = a_new_address();
        let body = json!({"email": email, "password": PASSWORD});
        let made = send(self.here, Method::POST, "/users/", &self.root, Some(&body)).await;
        let id = made.expect(200).text_at("/id");
        User { id, email }
    }

    /// Makes sure that both places know these tokens.
    async fn warm(&self, tokens: &[&str]) {
        for token in tokens {
            let _ = self.here.me(token).await.expect(200);
            let _ = self.there.me(token).await.expect(200);
        }
    }

    async fn administer(&self, user: &User, changes: &Value) -> Reply {
        let path = format!("/users/{}", user.id);
        send(self.here, Method::PATCH, &path, &self.root, Some(changes)).await
    }

    /// The token counts no more: at once where it was done, within the bound elsewhere.
    async fn dies(&self, token: &str) {
        let _ = self
            .here
            .me(token)
            .await
            .expect_problem(401, "invalid_token");
        self.becomes(token, "/users/me", 401).await;
    }

    async fn becomes(&self, token: &str, path: &str, status: u16) {
        let begun = Instant::now();
        loop {
            let reply = send(self.there, Method::GET, path, token, None).await;
            if reply.status == status {
                return;
            }
            assert!(begun.elapsed() < BOUND, "still {reply:?}");
        }
    }
}

async fn send(
    client: &Client,
    method: Method,
    path: &str,
    token: &str,
    body: Option<&Value>,
) -> Reply {
    let request = client.api(method, path).bearer(token);
    match body {
        Some(body) => request.json(body).send().await,
        None => request.send().await,
    }
}
