//! The key ring as text (D7).

use port_contracts::doubles::SeededSecrets;
use portico_infra_crypto::{KeyFault, KeyRing, KeyRingError, SAMPLE_KEYS};

use crate::forge::{decode, encode};
use crate::scripted_secrets::ScriptedSecrets;
use crate::subjects::{K1, K2};

fn refusal(text: &str) -> KeyRingError {
    KeyRing::parse(text).unwrap_err()
}

fn entry(key: [u8; 32]) -> String {
    format!("k:{}", encode(key))
}

#[test]
fn entries_may_stand_apart() {
    assert!(KeyRing::parse(&format!(" {K1} ,\n{K2}\n")).is_ok());
}

// D7
#[test]
fn the_same_id_or_key_twice_is_refused() {
    let same_id = format!("{K1},{}", K2.replace("k2:", "k1:"));
    let same_key = format!("{K1},{K2},{}", K1.replace("k1:", "k3:"));
    assert_eq!(
        refusal(&same_id),
        KeyRingError {
            position: 2,
            fault: KeyFault::RepeatedId
        }
    );
    assert_eq!(
        refusal(&same_key),
        KeyRingError {
            position: 3,
            fault: KeyFault::RepeatedKey
        }
    );
}

// D7
#[test]
fn keys_of_another_length_or_spelling_are_refused() {
    let texts = [
        String::new(),
        encode([1; 31]),
        encode([1; 33]),
        encode([1; 64]),
        format!("{}=", encode([1; 32])),
        "!".repeat(43),
        // The last character has loose bits.
        format!("{}B", "A".repeat(42)),
    ];
    for key in texts {
        assert_eq!(refusal(&format!("k:{key}")).fault, KeyFault::Key, "{key}");
    }
}

#[test]
fn ids_are_short_and_plain() {
    let key = encode([1; 32]);
    for id in ["a", "A-z_09", &"x".repeat(32)] {
        assert!(KeyRing::parse(&format!("{id}:{key}")).is_ok(), "{id}");
    }
    for id in ["", " ", "a b", "a.b", "ä", "a/b", "a\"", &"x".repeat(33)] {
        assert_eq!(refusal(&format!("{id}:{key}")).fault, KeyFault::Id, "{id}");
    }
}

#[test]
fn an_entry_without_an_id_is_refused() {
    let (_, key) = K1.split_once(':').unwrap();
    for text in ["", " ", key, &format!("{K1},")] {
        assert_eq!(refusal(text).fault, KeyFault::Form, "{text}");
    }
}

// H2
#[test]
fn neither_errors_nor_debug_show_a_key() {
    let (_, key) = K1.split_once(':').unwrap();
    let faulty = [
        key.to_owned(),
        format!("{key}:k1"),
        format!("k1:{key}AAAA"),
        format!("{K1},{K1}"),
    ];
    for text in faulty {
        let error = refusal(&text);
        assert!(!format!("{error} {error:?}").contains(&key[..8]), "{error}");
    }
    let shown = format!("{:?}", KeyRing::parse(K1).unwrap());
    assert_eq!(shown, r#"KeyRing { ids: ["k1"], .. }"#);
}

// D7, H1
#[test]
fn keys_that_anybody_may_know_are_recognised() {
    let counting_up = std::array::from_fn(|i| u8::try_from(i).unwrap());
    let counting_down = std::array::from_fn(|i| 255 - u8::try_from(i).unwrap());
    let mut known = [[0; 32], [0xff; 32], [0x61; 32], counting_up, counting_down]
        .map(entry)
        .to_vec();
    known.extend(SAMPLE_KEYS.map(|key| format!("k:{key}")));
    for text in known {
        assert_eq!(
            KeyRing::parse(&text).unwrap().sample_key(),
            Some("k"),
            "{text}"
        );
    }
}

// D7: a key that is to mint next is marked, and opens like any other.
#[test]
fn a_staged_entry_is_part_of_the_ring() {
    let ring = KeyRing::parse(&format!("{K1},+{K2}")).unwrap();
    assert_eq!(format!("{ring:?}"), r#"KeyRing { ids: ["k1", "k2"], .. }"#);
}

// D7
#[test]
fn what_mints_cannot_be_staged() {
    let expected = KeyRingError {
        position: 1,
        fault: KeyFault::StagedFirst,
    };
    assert_eq!(refusal(&format!("+{K1},{K2}")), expected);
    assert_eq!(refusal(&format!("{K1},++{K2}")).fault, KeyFault::Id);
}

// D7
#[test]
fn a_sample_key_is_found_wherever_it_stands() {
    let secrets = SeededSecrets::new(5);
    let [one, other] = [(); 2].map(|()| KeyRing::generate_entry(&secrets));
    let ring = KeyRing::parse(&format!("{one},{},{other}", entry([0; 32]))).unwrap();
    assert_eq!(ring.sample_key(), Some("k"));
    let ring = KeyRing::parse(&format!("{one},{other}")).unwrap();
    assert_eq!(ring.sample_key(), None);
}

// D7
#[test]
fn a_generated_entry_is_a_ring() {
    let secrets = SeededSecrets::new(3);
    let (one, other) = (
        KeyRing::generate_entry(&secrets),
        KeyRing::generate_entry(&secrets),
    );
    let ring = KeyRing::parse(&format!("{one},{other}")).unwrap();
    assert_eq!(ring.sample_key(), None);
    let id = one.split(':').next().unwrap();
    assert!(
        id.len() == 8
            && id
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()),
        "{id}"
    );
}

// D7: every bit of the key is drawn.
#[test]
fn a_generated_key_is_what_was_drawn() {
    let drawn: [u8; 32] = std::array::from_fn(|i| u8::try_from(i * 5 + 3).unwrap());
    let entry = KeyRing::generate_entry(&ScriptedSecrets::new([0; 8].into_iter().chain(drawn)));
    let (id, key) = entry.split_once(':').unwrap();
    assert_eq!((id, decode(key).as_slice()), ("aaaaaaaa", drawn.as_slice()));
}
