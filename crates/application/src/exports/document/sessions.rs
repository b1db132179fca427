//! Sessions.

use domain::session::Session;
use serde::Serialize;

use crate::exports::rfc3339::rfc3339;

/// A session that is live, or over and still kept.
#[derive(Serialize)]
pub(in crate::exports) struct SessionRecord {
    id: String,
    created_at: String,
    last_seen_at: String,
    expires_at: String,
    ended_at: Option<String>,
    end_reason: Option<&'static str>,
    ip: Option<String>,
    user_agent: Option<String>,
}

impl From<&Session> for SessionRecord {
    fn from(session: &Session) -> Self {
        let expires_at = session.idle_expires_at.min(session.absolute_expires_at);
        let user_agent = session.origin.user_agent.as_ref();
        Self {
            id: session.id.to_string(),
            created_at: rfc3339(session.created_at),
            last_seen_at: rfc3339(session.last_seen_at),
            expires_at: rfc3339(expires_at),
            ended_at: session.revoked.map(|(at, _)| rfc3339(at)),
            end_reason: session.revoked.map(|(_, reason)| reason.as_str()),
            ip: session.origin.ip.map(|ip| ip.to_string()),
            user_agent: user_agent.map(|agent| agent.as_str().to_owned()),
        }
    }
}
