//! A client that behaves as the template's front end does: it keeps the token of its log-in, never looks at a header
//! field of a reply, and drops the token at any 401 or 403.

#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

use std::time::Duration;

use portico_tests::{Client, Mailbox, PASSWORD, Reply, a_new_address};
use reqwest::Method;
use serde_json::{Value, json};

/// Longer than a token lives.
const A_WHILE: Duration = Duration::from_mins(20);

portico_tests::on_both_set_ups! {
    // Issue 4: renewal cannot be seen by a client that does not know of it.
    async fn twenty_minutes_between_any_two_actions_log_nobody_out(app: App) {
        let page = Page::signed_up(app.client()).await;
        let item = page.post("/items/", &json!({"title": "first"})).await.text_at("/id");
        for action in settings_actions(&item) {
            app.clock().advance(A_WHILE);
            let reply = page.act(&action).await;
            assert!(reply.status < 300, "{action:?}: {reply:?}");
        }
    }

    // The four texts that the front end and its browser tests wait for.
    async fn the_texts_that_the_front_end_waits_for_are_the_templates(app: App) {
        let page = Page::signed_up(app.client()).await;
        let client = app.client();
        let again = client.post("/users/signup", &json!({"email": page.email, "password": PASSWORD})).await;
        assert_eq!(again.expect(400).text_at("/detail"), "The user with this email already exists in the system");
        let wrong = form_log_in(client, &page.email, "another-password-1").await;
        assert_eq!(wrong.expect(400).text_at("/detail"), "Incorrect email or password");
        let token = json!({"token": "no-such-token", "new_password": "lantern-harbour-42"});
        let reset = client.post("/reset-password/", &token).await;
        assert_eq!(reset.expect(400).text_at("/detail"), "Invalid token");
        let same = json!({"current_password": PASSWORD, "new_password": PASSWORD});
        let same = page.send(Method::PATCH, "/users/me/password", Some(&same)).await;
        assert_eq!(same.expect(400).text_at("/detail"), "New password cannot be the same as the current one");
    }

    // F9r, F10r: the link of the mail leads to the front end, whose page posts it once.
    async fn a_forgotten_password_is_recovered(app: App) {
        let client = app.client();
        let page = Page::signed_up(client).await;
        let asked = client.api(Method::POST, &format!("/password-recovery/{}", page.email)).send().await;
        assert_eq!(asked.expect(200).text_at("/message"), "If that email is registered, we sent a password recovery link");
        let token = recovery_token(client, &page.email).await;
        let body = json!({"token": token, "new_password": "lantern-harbour-42"});
        let reply = client.post("/reset-password/", &body).await.expect(200);
        assert_eq!(reply.text_at("/message"), "Password updated successfully");
        let _ = client.post("/reset-password/", &body).await.expect(400);
        let _ = client.me(&page.token).await.expect_problem(401, "invalid_token");
        let _ = form_log_in(client, &page.email, PASSWORD).await.expect(400);
        let _ = form_log_in(client, &page.email, "lantern-harbour-42").await.expect(200);
    }
}

#[derive(Clone, Debug)]
struct Action {
    method: Method,
    path: String,
    body: Option<Value>,
}

/// What people do in the front end's pages, the account's end last.
fn settings_actions(item: &str) -> Vec<Action> {
    let action = |method: Method, path: &str, body: Option<Value>| Action {
        method,
        path: path.to_owned(),
        body,
    };
    let password = json!({"current_password": PASSWORD, "new_password": "lantern-harbour-42"});
    let item = format!("/items/{item}");
    vec![
        action(Method::GET, "/users/me", None),
        action(
            Method::PATCH,
            "/users/me",
            Some(json!({"full_name": "Ada", "email": a_new_address()})),
        ),
        action(Method::GET, "/items/?skip=0&limit=5", None),
        action(Method::PUT, &item, Some(json!({"title": "second"}))),
        action(Method::PATCH, "/users/me/password", Some(password)),
        action(Method::DELETE, &item, None),
        action(Method::DELETE, "/users/me", None),
    ]
}

/// The front end in a browser, logged in.
struct Page<'a> {
    client: &'a Client,
    email: String,
    token: String,
}

impl<'a> Page<'a> {
    async fn signed_up(client: &'a Client) -> Self {
        let email = a_new_address();
        let body = json!({"email": email, "password": PASSWORD, "full_name": "Ada Lovelace"});
        let _ = client.post("/users/signup", &body).await.expect(200);
        let token = form_log_in(client, &email, PASSWORD).await;
        let token = token.expect(200).text_at("/access_token");
        Self {
            client,
            email,
            token,
        }
    }

    async fn act(&self, action: &Action) -> Reply {
        self.send(action.method.clone(), &action.path, action.body.as_ref())
            .await
    }

    async fn post(&self, path: &str, body: &Value) -> Reply {
        self.send(Method::POST, path, Some(body)).await.expect(200)
    }

    async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Reply {
        let request = self.client.api(method, path).bearer(&self.token);
        match body {
            Some(body) => request.json(body).send().await,
            None => request.send().await,
        }
    }
}

async fn form_log_in(client: &Client, email: &str, password: &str) -> Reply {
    let form = format!("username={}&password={password}", email.replace('@', "%40"));
    let request = client.api(Method::POST, "/login/access-token");
    request
        .body("application/x-www-form-urlencoded", form)
        .send()
        .await
}

/// What follows `token=` in the newest mail to this address.
async fn recovery_token(client: &Client, email: &str) -> String {
    let mails = Mailbox::of(client).wait_for(email, 1).await;
    let text = mails[0]["text"].as_str().expect("a text");
    let (_, rest) = text.split_once("token=").expect("a link");
    rest.split_whitespace().next().expect("a token").to_owned()
}
