//! Rules that several parsed texts share.

use unicode_normalization::UnicodeNormalization;

/// Whether a text holds a control character or a line separator.
///
/// Such characters break mail headers, log lines and terminals, and PostgreSQL cannot store NUL
/// (F13r, F14r).
pub(crate) fn has_control_characters(text: &str) -> bool {
    text.chars()
        .any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
}

/// Whether a text holds a character that turns the direction of what follows it.
///
/// Bidirectional controls let one name look like another (Unicode TR 36).
pub(crate) fn has_bidi_controls(text: &str) -> bool {
    text.chars().any(
        |c| matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'),
    )
}

/// Whether nothing of a text is seen: it is empty, or holds only blanks and characters that are not shown
/// (`White_Space` and `Default_Ignorable_Code_Point`, Unicode §4.12 and §5.21).
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_ignorable(c))
}

const fn is_ignorable(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// A text as it is compared without regard to case or width: `NFKC_Casefold` (Unicode §3.13, D147).
///
/// Folds until nothing changes: folding may leave a text that normalisation makes foldable again.
pub(crate) fn folded(text: &str) -> String {
    let once = caseless::default_case_fold_str(&text.nfkc().collect::<String>());
    caseless::default_case_fold_str(&once.nfkc().collect::<String>())
        .nfkc()
        .collect()
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [hex_digit(byte >> 4), hex_digit(byte & 0x0f)])
        .collect()
}

/// Whether a text is what [`hexadecimal`] makes of so many bytes.
pub(crate) fn is_hexadecimal(text: &str, bytes: usize) -> bool {
    let is_digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    text.len() == bytes * 2 && text.bytes().all(is_digit)
}

fn hex_digit(nibble: u8) -> char {
    char::from_digit(u32::from(nibble), 16).unwrap_or('0')
}
