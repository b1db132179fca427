//! H3, D7: sealed job payloads.

use std::sync::Arc;

use domain::job::{JobId, JobKind, SealedPayload};
use domain::ports::{PayloadSealer, SecretGenerator};
use port_contracts::doubles::SeededSecrets;
use portico_infra_crypto::AesGcmPayloadSealer;
use uuid::Uuid;

use crate::scripted_secrets::ScriptedSecrets;
use crate::subjects::{K1, K2, ring};

/// Made with OpenSSL from the ring entry `K1` and the nonce 0, 1, .. 11.
const SEALED: &str = "k1.AAECAwQFBgcICQoLaAQBvAEG9HaNxv8NoXdzrczmQMsXTKIRHaE_Gc8EOcn0";
const PAYLOAD: &[u8] = br#"{"code":"012345"}"#;
const JOB: JobId = JobId::from_uuid(Uuid::from_u128(0x0189_0a5d_ac96_774b_bcce_b302_099a_8057));

fn kind() -> JobKind {
    JobKind::new("send_code")
}

fn sealer_with(entries: &[&str], secrets: impl SecretGenerator + 'static) -> AesGcmPayloadSealer {
    AesGcmPayloadSealer::new(&ring(entries), Arc::new(secrets))
}

fn sealer(entries: &[&str]) -> AesGcmPayloadSealer {
    sealer_with(entries, SeededSecrets::new(5))
}

// H3
#[test]
fn a_payload_is_sealed_as_another_implementation_does() {
    let sealed = sealer_with(&[K1], ScriptedSecrets::new(0..12))
        .seal(JOB, &kind(), PAYLOAD)
        .unwrap();
    assert_eq!(sealed.as_str(), SEALED);
}

// H3, D7
#[test]
fn a_payload_of_an_older_key_still_opens() {
    let sealed = sealer(&[K1]).seal(JOB, &kind(), PAYLOAD).unwrap();
    assert_eq!(
        sealer(&[K2, K1]).open(JOB, &kind(), &sealed).unwrap(),
        PAYLOAD
    );
    assert!(sealer(&[K2]).open(JOB, &kind(), &sealed).is_err());
}

// H3
#[test]
fn a_damaged_payload_is_refused() {
    let texts = [
        "",
        ".",
        "k1",
        "k1.",
        "k1.AAAA",
        "k2.AAECAwQFBgcICQoLaAQBvAEG9HaNxv8NoXdzrczmQMsXTKIRHaE_Gc8EOcn0",
        ".AAECAwQFBgcICQoLaAQBvAEG9HaNxv8NoXdzrczmQMsXTKIRHaE_Gc8EOcn0",
        "k1.AAECAwQFBgcICQoL",
        "k1.AAECAwQFBgcICQoLaAQBvAEG9HaNxv8NoXdzrczmQMsXTKIRHaE_Gc8EOcn0=",
        "k1.AAECAwQFBgcICQoLaAQBvAEG9HaNxv8NoXdzrczmQMsXTKIRHaE_Gc8EOcn1",
    ];
    for text in texts {
        let sealed = SealedPayload::from_sealed(text.to_owned());
        assert!(
            sealer(&[K1, K2]).open(JOB, &kind(), &sealed).is_err(),
            "{text}"
        );
    }
}

// H2
#[test]
fn a_refusal_says_nothing_of_the_payload() {
    let sealed = SealedPayload::from_sealed(SEALED.to_owned());
    let refusal = sealer(&[K1])
        .open(JOB, &JobKind::new("other"), &sealed)
        .unwrap_err();
    assert!(!refusal.0.contains("AAECAw"), "{refusal}");
}

#[test]
fn payloads_of_any_size_come_back() {
    for size in [0, 1, 15, 16, 17, 100_000] {
        let payload = vec![0xa5; size];
        let sealed = sealer(&[K1]).seal(JOB, &kind(), &payload).unwrap();
        assert_eq!(sealer(&[K1]).open(JOB, &kind(), &sealed).unwrap(), payload);
    }
}
