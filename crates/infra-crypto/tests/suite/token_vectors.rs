//! The token format as a whole, against a token that OpenSSL made from the same keys.

use std::sync::Arc;

use domain::ports::TokenCodec;
use portico_infra_crypto::EncryptedTokenCodec;

use crate::forge::{Forge, RawClaims};
use crate::scripted_secrets::ScriptedSecrets;
use crate::subjects::{AUDIENCE, ISSUER, K1, codec, ring, some_claims};

/// Made with the HKDF, AES key wrap, AES-GCM and HMAC of OpenSSL, from the ring entry `K1`, the content key 100, 101, ..
/// and the IV 200, 201, ..
const TOKEN: &str = concat!(
    "eyJhbGciOiJBMjU2S1ciLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiazEiLCJjdHkiOiJKV1QiLCJ0eXAiOiJhdCtq",
    "d3QifQ.",
    "dg3_zcT4BydedVCkt-XXMmqk0tjWwH_zKhT76xq4Q7A_fuXXdNj2Iw.",
    "yMnKy8zNzs_Q0dLT.",
    "CTvQtToOJBvq0BzOYb1WG-R7dcvl8CTw5V-aeyMr4IbWWmKr-JTImWIuM5leKhsUlMo7V1ocmT2q6Ed5MMiE8ldU",
    "jTGyE_HppVNQ2pH7VHab19_he_tm-FLeYMtCIjcQpOPjFMVG7J36euWjj0tQZ6nITNADAqfqic1xpOH2QhGOeTvr",
    "g6np2ZhMAfKmkw0BeoP5Lf25wJbtH91d6IXoUsuQ6f4_pjV9ODVlwqiRXUMFfsZcoOXYwgWGY1Li5CGnKe7Ca504",
    "deLKxZ8YFjBcDAvwCL4g2h0MF7I59zm6N1-l76baYDZzGGmFDYyYNy1OovD4t2a15UydU0Xf9NpU-NPNCcVb6dex",
    "4T54MIAL-aJP_SSFh-zx5twaHLdYH85kd9eykfroqsL_L1hgJXkjtQYIYhH6sXY7haBaE2QNqrKzGc0wG9kMnpfJ",
    "-j1SV9M-vUxu_30DBzL4OXmy99EH5dHF089dW-t3sVBJPZ5Ovd__7tvYMV2nWeiQyddIo8R5bKRDa_g8MEM5FR9H",
    "FzfdAhR81gTSFOeaXIDHYFBTAXzK93CWW9q5BgwxrV2ql9-7Yg90HQpjZwwqyIc1HDcVwf0TvA.",
    "AWVfZ-E_1l-oeG_QrLVIfA",
);

#[test]
fn a_token_is_sealed_as_another_implementation_does() {
    let secrets = ScriptedSecrets::new((100..132).chain(200..212));
    let codec = EncryptedTokenCodec::new(&ring(&[K1]), ISSUER, AUDIENCE, Arc::new(secrets));
    assert_eq!(codec.seal(&some_claims()).unwrap().expose(), TOKEN);
}

#[test]
fn a_token_of_another_implementation_is_opened() {
    assert_eq!(codec(&[K1]).open(TOKEN), Ok(some_claims()));
}

/// The forge is what the tests of forgeries rest on.
#[test]
fn the_forge_makes_genuine_tokens() {
    let token = Forge::new(K1).token(&RawClaims::genuine().json());
    assert_eq!(codec(&[K1]).open(&token), Ok(some_claims()));
}
