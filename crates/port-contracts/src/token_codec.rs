//! The contract of [`TokenCodec`].

use domain::ports::{InvalidToken, TokenCodec};
use domain::session::Generation;
use domain::token::{AccessToken, Claims};

use crate::fixtures::claims;
use crate::tampering::{altered, shows};

/// D8: not who, nor which session, and equal claims do not look equal.
pub fn a_token_shows_nothing_of_its_claims(codec: &dyn TokenCodec) {
    let claims = claims();
    let token = seal(codec, &claims);
    let ids = [
        claims.subject.as_uuid(),
        claims.session.as_uuid(),
        claims.token.as_uuid(),
    ];
    for id in ids {
        assert!(!shows(token.expose(), id.to_string().as_bytes()));
        assert!(!shows(token.expose(), id.simple().to_string().as_bytes()));
        assert!(!shows(token.expose(), id.as_bytes()));
    }
    assert_ne!(token, seal(codec, &claims));
}

/// Times are whole seconds in a token, and here.
pub fn claims_come_back_as_they_were(codec: &dyn TokenCodec) {
    let renewed = Claims {
        generation: Generation::from_stored(1_234_567),
        ..claims()
    };
    for claims in [claims(), renewed] {
        let token = seal(codec, &claims);
        assert!(token.expose().len() <= AccessToken::MAX_LENGTH);
        assert_eq!(codec.open(token.expose()), Ok(claims));
    }
}

/// D1: any other character anywhere, anything missing, anything too much.
pub fn an_altered_token_is_refused(codec: &dyn TokenCodec) {
    let token = seal(codec, &claims());
    let token = token.expose();
    let cut = token[..token.len() - 1].to_owned();
    let others = [
        String::new(),
        cut,
        format!("{token}a"),
        format!("{token}."),
        format!(" {token}"),
    ];
    for text in altered(token).chain(others) {
        assert_eq!(codec.open(&text), Err(InvalidToken), "{text}");
    }
}

/// D1: parts of two good tokens do not make a third.
pub fn a_token_made_of_two_is_refused(codec: &dyn TokenCodec) {
    let (first, second) = (seal(codec, &claims()), seal(codec, &claims()));
    let (first, second): (Vec<&str>, Vec<&str>) = (
        first.expose().split('.').collect(),
        second.expose().split('.').collect(),
    );
    for at in (0..first.len()).filter(|at| first.get(*at) != second.get(*at)) {
        let mut mixed = first.clone();
        mixed[at] = second[at];
        assert_eq!(codec.open(&mixed.join(".")), Err(InvalidToken), "part {at}");
    }
}

/// D2: refused by its size, whatever it holds.
pub fn an_overlong_token_is_refused(codec: &dyn TokenCodec) {
    let token = seal(codec, &claims());
    let parts = "a.".repeat(AccessToken::MAX_LENGTH);
    let padded = format!("{}{}", token.expose(), "A".repeat(AccessToken::MAX_LENGTH));
    for text in [padded, parts, "é".repeat(1 << 20)] {
        assert_eq!(codec.open(&text), Err(InvalidToken));
    }
}

fn seal(codec: &dyn TokenCodec, claims: &Claims) -> AccessToken {
    codec.seal(claims).expect("a token could not be sealed")
}

/// Runs the contract of `TokenCodec` on an adapter.
#[macro_export]
macro_rules! token_codec_contract {
    ($adapter:expr) => {
        $crate::__cases!(
            token_codec,
            $adapter,
            a_token_shows_nothing_of_its_claims,
            claims_come_back_as_they_were,
            an_altered_token_is_refused,
            a_token_made_of_two_is_refused,
            an_overlong_token_is_refused,
        );
    };
}
