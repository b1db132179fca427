//! A reply as tests look at it.

use std::time::Duration;

use reqwest::header::HeaderMap;
use serde_json::Value;

/// What the server answered.
#[derive(Debug)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// The header fields.
    pub headers: HeaderMap,
    /// The body as text.
    pub text: String,
    /// How long it took to come.
    pub took: Duration,
}

impl Reply {
    /// The body as JSON; null when it is not JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    /// A text out of the JSON body, by JSON pointer.
    #[must_use]
    pub fn text_at(&self, pointer: &str) -> String {
        let json = self.json();
        let found = json.pointer(pointer).and_then(Value::as_str);
        found
            .unwrap_or_else(|| panic!("no text at {pointer} in {self:?}"))
            .to_owned()
    }

    /// A header field; empty when it is absent.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Fails unless the reply has this status.
    #[track_caller]
    #[must_use]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "unexpected reply: {self:?}");
        self
    }

    /// Fails unless the reply is a problem with this status and code.
    #[track_caller]
    #[must_use]
    pub fn expect_problem(self, status: u16, code: &str) -> Self {
        let reply = self.expect(status);
        assert_eq!(
            reply.text_at("/code"),
            code,
            "unexpected problem: {reply:?}"
        );
        reply
    }

    /// The `loc` of every field error, joined by dots.
    #[must_use]
    pub fn error_fields(&self) -> Vec<String> {
        let json = self.json();
        let errors = json["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(location).collect()
    }
}

fn location(error: &Value) -> String {
    let parts = error["loc"].as_array().cloned().unwrap_or_default();
    let words = parts.iter().map(|part| {
        part.as_str()
            .map_or_else(|| part.to_string(), str::to_owned)
    });
    words.collect::<Vec<_>>().join(".")
}
