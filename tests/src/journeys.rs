//! Ways that many tests go.

use serde_json::json;

use crate::{Client, Mailbox, Reply};

/// A password that every policy takes.
pub const PASSWORD: &str = "correct-horse-battery-staple";

/// An address that nobody has yet.
#[must_use]
pub fn a_new_address() -> String {
    format!("{}@example.com", unique("ada"))
}

/// A username that nobody has yet.
#[must_use]
pub fn a_new_username() -> String {
    unique("user")
}

/// A name that nothing else of this process has.
pub(crate) fn unique(prefix: &str) -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!(
        "{prefix}{}-{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    )
}

/// A registration under way.
#[derive(Clone, Debug)]
pub struct Pending<'a> {
    client: &'a Client,
    /// The address.
    pub email: String,
    /// The `registration_id`.
    pub id: String,
}

/// A registered account.
#[derive(Clone, Debug)]
pub struct Account {
    /// The address.
    pub email: String,
    /// The username.
    pub username: String,
    /// The token that registration gave.
    pub token: String,
}

impl<'a> Pending<'a> {
    /// Step 1 for this address.
    pub async fn initiate(client: &'a Client, email: &str) -> Self {
        let reply = client
            .post("/auth/register/initiate", &json!({"email": email}))
            .await
            .expect(202);
        Self {
            client,
            email: email.to_owned(),
            id: reply.text_at("/registration_id"),
        }
    }

    /// Step 1 for a new address, and the code that came.
    pub async fn with_code(client: &'a Client) -> (Self, String) {
        let pending = Self::initiate(client, &a_new_address()).await;
        let code = Mailbox::of(client).code(&pending.email, 1).await;
        (pending, code)
    }

    /// A registration that waits for its password.
    pub async fn verified(client: &'a Client) -> Self {
        let (pending, code) = Self::with_code(client).await;
        let _ = pending.verify(&code).await.expect(200);
        pending
    }

    /// A registration that waits for its profile.
    pub async fn with_password(client: &'a Client) -> Self {
        let pending = Self::verified(client).await;
        let _ = pending.set_password(PASSWORD).await.expect(200);
        pending
    }

    /// Asks for a further code.
    pub async fn resend(&self) -> Reply {
        self.client
            .post(
                "/auth/register/resend-otp",
                &json!({"registration_id": self.id}),
            )
            .await
    }

    /// Step 2.
    pub async fn verify(&self, code: &str) -> Reply {
        let body = json!({"registration_id": self.id, "otp": code});
        self.client.post("/auth/register/verify-otp", &body).await
    }

    /// Step 3.
    pub async fn set_password(&self, password: &str) -> Reply {
        let body = json!({"registration_id": self.id, "password": password});
        self.client.post("/auth/register/set-password", &body).await
    }

    /// Step 4.
    pub async fn complete(&self, username: &str) -> Reply {
        let body =
            json!({"registration_id": self.id, "username": username, "full_name": "Ada Lovelace"});
        self.client.post("/auth/register/complete", &body).await
    }
}

impl Account {
    /// Registers a new account.
    pub async fn register(client: &Client) -> Self {
        let pending = Pending::with_password(client).await;
        let username = a_new_username();
        let reply = pending.complete(&username).await.expect(201);
        Self {
            email: pending.email,
            username,
            token: reply.text_at("/access_token"),
        }
    }

    /// Logs in as `identifier`.
    pub async fn log_in(client: &Client, identifier: &str, password: &str) -> Reply {
        client
            .post(
                "/auth/login",
                &json!({"identifier": identifier, "password": password}),
            )
            .await
    }
}
