//! Requests that may be sent twice.

use std::time::Duration;

use portico_domain::idempotency::{IdempotencyKey, IdempotentRequest, RequestFingerprint};
use portico_domain::timestamp::Timestamp;
use portico_domain::user::UserId;
use uuid::Uuid;

#[test]
fn a_reply_is_kept_for_a_day() {
    let at = Timestamp::from_unix_seconds(1_000);
    let request = IdempotentRequest {
        key: IdempotencyKey::from_digest([1; 32]),
        fingerprint: RequestFingerprint::from_digest([2; 32]),
        user: UserId::from_uuid(Uuid::from_u128(3)),
        at,
    };
    assert_eq!(request.expires_at(), at.plus(Duration::from_hours(24)));
}

#[test]
fn keys_and_fingerprints_are_kept_as_they_are() {
    let bytes = [0xC3; 32];
    assert_eq!(IdempotencyKey::from_digest(bytes).as_bytes(), &bytes);
    assert_eq!(RequestFingerprint::from_digest(bytes).as_bytes(), &bytes);
}
