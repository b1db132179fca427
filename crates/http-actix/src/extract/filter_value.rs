//! What lists are narrowed by: names out of a fixed set, identifiers, moments.

use domain::audit::AuditAction;
use domain::job::JobState;
use domain::timestamp::Timestamp;
use domain::user::UserId;
use uuid::Uuid;

use super::field_value::{FieldValue, Violation};
use crate::rfc3339::moment_of;

impl FieldValue for JobState {
    fn parse_field(text: &str) -> Result<Self, Violation> {
        Self::from_name(text).ok_or_else(|| {
            let names = Self::ALL.map(Self::as_str).join(", ");
            Violation::new("enum", format!("must be one of {names}"))
        })
    }
}

impl FieldValue for AuditAction {
    fn parse_field(text: &str) -> Result<Self, Violation> {
        Self::from_event_name(text).ok_or_else(|| {
            let names: Vec<_> = Self::ALL.iter().map(|action| action.event_name()).collect();
            Violation::new("enum", format!("must be one of {}", names.join(", ")))
        })
    }
}

impl FieldValue for UserId {
    fn parse_field(text: &str) -> Result<Self, Violation> {
        let id = Uuid::try_parse(text).map(Self::from_uuid);
        id.map_err(|_| Violation::new("uuid_parsing", "must be a UUID"))
    }
}

impl FieldValue for Timestamp {
    fn parse_field(text: &str) -> Result<Self, Violation> {
        let message = "must be a date and time with its offset, such as 2026-01-31T12:00:00Z";
        moment_of(text).ok_or_else(|| Violation::new("datetime_parsing", message))
    }
}
