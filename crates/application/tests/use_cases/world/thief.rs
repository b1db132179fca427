//! What a thief of the database looks for.

use super::World;

/// Whether any row holds one of these texts, in letters or as the bytes of a blob.
pub(crate) async fn assert_tables_hold_none_of(world: &World, secrets: &[&str]) {
    for row in world.tables.dump().await {
        let row = row.to_ascii_lowercase();
        for secret in secrets {
            let is_there = [secret.to_ascii_lowercase(), hexadecimal(secret)];
            let is_there = is_there.iter().any(|form| row.contains(form));
            assert!(!is_there, "{secret} is in {row}");
        }
    }
}

/// A text as the bytes of a blob would show it.
fn hexadecimal(text: &str) -> String {
    let nibbles = text.bytes().flat_map(|byte| [byte >> 4, byte & 0x0F]);
    nibbles
        .filter_map(|nibble| char::from_digit(nibble.into(), 16))
        .collect()
}
