//! The contract suites of the ports that this crate implements.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use domain::ports::SecretGenerator;
use port_contracts::doubles::SeededSecrets;
use port_contracts::{
    export_sealer_contract, otp_digester_contract, password_hasher_contract,
    password_screen_contract, payload_sealer_contract, subject_digester_contract,
    token_codec_contract,
};
use portico_infra_crypto::{
    AesGcmExportSealer, AesGcmPayloadSealer, BcryptCost, BcryptHasher, BcryptSettings,
    EncryptedTokenCodec, HmacOtpDigester, HmacSubjectDigester, KeyRing, Pepper, SAMPLE_KEYS,
    ZxcvbnScreen,
};

fn keys() -> KeyRing {
    KeyRing::parse(&format!("k1:{}", SAMPLE_KEYS[0])).unwrap()
}

fn secrets() -> Arc<dyn SecretGenerator> {
    Arc::new(SeededSecrets::new(1))
}

fn hasher() -> BcryptHasher {
    let cost = BcryptCost::new(6).unwrap();
    BcryptHasher::new(BcryptSettings::new(cost, Pepper::fixed_domain()), secrets())
}

token_codec_contract!(EncryptedTokenCodec::new(
    &keys(),
    "https://portico.test",
    "portico",
    secrets()
));
otp_digester_contract!(HmacOtpDigester::new(&keys()));
export_sealer_contract!(AesGcmExportSealer::new(&keys(), secrets()));
payload_sealer_contract!(AesGcmPayloadSealer::new(&keys(), secrets()));
password_hasher_contract!(hasher());
subject_digester_contract!(HmacSubjectDigester::new(&keys()));
password_screen_contract!(ZxcvbnScreen);
