//! Real cryptography at its cheapest, which counts what it is asked.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use domain::link::{LinkDigest, LinkToken};
use domain::password::{NewPassword, Password, PasswordHash};
use domain::ports::{HashingError, OtpDigester, PasswordHasher, SecretGenerator, Verification};
use domain::registration::{CodeDigest, FlowKey, OtpCode, RegistrationKey, RegistrationSecret};
use infra_crypto::{
    AesGcmExportSealer, AesGcmPayloadSealer, BcryptCost, BcryptHasher, BcryptSettings,
    EncryptedTokenCodec, HmacOtpDigester, HmacSubjectDigester, KeyRing, Pepper, ZxcvbnScreen,
};
use infra_system::SystemSecrets;
use portico_application::CryptoPorts;

type Crypto = (CryptoPorts, Arc<CountingHasher>, Arc<CountingDigester>);

/// Every crypto port, over a ring of its own.
pub(crate) fn crypto(secrets: &Arc<dyn SecretGenerator>) -> Crypto {
    let ring = KeyRing::parse(&KeyRing::generate_entry(&**secrets)).expect("a ring");
    let hasher = Arc::new(CountingHasher::of_cost(BcryptCost::MIN));
    let digester = Arc::new(CountingDigester::new(HmacOtpDigester::new(&ring)));
    let ports = CryptoPorts {
        passwords: hasher.clone(),
        screen: Arc::new(ZxcvbnScreen),
        otp: digester.clone(),
        tokens: Arc::new(codec(&ring, secrets)),
        payloads: Arc::new(AesGcmPayloadSealer::new(&ring, secrets.clone())),
        exports: Arc::new(AesGcmExportSealer::new(&ring, secrets.clone())),
        subjects: Arc::new(HmacSubjectDigester::new(&ring)),
    };
    (ports, hasher, digester)
}

fn codec(ring: &KeyRing, secrets: &Arc<dyn SecretGenerator>) -> EncryptedTokenCodec {
    EncryptedTokenCodec::new(
        ring,
        "https://accounts.example",
        "accounts",
        secrets.clone(),
    )
}

/// What password hashing was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct HashingWork {
    pub(crate) hashes: u32,
    pub(crate) comparisons: u32,
    pub(crate) dummies: u32,
}

pub(crate) struct CountingHasher {
    inner: BcryptHasher,
    hashes: AtomicU32,
    comparisons: AtomicU32,
    dummies: AtomicU32,
    is_overloaded: AtomicBool,
    is_overloaded_for_hashes: AtomicBool,
}

impl CountingHasher {
    /// A hasher whose new hashes have this cost.
    pub(crate) fn of_cost(cost: u32) -> Self {
        let cost = BcryptCost::new(cost).expect("a cost");
        let settings = BcryptSettings::new(cost, Pepper::fixed_domain());
        Self {
            inner: BcryptHasher::new(settings, Arc::new(SystemSecrets)),
            hashes: AtomicU32::new(0),
            comparisons: AtomicU32::new(0),
            dummies: AtomicU32::new(0),
            is_overloaded: AtomicBool::new(false),
            is_overloaded_for_hashes: AtomicBool::new(false),
        }
    }

    /// Takes the counts since the last time.
    pub(crate) fn take_work(&self) -> HashingWork {
        HashingWork {
            hashes: self.hashes.swap(0, Ordering::SeqCst),
            comparisons: self.comparisons.swap(0, Ordering::SeqCst),
            dummies: self.dummies.swap(0, Ordering::SeqCst),
        }
    }

    /// Sheds all load from now on.
    pub(crate) fn overload(&self) {
        self.is_overloaded.store(true, Ordering::SeqCst);
    }

    /// Makes no new hash from now on, but still compares.
    pub(crate) fn overload_hashes(&self) {
        self.is_overloaded_for_hashes.store(true, Ordering::SeqCst);
    }

    fn count(&self, what: &AtomicU32) -> Result<(), HashingError> {
        what.fetch_add(1, Ordering::SeqCst);
        Self::shed_if(&self.is_overloaded)
    }

    fn shed_if(is_overloaded: &AtomicBool) -> Result<(), HashingError> {
        if is_overloaded.load(Ordering::SeqCst) {
            let retry_after = Duration::from_secs(3);
            Err(HashingError::Overloaded { retry_after })
        } else {
            Ok(())
        }
    }
}

#[async_trait]
impl PasswordHasher for CountingHasher {
    async fn hash(&self, password: &NewPassword) -> Result<PasswordHash, HashingError> {
        self.count(&self.hashes)?;
        Self::shed_if(&self.is_overloaded_for_hashes)?;
        self.inner.hash(password).await
    }

    async fn verify(
        &self,
        password: &Password,
        hash: &PasswordHash,
    ) -> Result<Verification, HashingError> {
        self.count(&self.comparisons)?;
        self.inner.verify(password, hash).await
    }

    async fn verify_dummy(&self, password: &Password) -> Result<(), HashingError> {
        self.count(&self.dummies)?;
        self.inner.verify_dummy(password).await
    }
}

pub(crate) struct CountingDigester {
    inner: HmacOtpDigester,
    comparisons: AtomicU32,
}

impl CountingDigester {
    fn new(inner: HmacOtpDigester) -> Self {
        Self {
            inner,
            comparisons: AtomicU32::new(0),
        }
    }

    /// How many codes were compared.
    pub(crate) fn comparisons(&self) -> u32 {
        self.comparisons.load(Ordering::SeqCst)
    }
}

impl OtpDigester for CountingDigester {
    fn key(&self, secret: &RegistrationSecret) -> RegistrationKey {
        self.inner.key(secret)
    }

    fn link(&self, token: &LinkToken) -> LinkDigest {
        self.inner.link(token)
    }

    fn digest(&self, flow: FlowKey, code: &OtpCode) -> CodeDigest {
        self.inner.digest(flow, code)
    }

    fn matches(&self, flow: FlowKey, code: &OtpCode, digest: &CodeDigest) -> bool {
        self.comparisons.fetch_add(1, Ordering::SeqCst);
        self.inner.matches(flow, code, digest)
    }
}
