//! The contract of [`OtpDigester`].

use domain::ports::OtpDigester;
use domain::registration::FlowKey;

use crate::fixtures::{a_code, a_link_token, a_registration_secret};

/// A3: the flow is found again by its secret, and by no other.
pub fn a_key_names_one_secret(digester: &dyn OtpDigester) {
    let secret = a_registration_secret();
    let key = digester.key(&secret);
    assert_eq!(digester.key(&secret), key);
    assert_ne!(digester.key(&a_registration_secret()), key);
}

/// F9r: a link is found again by its token, and by no other.
pub fn a_link_digest_names_one_secret(digester: &dyn OtpDigester) {
    let token = a_link_token();
    let digest = digester.link(&token);
    assert_eq!(digester.link(&token), digest);
    assert_ne!(digester.link(&a_link_token()), digest);
}

/// A4, A9: equal codes of two flows, registrations or changes of an address, do not look equal, and one does not
/// open the other.
pub fn a_digest_belongs_to_one_flow(digester: &dyn OtpDigester) {
    let flows = [
        a_flow(digester),
        a_flow(digester),
        FlowKey::from(&digester.link(&a_link_token())),
    ];
    let code = a_code("123456");
    for own in flows {
        let digest = digester.digest(own, &code);
        for other in flows.into_iter().filter(|flow| *flow != own) {
            assert_ne!(digest.mac, digester.digest(other, &code).mac);
            assert!(!digester.matches(other, &code, &digest));
        }
    }
}

/// A9: neighbours, prefixes and extensions of the code do not match.
pub fn only_the_right_code_matches(digester: &dyn OtpDigester) {
    let flow = a_flow(digester);
    let digest = digester.digest(flow, &a_code("0123456"));
    assert!(digester.matches(flow, &a_code("0123456"), &digest));
    for wrong in ["0123457", "1123456", "012345", "123456", "01234560"] {
        assert!(!digester.matches(flow, &a_code(wrong), &digest), "{wrong}");
    }
}

/// D7: a digest of a key that was taken away is void, not an error.
pub fn an_unknown_key_matches_nothing(digester: &dyn OtpDigester) {
    let flow = a_flow(digester);
    let code = a_code("123456");
    let mut digest = digester.digest(flow, &code);
    digest.key_id.push_str("-unknown");
    assert!(!digester.matches(flow, &code, &digest));
}

fn a_flow(digester: &dyn OtpDigester) -> FlowKey {
    FlowKey::from(&digester.key(&a_registration_secret()))
}

/// Runs the contract of `OtpDigester` on an adapter.
#[macro_export]
macro_rules! otp_digester_contract {
    ($adapter:expr) => {
        $crate::__cases!(
            otp_digester,
            $adapter,
            a_key_names_one_secret,
            a_link_digest_names_one_secret,
            a_digest_belongs_to_one_flow,
            only_the_right_code_matches,
            an_unknown_key_matches_nothing,
        );
    };
}
