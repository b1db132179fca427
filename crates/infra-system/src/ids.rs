//! Identifiers out of the machine's randomness.

use domain::ports::{IdGenerator, SecretGenerator};
use domain::timestamp::Timestamp;
use uuid::{Builder, Uuid};

use crate::SystemSecrets;

/// UUIDs (RFC 9562): version 7 for what is ordered, version 4 for what must not be guessed.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemIds;

impl IdGenerator for SystemIds {
    fn ordered(&self, now: Timestamp) -> Uuid {
        let millis = u64::try_from(now.unix_micros() / 1_000).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &random_bytes()).into_uuid()
    }

    fn random(&self) -> Uuid {
        Builder::from_random_bytes(random_bytes()).into_uuid()
    }
}

fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemSecrets.fill(&mut bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordered_id_holds_the_millisecond() {
        let id = SystemIds.ordered(Timestamp::from_unix_micros(0x0123_4567_89AB * 1_000 + 999));
        assert_eq!(id.as_bytes()[..6], [0x01, 0x23, 0x45, 0x67, 0x89, 0xAB]);
    }
}
