//! How deeply a JSON text is nested, found without parsing it (G1).

/// Whether the text opens more lists and objects inside one another than `most`.
///
/// Brackets inside strings do not count. A text that is not JSON gives some answer; the parser refuses it.
pub(super) fn is_nested_deeper_than(most: usize, json: &[u8]) -> bool {
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut bytes = json.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if in_string => {
                bytes.next();
            }
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > most {
            return true;
        }
    }
    false
}
