//! Altered texts.

use base64::Engine;
use base64::engine::DecodePaddingMode::Indifferent;
use base64::engine::GeneralPurpose;
use base64::engine::general_purpose::GeneralPurposeConfig;

/// Every text that differs from `text` in one character; the other character is one that base64url and
/// hexadecimal know too, so that the change reaches the cryptography and is not a mere matter of form.
pub(crate) fn altered(text: &str) -> impl Iterator<Item = String> {
    text.char_indices().map(|(at, c)| {
        let other = if c == 'a' { "b" } else { "a" };
        format!("{}{other}{}", &text[..at], &text[at + c.len_utf8()..])
    })
}

/// Whether `wanted` can be read in `text`: as it is, or in any of its dot-separated parts after decoding
/// base64url.
pub(crate) fn shows(text: &str, wanted: &[u8]) -> bool {
    let holds = |bytes: &[u8]| bytes.windows(wanted.len()).any(|window| window == wanted);
    holds(text.as_bytes()) || text.split('.').any(|part| holds(&decoded(part)))
}

fn decoded(part: &str) -> Vec<u8> {
    let lenient = GeneralPurposeConfig::new()
        .with_decode_padding_mode(Indifferent)
        .with_decode_allow_trailing_bits(true);
    let engine = GeneralPurpose::new(&base64::alphabet::URL_SAFE, lenient);
    engine.decode(part).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_alteration_differs_in_one_place() {
        let all: Vec<String> = altered("ab").collect();
        assert_eq!(all, ["bb", "aa"]);
    }

    #[test]
    fn base64_hides_nothing() {
        assert!(shows("x.c2VjcmV0", b"secret"));
        assert!(!shows("x.c2VjcmV0", b"another"));
    }
}
