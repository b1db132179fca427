//! The contract of [`ExportSealer`].

use domain::export::{ExportId, ExportPart, SealedPart};
use domain::ports::ExportSealer;

use crate::fixtures::an_id;

const CONTENT: &[u8] = b"{\"email\":\"ada@example.com\"}";

/// H3: nothing of a part can be read in storage, and equal parts do not look equal.
pub fn a_sealed_part_shows_nothing(adapter: &dyn ExportSealer) {
    let part = a_part();
    let sealed = seal(adapter, part, CONTENT);
    let is_shown = |wanted: &[u8]| {
        let mut windows = sealed.as_bytes().windows(wanted.len());
        windows.any(|window| window == wanted)
    };
    assert!(!is_shown(b"ada") && !is_shown(b"email"));
    assert_ne!(sealed, seal(adapter, part, CONTENT));
}

/// To the byte, down to the empty part.
pub fn a_part_comes_back_as_it_was(adapter: &dyn ExportSealer) {
    let all_bytes: Vec<u8> = (0..=255).collect();
    let long = all_bytes.repeat(4_000);
    for content in [CONTENT, &[], &all_bytes, &long] {
        let part = a_part();
        let sealed = seal(adapter, part, content);
        assert_eq!(adapter.open(part, &sealed).as_deref(), Ok(content));
    }
}

/// H3: whoever can write to storage cannot make up a document, nor put one together of parts that were others.
pub fn an_altered_or_moved_part_is_refused(adapter: &dyn ExportSealer) {
    let part = a_part();
    let sealed = seal(adapter, part, CONTENT);
    let bytes = sealed.as_bytes();
    for at in 0..bytes.len() {
        let mut altered = bytes.to_vec();
        altered[at] ^= 1;
        assert_refused(adapter, part, &altered);
        assert_refused(adapter, part, &bytes[..at]);
    }
    let other = a_part();
    let next = ExportPart {
        number: part.number + 1,
        ..part
    };
    assert!(adapter.open(other, &sealed).is_err());
    assert!(adapter.open(next, &sealed).is_err());
}

fn a_part() -> ExportPart {
    ExportPart {
        export: ExportId::from_uuid(an_id()),
        number: 3,
    }
}

fn seal(adapter: &dyn ExportSealer, part: ExportPart, content: &[u8]) -> SealedPart {
    let sealed = adapter.seal(part, content);
    sealed.expect("a part could not be sealed")
}

fn assert_refused(adapter: &dyn ExportSealer, part: ExportPart, bytes: &[u8]) {
    let opened = adapter.open(part, &SealedPart::from_sealed(bytes.to_owned()));
    assert!(opened.is_err(), "{bytes:?}");
}

/// Runs the contract of `ExportSealer` on an adapter.
#[macro_export]
macro_rules! export_sealer_contract {
    ($adapter:expr) => {
        $crate::__cases!(
            export_sealer,
            $adapter,
            a_sealed_part_shows_nothing,
            a_part_comes_back_as_it_was,
            an_altered_or_moved_part_is_refused,
        );
    };
}
