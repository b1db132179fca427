//! The table.

use std::fmt;

use reqwest::Method;
use serde_json::{Value, json};

use crate::cast::Who;

/// One operation about one thing, and the status for everybody who asks.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    method: &'static str,
    /// `{user}`, `{item}`, `{session}` and `{jti}` are the owner's, `{question}` is everybody's; `{missing}` is
    /// nobody's.
    pub(crate) path: &'static str,
    body: Option<fn() -> Value>,
    statuses: [u16; 5],
}

impl Row {
    /// What this one is answered.
    pub(crate) fn status(&self, who: Who) -> u16 {
        self.statuses[who.column()]
    }

    pub(crate) fn method(&self) -> Method {
        self.method.parse().expect("a method")
    }

    pub(crate) fn body(&self) -> Option<Value> {
        self.body.map(|body| body())
    }

    /// The operation as the document names it: its method and its path without names in it.
    pub(crate) fn operation(&self) -> String {
        let path = self.path.split('?').next().unwrap_or_default();
        let path: Vec<&str> = path.split('/').map(placeholder).collect();
        format!("{} /api/v1{}", self.method, path.join("/"))
    }
}

/// Every placeholder looks alike, as does a value in its place: the document has names of its own for them.
fn placeholder(segment: &str) -> &str {
    if segment.starts_with('{') || segment.contains('@') {
        "{}"
    } else {
        segment
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

const fn row(method: &'static str, path: &'static str, statuses: [u16; 5]) -> Row {
    Row {
        method,
        path,
        body: None,
        statuses,
    }
}

const fn with(body: fn() -> Value, row: Row) -> Row {
    Row {
        body: Some(body),
        ..row
    }
}

fn an_item() -> Value {
    json!({"title": "a title"})
}

fn a_user() -> Value {
    json!({"email": "{fresh}@example.com", "password": "lantern-harbour-42"})
}

fn a_name() -> Value {
    json!({"full_name": "Ada"})
}

fn a_password() -> Value {
    json!({"current_password": portico_tests::PASSWORD, "new_password": "lantern-harbour-42"})
}

fn a_code() -> Value {
    json!({"code": "000000"})
}

fn a_question() -> Value {
    json!({"key": "{key}", "prompt": "What?", "kind": "text"})
}

fn answers() -> Value {
    json!({"answers": {}})
}

/// The columns: nobody, the owner, another user, a disabled user, a superuser.
#[rustfmt::skip]
pub(crate) const MATRIX: &[Row] = &[
    // Who one is.
    row("POST", "/login/test-token", [401, 200, 200, 401, 200]),
    row("POST", "/auth/refresh", [401, 200, 200, 401, 200]),
    // D10: any token is enough to log out, none is not.
    row("POST", "/auth/logout", [401, 204, 204, 204, 204]),
    row("POST", "/auth/logout-all", [401, 204, 204, 401, 204]),
    // One's own sessions. D11: a foreign one is as little there as a missing one.
    row("GET", "/auth/sessions", [401, 200, 200, 401, 200]),
    row("DELETE", "/auth/sessions/{session}", [401, 204, 404, 401, 404]),
    row("DELETE", "/auth/sessions/{missing}", [401, 404, 404, 401, 404]),
    // C11: any user's sessions, for superusers.
    row("GET", "/users/{user}/sessions", [401, 403, 403, 401, 200]),
    row("GET", "/users/{missing}/sessions", [401, 403, 403, 401, 404]),
    row("DELETE", "/users/{user}/sessions", [401, 403, 403, 401, 204]),
    row("DELETE", "/users/{missing}/sessions", [401, 403, 403, 401, 404]),
    row("DELETE", "/users/{user}/sessions/{session}", [401, 403, 403, 401, 204]),
    row("DELETE", "/users/{user}/sessions/{missing}", [401, 403, 403, 401, 404]),
    // E1: the documented keys.
    row("GET", "/auth/redis/{jti}", [401, 200, 404, 401, 200]),
    row("GET", "/auth/redis/{missing}", [401, 404, 404, 401, 404]),
    row("GET", "/auth/user/{user}/data", [401, 200, 404, 401, 200]),
    row("GET", "/auth/user/{missing}/data", [401, 404, 404, 401, 404]),
    row("GET", "/auth/user/{user}/latest-jti", [401, 200, 404, 401, 200]),
    row("GET", "/auth/user/{missing}/latest-jti", [401, 404, 404, 401, 404]),
    // One's own account.
    row("GET", "/users/me", [401, 200, 200, 401, 200]),
    with(a_name, row("PATCH", "/users/me", [401, 200, 200, 401, 200])),
    with(a_password, row("PATCH", "/users/me/password", [401, 200, 200, 401, 200])),
    with(a_code, row("POST", "/users/me/email/confirm", [401, 404, 404, 401, 404])),
    // Everybody has an export of their own, or none.
    row("POST", "/users/me/export", [401, 202, 202, 401, 202]),
    row("GET", "/users/me/export", [401, 404, 404, 401, 404]),
    row("DELETE", "/users/me", [401, 200, 200, 401, 403]),
    // Any account. Who is no superuser learns nothing of others.
    row("GET", "/users/", [401, 403, 403, 401, 200]),
    with(a_user, row("POST", "/users/", [401, 403, 403, 401, 200])),
    row("GET", "/users/{user}", [401, 200, 403, 401, 200]),
    row("GET", "/users/{missing}", [401, 403, 403, 401, 404]),
    with(a_name, row("PATCH", "/users/{user}", [401, 403, 403, 401, 200])),
    with(a_name, row("PATCH", "/users/{missing}", [401, 403, 403, 401, 404])),
    row("DELETE", "/users/{user}", [401, 403, 403, 401, 200]),
    row("DELETE", "/users/{missing}", [401, 403, 403, 401, 404]),
    row("POST", "/password-recovery-html-content/{email}", [401, 403, 403, 401, 200]),
    row("POST", "/password-recovery-html-content/nobody@example.com", [401, 403, 403, 401, 404]),
    row("POST", "/utils/test-email/?email_to=ada@example.com", [401, 403, 403, 401, 201]),
    // The operator's view. Who is no superuser is not even told which jobs there are.
    row("GET", "/admin/jobs", [401, 403, 403, 401, 200]),
    row("GET", "/admin/jobs/{missing}", [401, 403, 403, 401, 404]),
    row("POST", "/admin/jobs/{missing}/retry", [401, 403, 403, 401, 404]),
    row("POST", "/admin/jobs/{missing}/cancel", [401, 403, 403, 401, 404]),
    row("GET", "/admin/audit", [401, 403, 403, 401, 200]),
    // Items: foreign ones are forbidden, missing ones are missing.
    row("GET", "/items/", [401, 200, 200, 401, 200]),
    with(an_item, row("POST", "/items/", [401, 200, 200, 401, 200])),
    row("GET", "/items/export/csv", [401, 200, 200, 401, 200]),
    row("GET", "/items/{item}", [401, 200, 403, 401, 200]),
    row("GET", "/items/{missing}", [401, 404, 404, 401, 404]),
    with(an_item, row("PUT", "/items/{item}", [401, 200, 403, 401, 200])),
    with(an_item, row("PUT", "/items/{missing}", [401, 404, 404, 401, 404])),
    row("DELETE", "/items/{item}", [401, 200, 403, 401, 200]),
    row("DELETE", "/items/{missing}", [401, 404, 404, 401, 404]),
    // Questions: superusers look after them, and anybody may read them.
    with(a_question, row("POST", "/signup/questions", [401, 403, 403, 401, 201])),
    with(a_question, row("PUT", "/signup/questions/{question}", [401, 403, 403, 401, 200])),
    with(a_question, row("PUT", "/signup/questions/{missing}", [401, 403, 403, 401, 404])),
    row("DELETE", "/signup/questions/{question}", [401, 403, 403, 401, 204]),
    row("DELETE", "/signup/questions/{missing}", [401, 403, 403, 401, 404]),
    // F6r: answers are always the token's own user's. The owner alone has answered.
    with(answers, row("POST", "/signup/user-info", [401, 409, 201, 401, 201])),
    row("GET", "/signup/user-info", [401, 200, 404, 401, 404]),
    with(answers, row("PUT", "/signup/user-info", [401, 200, 404, 401, 404])),
    row("DELETE", "/signup/user-info", [401, 204, 404, 401, 404]),
];
