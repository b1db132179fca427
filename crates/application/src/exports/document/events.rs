//! What the audit log says of a user.

use domain::audit::RecordedEvent;
use domain::user::UserId;
use serde::Serialize;

use crate::exports::rfc3339::rfc3339;

/// An audit event.
#[derive(Serialize)]
pub(in crate::exports) struct EventRecord {
    id: String,
    at: String,
    event: String,
    outcome: &'static str,
    reason: Option<String>,
    actor: Option<Person>,
    subject: Option<Person>,
    session_id: Option<String>,
    ip: Option<String>,
    user_agent: Option<String>,
}

/// Somebody, as the reader of the document sees them: who else it was is not theirs to know.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Person {
    /// The reader.
    You,
    /// Another account.
    Other,
}

impl EventRecord {
    /// An event as a part of this user's data. Where another account did it, from where is that one's data.
    pub(in crate::exports) fn as_seen_by(reader: UserId, event: &RecordedEvent) -> Self {
        let person = |id| {
            if id == reader {
                Person::You
            } else {
                Person::Other
            }
        };
        let actor = event.actor.map(person);
        let own = (actor != Some(Person::Other)).then_some(event);
        let user_agent = own.and_then(|it| it.origin.user_agent.as_ref());
        Self {
            id: event.id.to_string(),
            at: rfc3339(event.at),
            event: event.event.clone(),
            outcome: event.outcome.as_str(),
            reason: event.reason.clone(),
            actor,
            subject: event.subject.map(person),
            session_id: own.and_then(|it| it.session).map(|id| id.to_string()),
            ip: own.and_then(|it| it.origin.ip).map(|ip| ip.to_string()),
            user_agent: user_agent.map(|agent| agent.as_str().to_owned()),
        }
    }
}
