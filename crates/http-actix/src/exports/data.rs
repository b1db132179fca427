//! What an export holds, for the OpenAPI document alone: the job wrote it (`application::exports`), and it is given away
//! as it is, so that an upgrade makes no stored one unreadable. A test holds the two together.
#![expect(dead_code, reason = "these types are never values")]

use std::collections::BTreeMap;

use utoipa::ToSchema;

use crate::onboarding::AnswerPublic;

/// Everything that is kept of a user.
#[derive(ToSchema)]
pub(super) struct ExportData {
    /// The account.
    account: ExportedAccount,
    /// The sessions, newest first: the live ones, and those that are over and not removed yet.
    sessions: Vec<ExportedSession>,
    /// The items, newest first.
    items: Vec<ExportedItem>,
    /// The answers to the questions of the onboarding, if there are any.
    #[schema(required)]
    onboarding: Option<ExportedAnswers>,
    /// What the audit log says of the user, newest first.
    audit_events: Vec<ExportedEvent>,
}

/// The account.
#[derive(ToSchema)]
struct ExportedAccount {
    /// Its id.
    #[schema(value_type = Uuid)]
    id: String,
    /// The address that mail goes to.
    #[schema(format = Email, example = "ada@example.com")]
    email: String,
    /// An address that waits for its code.
    #[schema(required, format = Email, example = json!(null))]
    pending_email: Option<String>,
    /// The name to log in with.
    #[schema(required, example = "ada")]
    username: Option<String>,
    /// The name to show.
    #[schema(required, example = "Ada Lovelace")]
    full_name: Option<String>,
    /// Whether the account may be used.
    #[schema(example = true)]
    is_active: bool,
    /// Whether the account may administer others.
    #[schema(example = false)]
    is_superuser: bool,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When its record last changed.
    #[schema(format = DateTime)]
    updated_at: String,
}

/// A session.
#[derive(ToSchema)]
struct ExportedSession {
    /// Its id.
    #[schema(value_type = Uuid)]
    id: String,
    /// When it began.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it was last used, to the minute.
    #[schema(format = DateTime)]
    last_seen_at: String,
    /// When it ends, or would have ended, unless it is used before.
    #[schema(format = DateTime, example = "2026-02-07T12:00:00.000000Z")]
    expires_at: String,
    /// When it was ended.
    #[schema(required, format = DateTime)]
    ended_at: Option<String>,
    /// Why it was ended.
    #[schema(required, example = "log_out")]
    end_reason: Option<String>,
    /// The address that it was started from.
    #[schema(required, example = "203.0.113.9")]
    ip: Option<String>,
    /// What it was started with.
    #[schema(required, example = "Mozilla/5.0 (X11; Linux x86_64)")]
    user_agent: Option<String>,
}

/// An item.
#[derive(ToSchema)]
struct ExportedItem {
    /// Its id.
    #[schema(value_type = Uuid)]
    id: String,
    /// Its title.
    #[schema(example = "Lantern")]
    title: String,
    /// What else there is to say.
    #[schema(required, example = "For the cellar")]
    description: Option<String>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it last changed.
    #[schema(format = DateTime)]
    updated_at: String,
}

/// The answers to the questions of the onboarding.
#[derive(ToSchema)]
struct ExportedAnswers {
    /// The answers, by the keys of their questions.
    #[schema(example = json!({"company": "Engines", "purposes": ["work", "study"], "team_size": 7}))]
    answers: BTreeMap<String, AnswerPublic>,
    /// When the first were given.
    #[schema(format = DateTime)]
    created_at: String,
    /// When they last changed.
    #[schema(format = DateTime)]
    updated_at: String,
}

/// An event of the audit log.
#[derive(ToSchema)]
struct ExportedEvent {
    /// Its id.
    #[schema(value_type = Uuid)]
    id: String,
    /// When it happened.
    #[schema(format = DateTime)]
    at: String,
    /// What it was.
    #[schema(example = "login.succeeded")]
    event: String,
    /// `success` or `failure`.
    #[schema(example = "success")]
    outcome: String,
    /// Why it was refused, or which kind of it this was.
    #[schema(required, example = json!(null))]
    reason: Option<String>,
    /// Who did it, if known.
    #[schema(required)]
    actor: Option<ExportedPerson>,
    /// Whom it happened to, if that is an account.
    #[schema(required)]
    subject: Option<ExportedPerson>,
    /// The session that it happened in, if that is one of the user's.
    #[schema(required, value_type = Option<Uuid>)]
    session_id: Option<String>,
    /// The address that the request came from, unless another account sent it.
    #[schema(required, example = "203.0.113.9")]
    ip: Option<String>,
    /// What sent the request, unless another account did.
    #[schema(required, example = "Mozilla/5.0 (X11; Linux x86_64)")]
    user_agent: Option<String>,
}

/// Somebody: the user, or another account.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
enum ExportedPerson {
    You,
    Other,
}
