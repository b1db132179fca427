//! Log-in and sessions on the wire. Nothing here has a `Debug` that could put a secret into the log (H2).

use application::sessions::IssuedToken;
use domain::password::Password;
use domain::session::{Session, SessionId};
use domain::user::LoginIdentifier;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::extract::{FieldErrors, RequestBody, Required, no_control_characters};
use crate::rfc3339::rfc3339;

/// Who logs in.
#[derive(Deserialize, ToSchema, Validate)]
pub(super) struct LoginRequest {
    /// The e-mail address or the username.
    #[schema(value_type = String, min_length = 1, max_length = 255, example = "ada@example.com")]
    #[validate(
        length(min = 1, max = 255, message = "must have 1 to 255 characters"),
        custom(function = "no_control_characters")
    )]
    identifier: Required<String>,
    /// The password.
    #[schema(value_type = String, max_length = 256, format = Password, example = "lavender-bridge-42")]
    password: Required<String>,
}

impl RequestBody for LoginRequest {
    type Parsed = (LoginIdentifier, Password);

    fn parse(self, errors: &mut FieldErrors) -> Option<Self::Parsed> {
        let identifier = errors.given("identifier", self.identifier);
        let password = errors.required("password", self.password);
        Some((LoginIdentifier::parse(&identifier?), password?))
    }
}

/// An access token.
#[expect(clippy::struct_field_names, reason = "RFC 6749 §5.1 names them")]
#[derive(Serialize, ToSchema)]
pub(crate) struct Token {
    /// The token; send it as `Authorization: Bearer`.
    #[schema(example = "eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVydGV4dA.dGFn")]
    access_token: String,
    /// Always `bearer`.
    #[schema(value_type = String, default = "bearer")]
    token_type: &'static str,
    /// How long it lives from its minting, in seconds.
    #[schema(example = 900)]
    expires_in: u64,
    /// When it expires.
    #[schema(format = DateTime, example = "2026-01-31T12:15:00.000000Z")]
    expires_at: String,
}

/// An access token and the session that it belongs to.
#[derive(Serialize, ToSchema)]
pub(super) struct SessionToken {
    #[serde(flatten)]
    token: Token,
    /// The session, to find it in the list of sessions.
    #[schema(value_type = Uuid)]
    session_id: String,
}

/// A live session.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SessionPublic {
    /// Its id, to end it by.
    #[schema(value_type = Uuid)]
    id: String,
    /// When it began.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it was last used, to the minute.
    #[schema(format = DateTime)]
    last_seen_at: String,
    /// When it ends unless it is used before.
    #[schema(format = DateTime, example = "2026-02-07T12:00:00.000000Z")]
    expires_at: String,
    /// The address that it was started from.
    #[schema(required, example = "203.0.113.9")]
    ip: Option<String>,
    /// What it was started with.
    #[schema(
        required,
        max_length = 255,
        example = "Mozilla/5.0 (X11; Linux x86_64)"
    )]
    user_agent: Option<String>,
    /// Whether this very request was sent in it.
    #[schema(example = true)]
    current: bool,
}

/// Sessions as a request in `current` sees them.
pub(super) fn sessions_public(sessions: &[Session], current: SessionId) -> Vec<SessionPublic> {
    let public = |session| SessionPublic::new(session, current);
    sessions.iter().map(public).collect()
}

impl SessionPublic {
    fn new(session: &Session, current: SessionId) -> Self {
        let expires_at = session.idle_expires_at.min(session.absolute_expires_at);
        let user_agent = session.origin.user_agent.as_ref();
        Self {
            id: session.id.to_string(),
            created_at: rfc3339(session.created_at),
            last_seen_at: rfc3339(session.last_seen_at),
            expires_at: rfc3339(expires_at),
            ip: session.origin.ip.map(|ip| ip.to_string()),
            user_agent: user_agent.map(|agent| agent.as_str().to_owned()),
            current: session.id == current,
        }
    }
}

impl From<&IssuedToken> for Token {
    fn from(issued: &IssuedToken) -> Self {
        Self {
            access_token: issued.token.expose().to_owned(),
            token_type: "bearer",
            expires_in: issued.expires_in.as_secs(),
            expires_at: rfc3339(issued.expires_at),
        }
    }
}

impl From<&IssuedToken> for SessionToken {
    fn from(issued: &IssuedToken) -> Self {
        Self {
            token: Token::from(issued),
            session_id: issued.session.to_string(),
        }
    }
}
