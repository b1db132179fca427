//! The key ring (D7).

use infra_crypto::KeyRing;

use super::Finding;
use crate::ServerBuilder;
use crate::adapters::keys::present_ring;
use crate::error::ServerError;

const KEYS: &str = "keys";

pub(super) fn ring(builder: &ServerBuilder) -> Finding {
    if builder.has_own_crypto() {
        return Finding::ok(KEYS, "no ring: tokens are made by an adapter of its own");
    }
    judge(present_ring(builder.settings()))
}

/// Production refuses samples before it comes to this.
fn judge(ring: Result<Option<KeyRing>, ServerError>) -> Finding {
    match ring {
        Err(error) => Finding::fail(KEYS, format!("{error}; see tokens.keys")),
        Ok(None) => Finding::warn(KEYS, "none yet; the first `portico serve` makes one"),
        Ok(Some(ring)) => match (ring.sample_key(), ring.key_count()) {
            (Some(id), _) => Finding::warn(
                KEYS,
                format!(
                    "{id} is a sample that anybody may know; `portico keys generate` makes one"
                ),
            ),
            (None, 1) => Finding::ok(KEYS, "1 key, which mints and opens"),
            (None, count) => Finding::ok(KEYS, format!("{count} keys: the first mints, all open")),
        },
    }
}

#[cfg(test)]
mod tests {
    use infra_crypto::SAMPLE_KEYS;
    use infra_system::SystemSecrets;

    use super::*;

    fn line(ring: &str) -> String {
        let ring = KeyRing::parse(ring).map_err(|error| ServerError::failed("ring", error));
        judge(ring.map(Some)).to_string()
    }

    // D7, H2
    #[test]
    fn a_ring_is_counted_and_never_shown() {
        let (one, other) = (
            KeyRing::generate_entry(&SystemSecrets),
            KeyRing::generate_entry(&SystemSecrets),
        );
        assert_eq!(line(&one), "ok    keys        1 key, which mints and opens");
        let both = line(&format!("{one},{other}"));
        assert!(both.starts_with("ok") && both.contains("2 keys"), "{both}");
        assert!(!both.contains(&one[9..]), "{both}");
    }

    #[test]
    fn a_sample_is_named() {
        let sample = line(&format!("known:{}", SAMPLE_KEYS[0]));
        assert!(
            sample.starts_with("warn  keys        known is a sample"),
            "{sample}"
        );
    }

    #[test]
    fn no_ring_yet_is_no_fault_and_a_broken_one_is() {
        assert!(judge(Ok(None)).to_string().starts_with("warn"));
        assert!(line("k1:CANARY").starts_with("fail"));
        assert!(!line("k1:CANARY").contains("CANARY"));
    }
}
