//! What people ask for and are promised a mail in answer.

use portico_tests::{Account, Client, PASSWORD, Pending, a_new_address};
use reqwest::Method;
use serde_json::json;

use crate::mail::Mail;

/// The superuser that every installation has.
const FIRST_SUPERUSER: &str = "admin@example.com";
const SECOND_PASSWORD: &str = "lantern-harbour-42";
const THIRD_PASSWORD: &str = "quiet-meadow-lantern-7";

/// A request that was answered, and with it a mail that was promised.
#[derive(Clone, Debug)]
pub(crate) struct Errand {
    wish: Wish,
    email: String,
}

#[derive(Clone, Debug)]
enum Wish {
    SignUp { registration: String },
    NewAccount,
    NewPassword,
    Recovery,
}

impl Errand {
    /// The errand of a round. An account is made in one of them, and the two that follow are on it.
    pub(crate) async fn run(client: &Client, round: usize, before: Option<&Self>) -> Self {
        match (round % 4, before) {
            (2, Some(before)) => change_password(client, &before.email).await,
            (3, Some(before)) => recover(client, &before.email).await,
            (1, _) => make_account(client).await,
            _ => sign_up(client).await,
        }
    }

    /// Whether this is the mail that was promised.
    pub(crate) fn is_told_by(&self, mail: &Mail) -> bool {
        let about = match self.wish {
            Wish::SignUp { .. } => "verification code",
            Wish::NewAccount => "New account",
            Wish::NewPassword => "password was changed",
            Wish::Recovery => "Password recovery",
        };
        mail.to == self.email && mail.subject.contains(about)
    }

    /// What is in the mail does what it was sent for.
    pub(crate) async fn goes_on(&self, client: &Client, mail: &Mail) {
        match &self.wish {
            Wish::SignUp { registration } => verify(client, registration, mail.code()).await,
            Wish::Recovery => reset(client, &self.email, mail.link_token()).await,
            Wish::NewAccount | Wish::NewPassword => assert!(!mail.text.is_empty(), "{mail:?}"),
        }
    }
}

async fn sign_up(client: &Client) -> Errand {
    let email = a_new_address();
    let registration = Pending::initiate(client, &email).await.id;
    let wish = Wish::SignUp { registration };
    Errand { wish, email }
}

async fn make_account(client: &Client) -> Errand {
    let email = a_new_address();
    let body = json!({"email": email, "password": PASSWORD});
    let users = client.api(Method::POST, "/users/");
    let token = log_in(client, FIRST_SUPERUSER, PASSWORD).await;
    let made = users.bearer(&token).json(&body).send().await;
    let _ = made.expect(200);
    let wish = Wish::NewAccount;
    Errand { wish, email }
}

async fn change_password(client: &Client, email: &str) -> Errand {
    let body = json!({"current_password": PASSWORD, "new_password": SECOND_PASSWORD});
    let password = client.api(Method::PATCH, "/users/me/password");
    let token = log_in(client, email, PASSWORD).await;
    let changed = password.bearer(&token).json(&body).send().await;
    let _ = changed.expect(200);
    let (wish, email) = (Wish::NewPassword, email.to_owned());
    Errand { wish, email }
}

async fn recover(client: &Client, email: &str) -> Errand {
    let asked = client.api(Method::POST, &format!("/password-recovery/{email}"));
    let _ = asked.send().await.expect(200);
    let (wish, email) = (Wish::Recovery, email.to_owned());
    Errand { wish, email }
}

async fn verify(client: &Client, registration: &str, code: &str) {
    let body = json!({"registration_id": registration, "otp": code});
    let verified = client.post("/auth/register/verify-otp", &body).await;
    let _ = verified.expect(200);
}

async fn reset(client: &Client, email: &str, token: &str) {
    let body = json!({"token": token, "new_password": THIRD_PASSWORD});
    let _ = client.post("/reset-password/", &body).await.expect(200);
    log_in(client, email, THIRD_PASSWORD).await;
}

/// Gives a token.
pub(crate) async fn log_in(client: &Client, identifier: &str, password: &str) -> String {
    let logged_in = Account::log_in(client, identifier, password).await;
    logged_in.expect(200).text_at("/access_token")
}

/// A token of the superuser, who sees all jobs.
pub(crate) async fn log_in_operator(client: &Client) -> String {
    log_in(client, FIRST_SUPERUSER, PASSWORD).await
}
