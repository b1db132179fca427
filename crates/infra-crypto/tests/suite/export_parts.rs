//! H3, D7: sealed parts of exports.

use std::sync::Arc;

use domain::export::{ExportId, ExportPart, SealedPart};
use domain::ports::ExportSealer;
use port_contracts::doubles::SeededSecrets;
use portico_infra_crypto::AesGcmExportSealer;
use uuid::Uuid;

use crate::subjects::{K1, K2, ring};

const CONTENT: &[u8] = br#"{"account":{}"#;
const PART: ExportPart = ExportPart {
    export: ExportId::from_uuid(Uuid::from_u128(0x0189_0a5d_ac96_774b_bcce_b302_099a_8057)),
    number: 0,
};

fn sealer(entries: &[&str]) -> AesGcmExportSealer {
    AesGcmExportSealer::new(&ring(entries), Arc::new(SeededSecrets::new(5)))
}

// D7
#[test]
fn a_part_of_an_older_key_still_opens() {
    let sealed = sealer(&[K1]).seal(PART, CONTENT).unwrap();
    assert!(sealed.as_bytes().starts_with(b"k1."));
    let opened = sealer(&[K2, K1]).open(PART, &sealed);
    assert_eq!(opened.unwrap(), CONTENT);
    assert!(sealer(&[K2]).open(PART, &sealed).is_err());
}

// H2
#[test]
fn a_refusal_says_nothing_of_the_content() {
    for bytes in [
        &b""[..],
        b"k1",
        b"k1.",
        b".abc",
        b"\xff.abc",
        b"k1.canary canary canary canary",
    ] {
        let sealed = SealedPart::from_sealed(bytes.to_vec());
        let refusal = sealer(&[K1]).open(PART, &sealed).unwrap_err();
        assert!(!refusal.to_string().contains("canary"), "{refusal}");
    }
}

// Its size is that of the content and a few dozen bytes: no text is made of it.
#[test]
fn sealing_adds_next_to_nothing() {
    let content = vec![0xa5; 256 * 1024];
    let sealed = sealer(&[K1]).seal(PART, &content).unwrap();
    assert_eq!(
        sealed.as_bytes().len(),
        content.len() + "k1.".len() + 12 + 16
    );
    assert_eq!(sealer(&[K1]).open(PART, &sealed).unwrap(), content);
    assert_eq!(format!("{sealed:?}"), "SealedPart(262175 bytes)");
}
