//! The contract of [`PayloadSealer`].

use domain::job::{JobId, JobKind, SealedPayload};
use domain::ports::PayloadSealer;

use crate::fixtures::an_id;
use crate::tampering::{altered, shows};

const PAYLOAD: &[u8] = b"the code is 123456";

/// H3: nothing of a payload can be read in storage, and equal payloads do not look equal.
pub fn a_sealed_payload_shows_nothing(adapter: &dyn PayloadSealer) {
    let (job, kind) = a_job();
    let sealed = seal(adapter, job, &kind, PAYLOAD);
    assert!(!shows(sealed.as_str(), b"123456"));
    assert_ne!(sealed, seal(adapter, job, &kind, PAYLOAD));
}

/// The worker gets what the use case gave, down to the empty payload.
pub fn a_payload_comes_back_as_it_was(adapter: &dyn PayloadSealer) {
    let (job, kind) = a_job();
    let all_bytes: Vec<u8> = (0..=255).collect();
    for payload in [PAYLOAD, &[], &all_bytes] {
        let sealed = seal(adapter, job, &kind, payload);
        assert_eq!(adapter.open(job, &kind, &sealed).as_deref(), Ok(payload));
    }
}

/// H3: whoever can write to storage cannot make a worker send another code, or a code to somebody else.
pub fn an_altered_or_moved_payload_is_refused(adapter: &dyn PayloadSealer) {
    let (job, kind) = a_job();
    let sealed = seal(adapter, job, &kind, PAYLOAD);
    for text in altered(sealed.as_str()).chain([String::new()]) {
        let opened = adapter.open(job, &kind, &SealedPayload::from_sealed(text.clone()));
        assert!(opened.is_err(), "{text}");
    }
    let (other_job, _) = a_job();
    assert!(adapter.open(other_job, &kind, &sealed).is_err());
    assert!(adapter.open(job, &JobKind::new("other"), &sealed).is_err());
}

fn a_job() -> (JobId, JobKind) {
    (JobId::from_uuid(an_id()), JobKind::new("contract"))
}

fn seal(adapter: &dyn PayloadSealer, job: JobId, kind: &JobKind, payload: &[u8]) -> SealedPayload {
    let sealed = adapter.seal(job, kind, payload);
    sealed.expect("a payload could not be sealed")
}

/// Runs the contract of `PayloadSealer` on an adapter.
#[macro_export]
macro_rules! payload_sealer_contract {
    ($adapter:expr) => {
        $crate::__cases!(
            payload_sealer,
            $adapter,
            a_sealed_payload_shows_nothing,
            a_payload_comes_back_as_it_was,
            an_altered_or_moved_payload_is_refused,
        );
    };
}
