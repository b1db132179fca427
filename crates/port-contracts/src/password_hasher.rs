//! The contract of [`PasswordHasher`]. Shedding load is for the adapter's own test.

use std::future::Future;
use std::time::{Duration, Instant};

use domain::password::{Password, PasswordHash};
use domain::ports::{PasswordHasher, Verification};

use crate::fixtures::{a_new_password, a_password};

const PASSWORD: &str = "correct horse battery staple";
const RIGHT: Verification = Verification::Right {
    needs_rehash: false,
};

/// B7: the hash is salted.
pub async fn equal_passwords_have_different_hashes(hasher: &dyn PasswordHasher) {
    let (first, second) = (hash(hasher, PASSWORD).await, hash(hasher, PASSWORD).await);
    assert_ne!(first.as_str(), second.as_str());
    assert_eq!(verify(hasher, PASSWORD, &first).await, RIGHT);
    assert_eq!(verify(hasher, PASSWORD, &second).await, RIGHT);
}

/// B2, B7: bcrypt alone would stop reading at 72 bytes.
pub async fn only_the_whole_password_verifies(hasher: &dyn PasswordHasher) {
    let long = "wörter".repeat(30);
    let stored = hash(hasher, &long).await;
    assert_eq!(verify(hasher, &long, &stored).await, RIGHT);
    let cut: String = long.chars().take(72).collect();
    let last_changed = format!("{}x", &long[..long.len() - 1]);
    let longer = format!("{long}w");
    for wrong in [cut, last_changed, longer, long.to_uppercase()] {
        let verdict = verify(hasher, &wrong, &stored).await;
        assert_eq!(verdict, Verification::Wrong, "{wrong}");
    }
}

/// B6: a text with a NUL is no password, or at least not the one before the NUL.
pub async fn a_nul_is_never_an_end(hasher: &dyn PasswordHasher) {
    let stored = hash(hasher, PASSWORD).await;
    let Ok(with_nul) = Password::parse(&format!("{PASSWORD}\0tail")) else {
        return;
    };
    let verdict = hasher.verify(&with_nul, &stored).await;
    assert_eq!(verdict, Ok(Verification::Wrong));
}

/// B8: a wrong password never asks for a new hash, a right one only when something changed.
pub async fn a_fresh_hash_needs_no_rehash(hasher: &dyn PasswordHasher) {
    let stored = hash(hasher, PASSWORD).await;
    assert_eq!(verify(hasher, PASSWORD, &stored).await, RIGHT);
}

/// B7, C1: a hash that nobody can compare with says nothing of its account.
pub async fn a_hash_of_somebody_else_is_wrong(hasher: &dyn PasswordHasher) {
    assert!(hasher.can_compare(&hash(hasher, PASSWORD).await));
    let foreign = PasswordHash::from_stored("not a hash of this adapter".to_owned());
    assert!(!hasher.can_compare(&foreign));
    let verdict = verify(hasher, PASSWORD, &foreign).await;
    assert_eq!(verdict, Verification::Wrong);
}

/// C1: the time must not tell whether there is an account. The least of many turns is compared, since
/// a busy machine can only make a turn longer.
pub async fn a_dummy_costs_as_much_as_a_comparison(hasher: &dyn PasswordHasher) {
    let stored = hash(hasher, PASSWORD).await;
    let password = a_password(PASSWORD);
    let (mut real, mut dummy) = (Duration::MAX, Duration::MAX);
    for _ in 0..15 {
        real = real.min(time(hasher.verify(&password, &stored)).await);
        dummy = dummy.min(time(hasher.verify_dummy(&password)).await);
    }
    assert!(dummy * 2 > real && real * 2 > dummy, "{dummy:?}, {real:?}");
}

async fn hash(hasher: &dyn PasswordHasher, password: &str) -> PasswordHash {
    let hash = hasher.hash(&a_new_password(password)).await;
    hash.expect("a password could not be hashed")
}

async fn verify(hasher: &dyn PasswordHasher, password: &str, hash: &PasswordHash) -> Verification {
    let verdict = hasher.verify(&a_password(password), hash).await;
    verdict.expect("a password could not be compared")
}

async fn time<T, E: std::fmt::Debug>(work: impl Future<Output = Result<T, E>>) -> Duration {
    let started = Instant::now();
    let done = work.await;
    let took = started.elapsed();
    assert!(done.is_ok(), "{:?}", done.err());
    took
}

/// Runs the contract of `PasswordHasher` on an adapter. Give it a low cost: it hashes some fifty times.
#[macro_export]
macro_rules! password_hasher_contract {
    ($adapter:expr) => {
        $crate::__async_cases!(
            password_hasher,
            $adapter,
            equal_passwords_have_different_hashes,
            only_the_whole_password_verifies,
            a_nul_is_never_an_end,
            a_fresh_hash_needs_no_rehash,
            a_hash_of_somebody_else_is_wrong,
            a_dummy_costs_as_much_as_a_comparison,
        );
    };
}
