//! Random text that people read and type.

use domain::ports::SecretGenerator;

/// Letters and digits that are hard to mistake for one another: 32, so that a byte maps evenly.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Draws a text of `length` characters with five bits of randomness each.
#[must_use]
pub fn readable_text(length: usize, secrets: &dyn SecretGenerator) -> String {
    let mut bytes = vec![0; length];
    secrets.fill(&mut bytes);
    bytes.into_iter().map(character).collect()
}

fn character(byte: u8) -> char {
    char::from(ALPHABET[usize::from(byte) % ALPHABET.len()])
}
