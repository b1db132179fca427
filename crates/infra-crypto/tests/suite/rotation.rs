//! D7: the ring as text, taken through a rotation.

use domain::ports::TokenCodec;
use port_contracts::doubles::SeededSecrets;
use portico_infra_crypto::{RotationError, WrittenRing};

use crate::subjects::{K1, K2, codec, some_claims};

fn written(entries: &[&str]) -> WrittenRing {
    WrittenRing::parse(&entries.join(",")).unwrap()
}

// D7: the ring after every step, each of which may be on one instance while the step before is on another.
#[test]
fn a_rotation_fails_no_token_between_neighbouring_steps() {
    let secrets = SeededSecrets::new(5);
    let mut ring = written(&[K1]);
    let mut steps = vec![ring.expose()];
    let staged = ring.stage(&secrets).unwrap();
    steps.push(ring.expose());
    assert_eq!(ring.promote(), Ok(staged.clone()));
    steps.push(ring.expose());
    for pair in steps.windows(2) {
        for (mints, opens) in [(&pair[0], &pair[1]), (&pair[1], &pair[0])] {
            let token = codec(&[mints]).seal(&some_claims()).unwrap();
            assert!(codec(&[opens]).open(token.expose()).is_ok());
        }
    }
    assert_eq!(ring.retire(), Ok("k1".to_owned()));
    assert!(ring.expose().starts_with(&format!("{staged}:")));
}

// D7: nothing is minted with it before every instance knows it.
#[test]
fn a_staged_key_stands_last_and_is_marked() {
    let mut ring = written(&[K1, K2]);
    let id = ring.stage(&SeededSecrets::new(5)).unwrap();
    let text = ring.expose();
    assert!(text.starts_with(&format!("{K1},{K2},+{id}:")));
    assert!(WrittenRing::parse(&text).is_ok());
}

#[test]
fn promoting_keeps_the_order_of_the_others() {
    let mut ring = written(&[K1, &format!("+{K2}")]);
    assert_eq!(ring.promote(), Ok("k2".to_owned()));
    assert_eq!(ring.expose(), format!("{K2},{K1}"));
}

#[test]
fn a_second_rotation_waits_for_the_first() {
    let mut ring = written(&[K1, &format!("+{K2}")]);
    let refusal = ring.stage(&SeededSecrets::new(5));
    assert_eq!(refusal, Err(RotationError::StagedAlready("k2".to_owned())));
}

// Otherwise promoting twice would bring the old key back.
#[test]
fn a_key_is_promoted_once() {
    let mut ring = written(&[K1, &format!("+{K2}")]);
    ring.promote().unwrap();
    let promoted = ring.expose();
    assert_eq!(ring.promote(), Err(RotationError::NothingStaged));
    assert_eq!(ring.expose(), promoted);
}

#[test]
fn neither_the_minting_nor_the_staged_key_is_retired() {
    for entries in [vec![K1], vec![K1, &format!("+{K2}")]] {
        let mut ring = written(&entries);
        assert_eq!(ring.retire(), Err(RotationError::NothingToRetire));
        assert_eq!(ring.expose(), entries.join(","));
    }
}

#[test]
fn an_old_key_can_be_retired_while_another_is_staged() {
    let secrets = SeededSecrets::new(5);
    let mut ring = written(&[K1, K2]);
    let staged = ring.stage(&secrets).unwrap();
    assert_eq!(ring.retire(), Ok("k2".to_owned()));
    assert_eq!(ring.promote(), Ok(staged));
}

// H2
#[test]
fn debug_shows_no_key() {
    assert_eq!(format!("{:?}", written(&[K1])), "WrittenRing(***)");
}
