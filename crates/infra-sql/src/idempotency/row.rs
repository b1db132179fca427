//! A kept reply as a row, and back.

use domain::idempotency::{IdempotencyClaim, IdempotentRequest, RequestFingerprint, StoredReply};
use domain::ports::StorageError;

use super::entity::Model;
use crate::stored;

impl From<&IdempotentRequest> for Model {
    /// The row of a request that is still to be done.
    fn from(request: &IdempotentRequest) -> Self {
        Self {
            key: request.key.as_bytes().to_vec(),
            fingerprint: request.fingerprint.as_bytes().to_vec(),
            user_id: request.user.as_uuid(),
            status: None,
            tag: None,
            body: None,
            expires_at: request.expires_at().unix_micros(),
        }
    }
}

impl Model {
    /// What the row of an earlier request says about this one. A key is claimed and its reply kept in one unit, so
    /// whoever sees the row of another unit sees a reply in it.
    pub(super) fn judge(
        self,
        fingerprint: &RequestFingerprint,
    ) -> Result<IdempotencyClaim, StorageError> {
        if self.fingerprint != fingerprint.as_bytes() {
            return Ok(IdempotencyClaim::Mismatch);
        }
        let status = stored::known("status", self.status)?;
        Ok(IdempotencyClaim::Done(StoredReply {
            status: stored::parsed("status", u16::try_from(status))?,
            tag: self.tag,
            body: stored::known("body", self.body)?,
        }))
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::prelude::Uuid;

    use super::*;

    const FINGERPRINT: RequestFingerprint = RequestFingerprint::from_digest([2; 32]);

    fn a_row() -> Model {
        Model {
            key: vec![1; 32],
            fingerprint: FINGERPRINT.as_bytes().to_vec(),
            user_id: Uuid::nil(),
            status: Some(201),
            tag: None,
            body: Some(b"{}".to_vec()),
            expires_at: 3,
        }
    }

    #[test]
    fn the_reply_is_given_to_the_same_request_alone() {
        let reply = StoredReply {
            status: 201,
            tag: None,
            body: b"{}".to_vec(),
        };
        let same = a_row().judge(&FINGERPRINT);
        assert_eq!(same, Ok(IdempotencyClaim::Done(reply)));
        let other = a_row().judge(&RequestFingerprint::from_digest([3; 32]));
        assert_eq!(other, Ok(IdempotencyClaim::Mismatch));
    }

    // A request that was never answered must not count as done.
    #[test]
    fn a_row_without_a_reply_is_an_error() {
        let unanswered = Model {
            status: None,
            body: None,
            ..a_row()
        };
        let impossible = Model {
            status: Some(70_000),
            ..a_row()
        };
        for row in [unanswered, impossible] {
            assert!(row.judge(&FINGERPRINT).is_err());
        }
    }

    // H2
    #[test]
    fn a_row_does_not_show_the_reply() {
        let shown = format!("{:?}", a_row());
        assert!(!shown.contains("123, 125"), "{shown}");
    }
}
