//! B4: what an attacker tries first.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use domain::ports::PasswordScreen;
use portico_infra_crypto::ZxcvbnScreen;

use crate::subjects::password;

const WORDS: [&str; 4] = [
    "ada.lovelace@example.org",
    "Countess_Ada",
    "Ada Lovelace",
    "Portico",
];

fn is_guessable(text: &str) -> bool {
    ZxcvbnScreen.is_guessable(&password(text), &WORDS)
}

// B4
#[test]
fn notorious_passwords_are_guessable() {
    for text in [
        "password",
        "Password",
        "p4ssw0rd",
        "12345678",
        "qwertyuiop",
        "iloveyou",
        "aaaaaaaaaaaa",
    ] {
        assert!(is_guessable(text), "{text}");
    }
}

// B4
#[test]
fn passwords_of_known_words_are_guessable() {
    let texts = [
        "lovelace",
        "Lovelace",
        "ecalevol",
        "l0velace",
        "adalovelace",
        "Lovelace1",
        "lovelace!",
        "lovelace123",
        "portico1",
        "PorticoPortico",
        "countess_ada",
        "ada.lovelace@example.org",
        "example.org",
        "1portico1",
        "adapassword",
    ];
    for text in texts {
        assert!(is_guessable(text), "{text}");
    }
}

// B4, B3: no rules of composition.
#[test]
fn passwords_that_nobody_tries_are_accepted() {
    let texts = [
        "correct horse battery staple",
        "xkq7vbnw",
        "Tr4verse-Mulberry",
        "lovelace tuba quartz",
        "ада лавлейс 1815 год",
        "portico wombat glacier",
        "8fJ2kQ9z",
    ];
    for text in texts {
        assert!(!is_guessable(text), "{text}");
    }
}

// B4
#[test]
fn short_words_and_empty_ones_forbid_nothing() {
    let words = ["", "a", "x9", "..", "@", "ab cd"];
    assert!(!ZxcvbnScreen.is_guessable(&password("x9 tuba ab quartz cd"), &words));
}

// B4: somebody else's name is nobody's business.
#[test]
fn words_count_for_their_own_account_only() {
    assert!(!ZxcvbnScreen.is_guessable(&password("Quorndon7"), &WORDS));
    assert!(ZxcvbnScreen.is_guessable(&password("Quorndon7"), &["quorndon"]));
}

// B2: the longest passwords do not hold the thread that screens them. The least of several turns counts,
// since a busy machine can only make a turn longer.
#[test]
fn the_longest_passwords_are_screened_quickly() {
    let texts = [
        "a",
        "aB3$",
        "passwordqwerty1987",
        "4b!L0v3",
        "𝕬ж",
        "zxcvbn2001-09-11",
        "lovelace1815!",
        "Portico ",
    ];
    for text in texts {
        let longest: String = text.chars().cycle().take(256).collect();
        let least = (0..20).map(|_| time_to_screen(&longest)).min().unwrap();
        assert!(least < Duration::from_millis(50), "{text}: {least:?}");
    }
}

fn time_to_screen(text: &str) -> Duration {
    let start = work_of_this_thread();
    is_guessable(text);
    work_of_this_thread().saturating_sub(start)
}

/// For how long this thread has had a processor, which other programs do not make longer; where the system does not
/// tell, for how long it has been there.
fn work_of_this_thread() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|text| text.split(' ').next()?.parse().ok());
    nanos.map_or_else(|| START.elapsed(), Duration::from_nanos)
}
