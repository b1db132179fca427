//! B5 to B8, C8: what is kept of a password and when it is renewed.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::password::{Password, PasswordError, PasswordHash};
use domain::ports::{HashingError, PasswordHasher, Verification};
use port_contracts::doubles::SeededSecrets;
use portico_infra_crypto::{
    BcryptCost, BcryptHasher, BcryptSettings, Pepper, PepperError, SAMPLE_KEYS,
};
use tokio::task::JoinSet;

use crate::scripted_secrets::ScriptedSecrets;
use crate::subjects::{new_password, password};

/// Made with libxcrypt and OpenSSL: salt of zeros, cost 4, the fixed domain key, "correct horse".
const VECTOR: &str = "pbc1$domain$2b$04$......................UEmEKOEK.ceKCh62wztwlM0j5IWFB4i";

const OWN_KEY: &str = "3q2-796tvu_erb7v3q2-796tvu_erb7v3q2-796tvu8";
const RIGHT: Verification = Verification::Right {
    needs_rehash: false,
};
const OUTDATED: Verification = Verification::Right { needs_rehash: true };

fn settings(cost: u32, pepper: Pepper) -> BcryptSettings {
    BcryptSettings::new(BcryptCost::new(cost).unwrap(), pepper)
}

fn hasher_with(settings: BcryptSettings) -> BcryptHasher {
    BcryptHasher::new(settings, Arc::new(SeededSecrets::new(11)))
}

fn hasher(cost: u32) -> BcryptHasher {
    hasher_with(settings(cost, Pepper::fixed_domain()))
}

fn own_pepper() -> Pepper {
    Pepper::from_key(OWN_KEY).unwrap()
}

async fn hash(hasher: &BcryptHasher, text: &str) -> PasswordHash {
    hasher.hash(&new_password(text)).await.unwrap()
}

async fn verify(hasher: &BcryptHasher, text: &str, hash: &PasswordHash) -> Verification {
    hasher.verify(&password(text), hash).await.unwrap()
}

// B7
#[tokio::test]
async fn a_hash_is_what_other_implementations_make() {
    let zeros = Arc::new(ScriptedSecrets::new([]));
    let hasher = BcryptHasher::new(settings(4, Pepper::fixed_domain()), zeros);
    assert_eq!(hash(&hasher, "correct horse").await.as_str(), VECTOR);
}

// B5: bcrypt itself reads 72 bytes.
#[tokio::test]
async fn what_comes_after_72_bytes_counts() {
    let hasher = hasher(4);
    let start = "0123456789abcdef".repeat(4) + "01234567";
    let hash = hash(&hasher, &format!("{start}one")).await;
    assert_eq!(verify(&hasher, &format!("{start}one"), &hash).await, RIGHT);
    for other in [format!("{start}two"), format!("{start}onee"), start] {
        assert_eq!(verify(&hasher, &other, &hash).await, Verification::Wrong);
    }
}

// B5, B2
#[tokio::test]
async fn the_longest_password_of_any_script_counts_to_its_last_character() {
    let hasher = hasher(4);
    let start = "𝕬".repeat(Password::MAX_LENGTH - 1);
    let hash = hash(&hasher, &format!("{start}a")).await;
    assert_eq!(verify(&hasher, &format!("{start}a"), &hash).await, RIGHT);
    assert_eq!(
        verify(&hasher, &format!("{start}b"), &hash).await,
        Verification::Wrong
    );
}

// B6: refused before the hash could stop reading at it.
#[test]
fn a_nul_is_refused() {
    assert_eq!(
        Password::parse("password\0password"),
        Err(PasswordError::ControlCharacter)
    );
}

// B7
#[tokio::test]
async fn two_spellings_of_one_character_are_one_password() {
    let hasher = hasher(4);
    let hash = hash(&hasher, "caf\u{e9} noir").await;
    assert_eq!(verify(&hasher, "cafe\u{301} noir", &hash).await, RIGHT);
}

// B7
#[tokio::test]
async fn a_hash_names_its_scheme_pepper_and_cost() {
    let domain = hash(&hasher(5), "correct horse").await;
    assert!(domain.as_str().starts_with("pbc1$domain$2b$05$"));

    let own = hash(&hasher_with(settings(4, own_pepper())), "correct horse").await;
    let (scheme, rest) = own.as_str().split_once('$').unwrap();
    let (id, rest) = rest.split_once('$').unwrap();
    assert_eq!((scheme, id.len(), &rest[..6]), ("pbc1", 8, "2b$04$"));
    assert!(!OWN_KEY.contains(id));
}

// B7
#[tokio::test]
async fn a_pepper_decides_over_the_hash() {
    let zeros = || Arc::new(ScriptedSecrets::new([]));
    let own = BcryptHasher::new(settings(4, own_pepper()), zeros());
    let tail = |hash: &PasswordHash| hash.as_str()[hash.as_str().len() - 31..].to_owned();
    let hash = hash(&own, "correct horse").await;
    assert_ne!(
        tail(&hash),
        tail(&PasswordHash::from_stored(VECTOR.to_owned()))
    );
}

// B8
#[tokio::test]
async fn another_cost_wants_a_new_hash() {
    let (before, after) = (hasher(4), hasher(5));
    let hash = hash(&before, "correct horse").await;
    assert_eq!(verify(&before, "correct horse", &hash).await, RIGHT);
    assert_eq!(verify(&after, "correct horse", &hash).await, OUTDATED);
    assert_eq!(
        verify(&after, "wrong horse", &hash).await,
        Verification::Wrong
    );
}

// B8, B7
#[tokio::test]
async fn a_retired_pepper_still_verifies_and_wants_a_new_hash() {
    let old = hash(&hasher(4), "correct horse").await;
    let mut settings = settings(4, own_pepper());
    settings.retired_peppers.push(Pepper::fixed_domain());
    let hasher = hasher_with(settings);
    assert_eq!(verify(&hasher, "correct horse", &old).await, OUTDATED);
    assert_eq!(
        verify(&hasher, "wrong horse", &old).await,
        Verification::Wrong
    );

    let new = hash(&hasher, "correct horse").await;
    assert_eq!(verify(&hasher, "correct horse", &new).await, RIGHT);
}

// B7: what the doctor asks.
#[tokio::test]
async fn a_hash_shows_whether_its_pepper_is_configured() {
    let (domain, own) = (hasher(4), hasher_with(settings(4, own_pepper())));
    let peppered = hash(&own, "correct horse").await;
    assert!(own.can_compare(&peppered) && !domain.can_compare(&peppered));
    assert!(!own.can_compare(&hash(&domain, "correct horse").await));
}

// B7, C1: an answer of their own would tell who has an account.
#[tokio::test]
async fn no_password_is_right_for_an_unknown_pepper_or_a_damaged_hash() {
    let hasher = hasher(4);
    let texts = [
        VECTOR.replace("domain", "gone"),
        VECTOR.replace("pbc1", "pbc9"),
        VECTOR.replace("pbc1$domain", ""),
        VECTOR.replace("$04$", "$99$"),
        VECTOR.replace("$04$", "$03$"),
        VECTOR[..40].to_owned(),
        VECTOR.replace("....", "ääää"),
        "pbc1$domain".to_owned(),
        String::new(),
    ];
    for text in texts {
        let answer = hasher
            .verify(
                &password("correct horse"),
                &PasswordHash::from_stored(text.clone()),
            )
            .await;
        assert_eq!(answer, Ok(Verification::Wrong), "{text}");
    }
}

// C1
#[tokio::test]
async fn a_dummy_comparison_works_with_every_password() {
    let hasher = hasher(4);
    for text in ["a", "correct horse", &"x".repeat(Password::MAX_LENGTH)] {
        assert_eq!(hasher.verify_dummy(&password(text)).await, Ok(()));
    }
}

// C8
#[tokio::test]
async fn a_rush_is_refused_at_once_and_the_pool_recovers() {
    let mut settings = settings(12, Pepper::fixed_domain());
    // On a machine of many cores the rush would not be one.
    settings.permits = NonZeroUsize::MIN;
    let hasher = Arc::new(hasher_with(settings));
    let asked = Instant::now();
    assert_eq!(
        hasher.verify_dummy(&password("correct horse")).await,
        Ok(())
    );
    // A machine that is busy with other things takes longer for this too.
    let a_hash = asked.elapsed();
    let mut rush = JoinSet::new();
    for _ in 0..200 {
        let hasher = Arc::clone(&hasher);
        rush.spawn(async move {
            let asked = Instant::now();
            (
                hasher.verify_dummy(&password("correct horse")).await,
                asked.elapsed(),
            )
        });
    }
    // At least one is at work for as long as a hash takes; the refusals come first.
    let (answer, took) = rush.join_next().await.unwrap().unwrap();
    assert!(
        matches!(answer, Err(HashingError::Overloaded { retry_after }) if retry_after > Duration::from_secs(2))
    );
    assert!(took < a_hash / 4, "{took:?} of {a_hash:?}");

    rush.shutdown().await;
    assert_eq!(
        hasher.verify_dummy(&password("correct horse")).await,
        Ok(())
    );
}

#[test]
fn costs_are_those_that_bcrypt_knows() {
    assert_eq!(BcryptCost::new(4).map(BcryptCost::get), Ok(4));
    assert_eq!(BcryptCost::new(31).map(BcryptCost::get), Ok(31));
    assert!(BcryptCost::new(3).is_err());
    assert!(BcryptCost::new(32).is_err());
}

// B7, H1, H2
#[test]
fn a_pepper_is_32_bytes_and_does_not_show_itself() {
    assert!(!format!("{:?}", own_pepper()).contains(&OWN_KEY[..6]));
    for text in ["", "AAAA", &format!("{OWN_KEY}="), &OWN_KEY[..42]] {
        assert_eq!(Pepper::from_key(text).unwrap_err(), PepperError, "{text}");
    }
    assert!(own_pepper().is_sample(), "it stands in this repository");
    assert!(!Pepper::fixed_domain().is_sample());
    assert!(Pepper::from_key(SAMPLE_KEYS[0]).unwrap().is_sample());
}
