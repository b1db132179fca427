//! Rules that several parsed texts share.

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
