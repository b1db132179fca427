//! Keys that anybody may know.

use super::SecretKey;

/// The keys that the documentation shows. They work in development; production must refuse them (D7).
pub const SAMPLE_KEYS: [&str; 2] = [
    // The text `portico-sample-key-do-not-use-01`, and `..-02`.
    "cG9ydGljby1zYW1wbGUta2V5LWRvLW5vdC11c2UtMDE",
    "cG9ydGljby1zYW1wbGUta2V5LWRvLW5vdC11c2UtMDI",
];

/// The keys that the tests of this repository use.
const TEST_KEYS: [&str; 5] = [
    "3q2-796tvu_erb7v3q2-796tvu_erb7v3q2-796tvu8",
    "AAgSHiw8TmJ4kKrG5AQmSnCYwu4cTH6y6CBaltQUVpo",
    "Lk4zT1mB0vJx2cO8_9sWq7YtR5eU3iPaGhDfSjKlZ-Y",
    "MgpSLU1HAEiuYvln2G7vGE-eFAW5W0NA925dBB_nsBc",
    "qX5qXv0Y4nT3m0cJqk6vZ1r7hQyE8sUuWb2fGdLxPzI",
];

/// Whether a key is published, or is what people type instead of one: all zeros, one byte over and
/// over, bytes that count up or down, words.
pub(crate) fn is_sample(key: &SecretKey) -> bool {
    is_even_row(key.expose())
        || is_text(key.expose())
        || SAMPLE_KEYS
            .into_iter()
            .chain(TEST_KEYS)
            .any(|text| SecretKey::parse(text).as_ref() == Some(key))
}

/// Of 32 random bytes, not one in a trillion times is each a letter, a digit or a sign.
fn is_text(bytes: &[u8; 32]) -> bool {
    bytes.iter().all(|byte| matches!(byte, b' '..=b'~'))
}

fn is_even_row(bytes: &[u8; 32]) -> bool {
    let step = bytes[1].wrapping_sub(bytes[0]);
    bytes
        .windows(2)
        .all(|pair| pair[1].wrapping_sub(pair[0]) == step)
}
