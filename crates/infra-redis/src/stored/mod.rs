//! What values look like in Redis: JSON, moments in microseconds since the Unix epoch.
//!
//! A value is parsed again when it is read; a bad one is an error, which is a miss to whoever asked.

mod origin;
mod session;
mod user;

use std::fmt::Display;
use std::time::Duration;

use domain::ports::CacheError;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) use session::{StoredSession, StoredSessionWithUser};
pub(crate) use user::StoredUser;

pub(crate) fn written<T: Serialize>(value: &T) -> Result<String, CacheError> {
    serde_json::to_string(value).map_err(|error| CacheError(error.to_string()))
}

/// The text of an error tells where a value is bad, and nothing of the value.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, CacheError> {
    serde_json::from_str(text).map_err(|error| {
        let (kind, column) = (error.classify(), error.column());
        CacheError(format!(
            "a stored value cannot be read: {kind:?} at column {column}"
        ))
    })
}

/// A value that a parser of the domain has judged.
pub(crate) fn parsed<T, E: Display>(name: &str, value: Result<T, E>) -> Result<T, CacheError> {
    value.map_err(|rule| CacheError(format!("a stored {name} is not one: {rule}")))
}

/// Whole milliseconds, rounded down.
pub(crate) fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use domain::session::{RevocationReason, Session, SessionWithUser};
    use domain::user::User;
    use port_contracts::fixtures::{A_MOMENT, a_full_origin, a_session_of, a_user};
    use serde_json::{Value, json};

    use super::*;

    const REASONS: [RevocationReason; 7] = [
        RevocationReason::LogOut,
        RevocationReason::PasswordChange,
        RevocationReason::TokenReuse,
        RevocationReason::Ended,
        RevocationReason::Disabled,
        RevocationReason::Displaced,
        RevocationReason::Expired,
    ];

    fn a_value() -> Value {
        let user = a_user().build();
        let session = a_session_of(&user)
            .from_origin(a_full_origin())
            .revoked(A_MOMENT, RevocationReason::LogOut)
            .build();
        let found = SessionWithUser { session, user };
        serde_json::to_value(StoredSessionWithUser::from(&found)).unwrap()
    }

    fn reading(value: &Value) -> Result<SessionWithUser, CacheError> {
        read::<StoredSessionWithUser>(&value.to_string())?.try_into()
    }

    #[test]
    fn every_reason_comes_back_as_it_was() {
        for reason in REASONS {
            let session = a_session_of(&a_user().build())
                .revoked(A_MOMENT, reason)
                .build();
            let text = written(&StoredSession::from(&session)).unwrap();
            let again = Session::try_from(read::<StoredSession>(&text).unwrap());
            assert_eq!(again, Ok(session));
        }
    }

    #[test]
    fn a_user_comes_back_as_it_was() {
        for user in [a_user().superuser().build(), a_user().nameless().build()] {
            let text = written(&StoredUser::from(&user)).unwrap();
            assert_eq!(User::try_from(read::<StoredUser>(&text).unwrap()), Ok(user));
        }
    }

    // Nobody must be able to revive a session by leaving something out.
    #[test]
    fn a_value_without_a_word_on_revocation_is_an_error() {
        assert!(reading(&a_value()).is_ok());
        let mut silent = a_value();
        silent["session"].as_object_mut().unwrap().remove("revoked");
        assert!(reading(&silent).is_err());
        let mut tired = a_value();
        tired["session"]["revoked"]["reason"] = json!("tired");
        assert!(reading(&tired).is_err());
    }

    #[test]
    fn a_bad_value_is_an_error_that_does_not_show_it() {
        let bad = [
            ("/user/email", json!("secret-nonsense")),
            ("/user/username", json!("secret@nonsense")),
            ("/user/full_name", json!("secret\u{0}nonsense")),
            ("/user/version", json!("secret-nonsense")),
            ("/session/id", json!("secret-nonsense")),
            ("/session/origin/ip", json!("secret-nonsense")),
            ("/session/origin/request_id", json!("secret nonsense")),
        ];
        for (place, value) in bad {
            let mut stored = a_value();
            *stored.pointer_mut(place).unwrap() = value;
            let error = reading(&stored).unwrap_err().to_string();
            assert!(!error.contains("secret"), "{place}: {error}");
        }
    }

    #[test]
    fn what_is_no_json_is_an_error() {
        for text in ["", "{", "[]", "null", "\u{0}", "{\"session\":1}"] {
            assert!(read::<StoredSessionWithUser>(text).is_err(), "{text:?}");
        }
    }
}
