//! Digests of whom limits count, beyond their contract.

use domain::ports::SubjectDigester;
use portico_infra_crypto::HmacSubjectDigester;

use crate::subjects::{K1, K2, ring};

const PARTS: [&str; 2] = ["kim@example.com", "192.0.2.0/24"];

fn digest(entries: &[&str]) -> [u8; 32] {
    HmacSubjectDigester::new(&ring(entries)).digest("log-in", &PARTS)
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

// Made with Python's hmac from the ring entry `K1`: HKDF label `portico/1/limit-subject`, each text behind its length in
// bytes as 64 bits, most significant first, the purpose before the parts.
#[test]
fn a_subject_is_digested_as_another_implementation_does() {
    assert_eq!(
        hex(&digest(&[K1])),
        "3842937b814b4d5682074f7f79e551da39acc7c81c997dfffc3b81e2fdd4b62c"
    );
}

// H2: nobody without the ring finds an address by trying all of them.
#[test]
fn another_ring_gives_another_digest() {
    assert_ne!(digest(&[K1]), digest(&[K2]));
}

// D7: the first key digests, whichever others there are.
#[test]
fn a_staged_key_leaves_every_count_where_it_is() {
    assert_eq!(digest(&[K1]), digest(&[K1, &format!("+{K2}")]));
}

// D7: a request that comes again while the ring is rotated is known again.
#[test]
fn a_fingerprint_outlives_the_keys() {
    let fingerprint = |entries| HmacSubjectDigester::new(&ring(entries)).fingerprint(&PARTS);
    assert_eq!(fingerprint(&[K1]), fingerprint(&[K2, K1]));
}
