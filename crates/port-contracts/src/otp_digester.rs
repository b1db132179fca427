//! The contract of [`OtpDigester`].

use domain::ports::OtpDigester;
use domain::registration::RegistrationKey;

use crate::fixtures::{a_code, a_registration_secret};

/// A3: the flow is found again by its secret, and by no other.
pub fn a_key_names_one_secret(digester: &dyn OtpDigester) {
    let secret = a_registration_secret();
    let key = digester.key(&secret);
    assert_eq!(digester.key(&secret), key);
    assert_ne!(digester.key(&a_registration_secret()), key);
}

/// A9: equal codes of two flows do not look equal, and one does not open the other.
pub fn a_digest_belongs_to_one_registration(digester: &dyn OtpDigester) {
    let (first, second) = (a_key(digester), a_key(digester));
    let code = a_code("123456");
    let digest = digester.digest(&first, &code);
    assert_ne!(digest.mac, digester.digest(&second, &code).mac);
    assert!(!digester.matches(&second, &code, &digest));
}

/// A9: neighbours, prefixes and extensions of the code do not match.
pub fn only_the_right_code_matches(digester: &dyn OtpDigester) {
    let key = a_key(digester);
    let digest = digester.digest(&key, &a_code("0123456"));
    assert!(digester.matches(&key, &a_code("0123456"), &digest));
    for wrong in ["0123457", "1123456", "012345", "123456", "01234560"] {
        assert!(!digester.matches(&key, &a_code(wrong), &digest), "{wrong}");
    }
}

/// D7: a digest of a key that was taken away is void, not an error.
pub fn an_unknown_key_matches_nothing(digester: &dyn OtpDigester) {
    let key = a_key(digester);
    let code = a_code("123456");
    let mut digest = digester.digest(&key, &code);
    digest.key_id.push_str("-unknown");
    assert!(!digester.matches(&key, &code, &digest));
}

fn a_key(digester: &dyn OtpDigester) -> RegistrationKey {
    digester.key(&a_registration_secret())
}

/// Runs the contract of `OtpDigester` on an adapter.
#[macro_export]
macro_rules! otp_digester_contract {
    ($adapter:expr) => {
        $crate::__cases!(
            otp_digester,
            $adapter,
            a_key_names_one_secret,
            a_digest_belongs_to_one_registration,
            only_the_right_code_matches,
            an_unknown_key_matches_nothing,
        );
    };
}
