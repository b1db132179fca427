//! Everybody who asks, made anew for each row: what one row changes must not show in the next.

use portico_tests::{Account, Client, PASSWORD, a_new_address, a_new_username};
use reqwest::Method;
use serde_json::{Value, json};

/// The superuser that every installation has.
pub(crate) const FIRST_SUPERUSER: &str = "admin@example.com";

/// Who asks: the columns of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Who {
    Anonymous,
    Owner,
    Other,
    Disabled,
    Superuser,
}

impl Who {
    /// Everybody, and those last who may change what others ask for.
    pub(crate) const ALL: [Self; 5] = [
        Self::Anonymous,
        Self::Disabled,
        Self::Other,
        Self::Owner,
        Self::Superuser,
    ];

    pub(crate) const fn column(self) -> usize {
        match self {
            Self::Anonymous => 0,
            Self::Owner => 1,
            Self::Other => 2,
            Self::Disabled => 3,
            Self::Superuser => 4,
        }
    }
}

/// Users with a token each, and what belongs to the owner.
pub(crate) struct Cast {
    owner: Actor,
    other: Actor,
    disabled: Actor,
    superuser: Actor,
    item: String,
    question: String,
}

struct Actor {
    user: String,
    email: String,
    token: String,
    session: String,
    jti: String,
}

impl Cast {
    /// Made by `first`, a superuser's token.
    pub(crate) async fn assemble(client: &Client, first: &str) -> Self {
        let owner = make(client, first, false).await;
        let other = make(client, first, false).await;
        let disabled = make(client, first, false).await;
        // One of their own, so that the first stays whatever the cell does.
        let superuser = make(client, first, true).await;
        let item = client
            .api(Method::POST, "/items/")
            .bearer(&owner.token)
            .json(&json!({"title": "the owner's"}));
        let item = item.send().await.expect(200).text_at("/id");
        let question = client
            .api(Method::POST, "/signup/questions")
            .bearer(first)
            .json(&a_question());
        let question = question.send().await.expect(201).text_at("/id");
        let answers = client
            .api(Method::POST, "/signup/user-info")
            .bearer(&owner.token)
            .json(&json!({"answers": {}}));
        let _ = answers.send().await.expect(201);
        let disable = client
            .api(Method::PATCH, &format!("/users/{}", disabled.user))
            .bearer(first)
            .json(&json!({"is_active": false}));
        let _ = disable.send().await.expect(200);
        Self {
            owner,
            other,
            disabled,
            superuser,
            item,
            question,
        }
    }

    pub(crate) fn token(&self, who: Who) -> Option<&str> {
        let token = match who {
            Who::Anonymous => return None,
            Who::Owner => &self.owner,
            Who::Other => &self.other,
            Who::Disabled => &self.disabled,
            Who::Superuser => &self.superuser,
        };
        Some(&token.token)
    }

    /// A path of the table about what belongs to the owner.
    pub(crate) fn path(&self, template: &str, missing: &str) -> String {
        let owner = &self.owner;
        [
            ("{user}", owner.user.as_str()),
            ("{email}", &owner.email),
            ("{session}", &owner.session),
            ("{jti}", &owner.jti),
            ("{item}", &self.item),
            ("{question}", &self.question),
            ("{missing}", missing),
        ]
        .iter()
        .fold(template.to_owned(), |path, (name, value)| {
            path.replace(name, value)
        })
    }
}

/// A body of the table, with an address that nobody has, and a key that no question has.
pub(crate) fn body(template: &Value) -> Value {
    let text = template.to_string();
    let text = text.replace("{fresh}@example.com", &a_new_address());
    let text = text.replace("{key}", &a_new_key());
    serde_json::from_str(&text).expect("JSON")
}

/// A question that nobody must answer.
fn a_question() -> Value {
    json!({"key": a_new_key(), "prompt": "What?", "kind": "text"})
}

/// A key that no question has.
fn a_new_key() -> String {
    a_new_username().replace('-', "_")
}

async fn make(client: &Client, superuser: &str, is_superuser: bool) -> Actor {
    let email = a_new_address();
    let body = json!({"email": email, "password": PASSWORD, "is_superuser": is_superuser});
    let made = client
        .api(Method::POST, "/users/")
        .bearer(superuser)
        .json(&body)
        .send();
    let user = made.await.expect(200).text_at("/id");
    let token = log_in(client, &email).await;
    let newest = client
        .get(&format!("/auth/user/{user}/latest-jti"))
        .bearer(&token);
    let jti = newest.send().await.expect(200).text_at("/jti");
    let sessions = client.get("/auth/sessions").bearer(&token).send().await;
    let session = sessions.expect(200).text_at("/0/id");
    Actor {
        user,
        email,
        token,
        session,
        jti,
    }
}

pub(crate) async fn log_in(client: &Client, email: &str) -> String {
    let reply = Account::log_in(client, email, PASSWORD).await.expect(200);
    reply.text_at("/access_token")
}
