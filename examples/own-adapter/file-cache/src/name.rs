//! Names of files.

use std::fmt::{Display, Write as _};

/// A name that is safe on every file system, and another one for every other text: what is not a small letter, a
/// digit or a hyphen is written as its bytes. So `..` is no folder, and no two keys that differ in case are one.
pub(crate) fn name_of(key: &impl Display) -> String {
    let mut name = String::new();
    for byte in key.to_string().bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' => name.push(char::from(byte)),
            // Writing to a string does not fail.
            _ => _ = write!(name, "_{byte:02x}"),
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_leads_out_of_the_folder_or_to_another_name() {
        let texts = [
            "..", "../x", "a/b", "a_2fb", "a", "A", "\u{e4}", "\0", "a b",
        ];
        let names = texts.map(|text| name_of(&text));
        for (at, name) in names.iter().enumerate() {
            let is_safe = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
            assert!(name.bytes().all(is_safe), "{name}");
            assert!(!names[..at].contains(name), "{name}");
        }
    }
}
