//! Where a request came from, for the audit log and the list of sessions.

use std::net::IpAddr;

/// Longest user agent that is kept, in characters; a longer one is cut.
const MAX_USER_AGENT: usize = 255;

/// Who asked, as far as the network tells. An origin of `Default` is the system itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestOrigin {
    /// The client's address, behind trusted proxies only (C6).
    pub ip: Option<IpAddr>,
    /// What the client calls itself.
    pub user_agent: Option<UserAgent>,
    /// The request id that its log lines and its reply carry.
    pub request_id: Option<RequestId>,
}

/// What a client calls itself: at most 255 characters, none of them a control character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserAgent(String);

impl UserAgent {
    /// Keeps what is printable of a `User-Agent` header.
    #[must_use]
    pub fn from_header(value: &str) -> Self {
        let printable = value.chars().filter(|c| !c.is_control());
        Self(printable.take(MAX_USER_AGENT).collect())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The id of a request: 1 to 128 characters out of `A-Z a-z 0-9 - _ . :`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// Longest id that a client may give.
    pub const MAX_LENGTH: usize = 128;

    /// Takes an id that a client or a proxy gave; `None` when it is not of the form above.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=Self::MAX_LENGTH).contains(&text.len());
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b"-_.:".contains(&b);
        (fits && text.bytes().all(allowed)).then(|| Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<uuid::Uuid> for RequestId {
    fn from(id: uuid::Uuid) -> Self {
        Self(id.to_string())
    }
}
