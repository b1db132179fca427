//! Hashes, digests, tokens and seals: one choice of algorithms, keyed by the ring and the pepper.

use std::sync::Arc;

use application::CryptoPorts;
use domain::ports::{PasswordHasher, SecretGenerator};
use infra_crypto::{
    AesGcmExportSealer, AesGcmPayloadSealer, BcryptHasher, BcryptSettings, EncryptedTokenCodec,
    HmacOtpDigester, HmacSubjectDigester, KeyRing, Pepper, ZxcvbnScreen,
};

use crate::settings::PasswordSettings;

/// `iss` and `aud` of every token. Constant, so that tokens outlive a change of the public address.
const ISSUER: &str = "portico";

/// What hashes passwords; it has no key of the ring.
#[must_use]
pub fn hasher(
    passwords: &PasswordSettings,
    secrets: &Arc<dyn SecretGenerator>,
) -> Arc<dyn PasswordHasher> {
    let mut hashing = BcryptSettings::new(passwords.bcrypt_cost, passwords.pepper.clone());
    // An installation that takes a pepper of its own later keeps the passwords that it has (B7).
    hashing.retired_peppers = vec![Pepper::fixed_domain()];
    Arc::new(BcryptHasher::new(hashing, secrets.clone()))
}

/// The adapters, over these keys.
#[must_use]
pub fn ports(
    keys: &KeyRing,
    passwords: &PasswordSettings,
    secrets: &Arc<dyn SecretGenerator>,
) -> CryptoPorts {
    CryptoPorts {
        passwords: hasher(passwords, secrets),
        screen: Arc::new(ZxcvbnScreen),
        otp: Arc::new(HmacOtpDigester::new(keys)),
        tokens: Arc::new(EncryptedTokenCodec::new(
            keys,
            ISSUER,
            ISSUER,
            secrets.clone(),
        )),
        payloads: Arc::new(AesGcmPayloadSealer::new(keys, secrets.clone())),
        exports: Arc::new(AesGcmExportSealer::new(keys, secrets.clone())),
        subjects: Arc::new(HmacSubjectDigester::new(keys)),
    }
}
