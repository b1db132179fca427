//! What a server that strangers can reach does not start with (H1, D7, G9).

use infra_crypto::SAMPLE_KEYS;

use super::super::production::exposures;
use super::*;

/// 32 bytes that count up.
const COUNTING: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const SAMPLE_RING: &str = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

// D7, F11r, G9, H1
#[rstest]
#[case("PORTICO__TOKENS__KEYS", "")]
#[case("PORTICO__TOKENS__KEYS", SAMPLE_RING)]
#[case(
    "PORTICO__TOKENS__KEYS",
    "k1:cG9ydGljby1zYW1wbGUta2V5LWRvLW5vdC11c2UtMDE"
)]
#[case("PORTICO__TOKENS__KEYS", "k1:c2hvcnQ")]
// "changeme" four times over.
#[case(
    "PORTICO__TOKENS__KEYS",
    "k1:Y2hhbmdlbWVjaGFuZ2VtZWNoYW5nZW1lY2hhbmdlbWU"
)]
#[case("PORTICO__PASSWORDS__PEPPER", COUNTING)]
#[case("PORTICO__PASSWORDS__PEPPER", SAMPLE_KEYS[1])]
#[case("PORTICO__PASSWORDS__BCRYPT_COST", "9")]
#[case("PORTICO__HTTP__PUBLIC_URL", "")]
#[case("PORTICO__HTTP__PUBLIC_URL", "http://accounts.example.com")]
#[case("PORTICO__HTTP__PUBLIC_URL", "http://10.0.0.7:8000")]
#[case("PORTICO__HTTP__FRONTEND_URL", "http://app.example.com")]
#[case("PORTICO__HTTP__TRUSTED_PROXIES", "10.0.0.0/8,0.0.0.0/0")]
#[case("PORTICO__HTTP__TRUSTED_PROXIES", "::/0")]
#[case("PORTICO__MAIL__URL", "")]
#[case("PORTICO__MAIL__URL", "mailbox://")]
#[case("PORTICO__MAIL__URL", "smtp://mail.example.com?tls=none")]
#[case("PORTICO__MAIL__URL", "smtp://mail.example.com?tls=opportunistic")]
#[case("PORTICO__REDIS__URL", "rediss://cache.example.com:6380/#insecure")]
#[case("PORTICO__LIMITS__ENABLED", "false")]
#[case("PORTICO__FIRST_SUPERUSER__PASSWORD", "changethis")]
#[case("PORTICO__FIRST_SUPERUSER__PASSWORD", "short")]
#[case("PORTICO__FIRST_SUPERUSER__PASSWORD", "correct-horse-battery-staple")]
#[case(
    "PORTICO__FIRST_SUPERUSER__PASSWORD",
    "a quiet lake at six in the morning"
)]
#[case("PORTICO__FIRST_SUPERUSER__EMAIL", "admin@example.com")]
fn production_refuses_what_is_weak_or_missing(#[case] name: &str, #[case] value: &str) {
    let account = [
        ("PORTICO__FIRST_SUPERUSER__EMAIL", "ada@portico.example"),
        (
            "PORTICO__FIRST_SUPERUSER__PASSWORD",
            "nobody-has-read-this-one",
        ),
    ];
    let line = refusal(&production(&[&account[..], &[(name, value)]].concat()));
    assert!(line.contains(name), "{line}");
    assert!(!line.contains('\n'), "{line}");
    assert!(value.len() < 6 || !line.contains(value), "{line}");
}

#[test]
fn development_takes_what_production_refuses() {
    let sources = variables(&[
        ("PORTICO__TOKENS__KEYS", SAMPLE_RING),
        ("PORTICO__PASSWORDS__BCRYPT_COST", "4"),
        ("PORTICO__FIRST_SUPERUSER__PASSWORD", "changethis"),
        ("PORTICO__HTTP__PUBLIC_URL", "http://accounts.example.com"),
        ("PORTICO__MAIL__URL", "smtp://mail.example.com?tls=none"),
        ("PORTICO__LIMITS__ENABLED", "false"),
    ]);
    assert!(Settings::load(&sources).is_ok());
}

// To try a production on one machine, with a relay on a network of its own.
#[test]
fn what_is_near_may_be_in_clear() {
    let sources = production(&[
        ("PORTICO__HTTP__PUBLIC_URL", "http://localhost:8080"),
        ("PORTICO__HTTP__FRONTEND_URL", "http://127.0.0.1:5173"),
        ("PORTICO__MAIL__URL", "smtp://mail:1025?tls=none"),
        ("PORTICO__REDIS__URL", "redis://cache:6379"),
        (
            "PORTICO__STORAGE__URL",
            "postgres://portico@database/portico",
        ),
    ]);
    let settings = Settings::load(&sources).unwrap();
    assert!(exposures(&settings).is_empty());
}

// G9
#[rstest]
#[case("PORTICO__STORAGE__URL", "postgres://u@db.example.com/p", true)]
#[case(
    "PORTICO__STORAGE__URL",
    "postgres://u@db.example.com/p?sslmode=require",
    true
)]
#[case(
    "PORTICO__STORAGE__URL",
    "postgres://u@localhost/p?host=db.example.com",
    true
)]
#[case(
    "PORTICO__STORAGE__URL",
    "postgres://u@db.example.com/p?sslmode=verify-full",
    false
)]
#[case("PORTICO__STORAGE__URL", "postgres://%2Frun%2Fpostgresql/p", false)]
#[case("PORTICO__REDIS__URL", "redis://:secret@cache.example.com", true)]
#[case("PORTICO__REDIS__URL", "rediss://:secret@cache.example.com", false)]
fn services_that_can_be_listened_to_are_warned_of(
    #[case] name: &str,
    #[case] url: &str,
    #[case] is_exposed: bool,
) {
    let settings = Settings::load(&production(&[(name, url)])).unwrap();
    assert_eq!(!exposures(&settings).is_empty(), is_exposed);
}
