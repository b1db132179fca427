//! D7: the first key mints, all open.

use std::sync::Arc;

use domain::ports::{InvalidToken, TokenCodec};
use domain::session::Generation;
use domain::timestamp::Timestamp;
use port_contracts::doubles::SeededSecrets;
use portico_infra_crypto::EncryptedTokenCodec;

use crate::forge::decode;
use crate::subjects::{AUDIENCE, ISSUER, K1, K2, codec, ring, some_claims};

fn key_id_of(token: &str) -> String {
    let header = decode(token.split('.').next().unwrap());
    let header: serde_json::Value = serde_json::from_slice(&header).unwrap();
    header["kid"].as_str().unwrap().to_owned()
}

// D7
#[test]
fn the_first_key_mints() {
    let minted = |entries: &[&str]| codec(entries).seal(&some_claims()).unwrap();
    assert_eq!(key_id_of(minted(&[K1, K2]).expose()), "k1");
    assert_eq!(key_id_of(minted(&[K2, K1]).expose()), "k2");
}

// D7: stage, promote, retire, with both instances at any two neighbouring steps.
#[test]
fn a_token_opens_on_both_sides_of_every_step_of_a_rotation() {
    let steps: [&[&str]; 4] = [&[K1], &[K1, K2], &[K2, K1], &[K2]];
    for pair in steps.windows(2) {
        let (before, after) = (codec(pair[0]), codec(pair[1]));
        let step = format!("{pair:?}");
        // In the last step the old key's tokens have expired already.
        if pair[0][0] == pair[1][0] || pair[1].len() == 2 {
            let token = before.seal(&some_claims()).unwrap();
            assert_eq!(after.open(token.expose()), Ok(some_claims()), "{step}");
        }
        let token = after.seal(&some_claims()).unwrap();
        assert_eq!(before.open(token.expose()), Ok(some_claims()), "{step}");
    }
}

// D7
#[test]
fn a_token_of_a_removed_key_is_refused() {
    let token = codec(&[K1]).seal(&some_claims()).unwrap();
    assert_eq!(codec(&[K2]).open(token.expose()), Err(InvalidToken));
}

// D7
#[test]
fn another_key_under_an_old_id_opens_nothing() {
    let token = codec(&[K1]).seal(&some_claims()).unwrap();
    let renamed = K2.replace("k2:", "k1:");
    assert_eq!(codec(&[&renamed]).open(token.expose()), Err(InvalidToken));
}

#[test]
fn claims_that_no_token_can_hold_are_not_sealed() {
    let mut claims = some_claims();
    claims.issued_at = Timestamp::from_unix_seconds(-1);
    assert!(codec(&[K1]).seal(&claims).is_err());

    let long = "x".repeat(3000);
    let secrets = Arc::new(SeededSecrets::new(1));
    let codec = EncryptedTokenCodec::new(&ring(&[K1]), ISSUER, &long, secrets);
    assert!(codec.seal(&some_claims()).is_err());
}

#[test]
fn tokens_of_another_issuer_or_audience_with_the_same_keys_are_refused() {
    let secrets = Arc::new(SeededSecrets::new(1));
    let token = codec(&[K1]).seal(&some_claims()).unwrap();
    for (issuer, audience) in [("https://other.test", AUDIENCE), (ISSUER, "other")] {
        let other = EncryptedTokenCodec::new(&ring(&[K1]), issuer, audience, secrets.clone());
        assert_eq!(other.open(token.expose()), Err(InvalidToken));
    }
}

#[test]
fn later_generations_come_back() {
    let mut claims = some_claims();
    claims.generation = Generation::from_stored(i64::MAX);
    let codec = codec(&[K1]);
    assert_eq!(
        codec.open(codec.seal(&claims).unwrap().expose()),
        Ok(claims)
    );
}
