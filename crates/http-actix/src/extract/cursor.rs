//! Cursors: the place where a page ended, as clients carry it to the next one. They need not know what is in it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::page::Position;
use domain::timestamp::Timestamp;
use uuid::Uuid;

/// Microseconds since the epoch.
const TIME_BYTES: usize = 8;
/// With the id behind them.
const BYTES: usize = TIME_BYTES + 16;

/// Writes a place down: the time and the id, as URL-safe Base64 of 32 characters.
pub(crate) fn cursor_of(position: Position) -> String {
    let mut bytes = [0_u8; BYTES];
    let (time, id) = bytes.split_at_mut(TIME_BYTES);
    time.copy_from_slice(&position.created_at.unix_micros().to_be_bytes());
    id.copy_from_slice(position.id.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads a place; `None` for a text that [`cursor_of`] does not write.
pub(super) fn position_at(cursor: &str) -> Option<Position> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let bytes: [u8; BYTES] = bytes.try_into().ok()?;
    let (time, id) = bytes.split_at(TIME_BYTES);
    let micros = i64::from_be_bytes(time.try_into().ok()?);
    Some(Position {
        created_at: Timestamp::from_unix_micros(micros),
        id: Uuid::from_slice(id).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_as_it_was() {
        for micros in [-1, 0, 1_795_266_090_207_731] {
            let position = Position {
                created_at: Timestamp::from_unix_micros(micros),
                id: Uuid::from_u128(0x0193_5f4e_7c2a_7b10_8a55_3d2c_1b0a_9f8e),
            };
            assert_eq!(position_at(&cursor_of(position)), Some(position));
        }
    }

    #[test]
    fn anything_else_is_no_place() {
        let cursor = "A".repeat(32);
        assert!(position_at(&cursor).is_some());
        for text in [
            "",
            "A",
            &cursor[1..],
            &format!("{cursor}A"),
            &cursor.replace('A', "+"),
            "é",
        ] {
            assert_eq!(position_at(text), None, "{text}");
        }
    }
}
