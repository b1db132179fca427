//! E-mail addresses (F8r).

use portico_domain::user::{Email, EmailError};
use proptest::prelude::*;
use rstest::rstest;

fn email(text: &str) -> Email {
    Email::parse(text).expect("an address")
}

/// An address of exactly so many characters, of which 64 are before the `@`.
fn an_address_of(length: usize) -> String {
    let label = "d".repeat(60);
    let domain = format!("{label}.{label}.{label}");
    let rest = length - 64 - "@".len() - domain.len() - ".".len();
    format!("{}@{domain}.{}", "l".repeat(64), "e".repeat(rest))
}

// F8r: mail goes to the address as stored; the domain is an A-label in lower case.
#[rstest]
#[case::shortest("a@b.co", "a@b.co")]
#[case::case_is_kept_before_the_at("Some.Body+Tag@Example.COM", "Some.Body+Tag@example.com")]
#[case::apostrophe("o'brien@example.com", "o'brien@example.com")]
#[case::every_mark("!#$%&'*+/=?^_`{|}~-@example.com", "!#$%&'*+/=?^_`{|}~-@example.com")]
#[case::digits_only("007@example.com", "007@example.com")]
#[case::digits_in_labels("a@1.2.example", "a@1.2.example")]
#[case::umlaut_domain("a@bücher.example", "a@xn--bcher-kva.example")]
#[case::decomposed_umlaut_domain("a@bu\u{308}cher.example", "a@xn--bcher-kva.example")]
#[case::a_label("a@XN--BCHER-KVA.example", "a@xn--bcher-kva.example")]
#[case::cyrillic_domain("a@пример.рф", "a@xn--e1afmkfd.xn--p1ai")]
#[case::full_width_domain("a@\u{FF45}xample.com", "a@example.com")]
#[case::ideographic_full_stop("a@example\u{3002}com", "a@example.com")]
fn valid_addresses_are_taken(#[case] text: &str, #[case] stored: &str) {
    assert_eq!(email(text).as_str(), stored);
}

// F8r
#[rstest]
#[case::empty("", EmailError::Shape)]
#[case::no_at("somebody.example.com", EmailError::Shape)]
#[case::nobody("@example.com", EmailError::Shape)]
#[case::leading_blank(" a@example.com", EmailError::LocalPart)]
#[case::inner_blank("a b@example.com", EmailError::LocalPart)]
#[case::blank_before_at("a @example.com", EmailError::LocalPart)]
#[case::quoted("\"a b\"@example.com", EmailError::LocalPart)]
#[case::comment("a(b)@example.com", EmailError::LocalPart)]
#[case::angle_brackets("<a@example.com>", EmailError::LocalPart)]
#[case::display_name("A <a@example.com", EmailError::LocalPart)]
#[case::leading_dot(".a@example.com", EmailError::LocalPart)]
#[case::trailing_dot("a.@example.com", EmailError::LocalPart)]
#[case::double_dot("a..b@example.com", EmailError::LocalPart)]
#[case::two_ats("a@b@example.com", EmailError::LocalPart)]
#[case::two_recipients("a@example.com,b@example.com", EmailError::LocalPart)]
#[case::header_injection("a@example.com\r\nBcc: b@example.com", EmailError::LocalPart)]
#[case::nul("a\0@example.com", EmailError::LocalPart)]
#[case::umlaut("ä@example.com", EmailError::LocalPart)]
#[case::zero_width("a\u{200B}@example.com", EmailError::LocalPart)]
#[case::no_domain("a@", EmailError::Domain)]
#[case::trailing_blank("a@example.com ", EmailError::Domain)]
#[case::trailing_line_break("a@example.com\n", EmailError::Domain)]
#[case::bare_host("a@localhost", EmailError::Domain)]
#[case::root_dot("a@example.com.", EmailError::Domain)]
#[case::domain_starts_with_dot("a@.example.com", EmailError::Domain)]
#[case::empty_label("a@example..com", EmailError::Domain)]
#[case::underscore("a@exa_mple.com", EmailError::Domain)]
#[case::hyphen_at_start("a@-example.com", EmailError::Domain)]
#[case::hyphen_at_end("a@example-.com", EmailError::Domain)]
#[case::nul_in_domain("a@exa\0mple.com", EmailError::Domain)]
#[case::slash("a@example.com/b", EmailError::Domain)]
#[case::port("a@example.com:25", EmailError::Domain)]
#[case::bad_punycode("a@xn--a.example", EmailError::Domain)]
#[case::direction_override("a@exam\u{202E}ple.com", EmailError::Domain)]
#[case::ip_literal("a@[192.0.2.1]", EmailError::Domain)]
#[case::ipv6_literal("a@[IPv6:2001:db8::1]", EmailError::Domain)]
#[case::bare_ip("a@192.0.2.1", EmailError::Domain)]
fn other_texts_are_refused(#[case] text: &str, #[case] error: EmailError) {
    assert_eq!(Email::parse(text), Err(error));
}

#[test]
fn the_local_part_has_at_most_64_octets() {
    let address = |length| format!("{}@example.com", "a".repeat(length));
    assert!(Email::parse(&address(64)).is_ok());
    assert_eq!(Email::parse(&address(65)), Err(EmailError::LocalPart));
}

#[test]
fn a_label_has_at_most_63_octets() {
    let address = |length| format!("a@{}.example", "b".repeat(length));
    assert!(Email::parse(&address(63)).is_ok());
    assert_eq!(Email::parse(&address(64)), Err(EmailError::Domain));
}

#[test]
fn an_address_has_at_most_254_characters() {
    assert_eq!(email(&an_address_of(254)).as_str().len(), 254);
    assert_eq!(Email::parse(&an_address_of(255)), Err(EmailError::TooLong));
}

#[test]
fn the_limit_holds_for_the_a_label_too() {
    let label = "ü".repeat(30);
    let domain = [label.as_str(); 5].join(".");
    let address = format!("{}@{domain}.example", "a".repeat(64));
    assert!(address.chars().count() <= 254);
    assert_eq!(Email::parse(&address), Err(EmailError::TooLong));
}

// F8r: letter case before the @ makes no second account, ASCII letters only.
#[test]
fn ascii_case_does_not_make_another_account() {
    let (upper, lower) = (email("KIM@Example.com"), email("kim@example.COM"));
    assert_eq!(upper.canonical(), lower.canonical());
    assert_ne!(upper.as_str(), lower.as_str());
}

// F8r, CVE-2019-19844: the dotless i and the Kelvin sign fold to i and k in some databases.
#[rstest]
#[case("m\u{131}ke@example.com")]
#[case("\u{212A}im@example.com")]
fn letters_that_fold_to_ascii_are_refused_before_the_at(#[case] text: &str) {
    assert_eq!(Email::parse(text), Err(EmailError::LocalPart));
}

// F8r, CVE-2019-19844
#[test]
fn a_dotless_i_is_another_domain() {
    let (dotless, dotted) = (email("a@m\u{131}ke.example"), email("a@mike.example"));
    assert_ne!(dotless.canonical(), dotted.canonical());
    assert!(dotless.as_str().is_ascii());
}

// B4
#[test]
fn the_mailbox_name_is_what_comes_before_the_at() {
    assert_eq!(email("Some.Body@example.com").mailbox_name(), "some.body");
}

#[test]
fn an_address_is_shown_as_stored() {
    let address = email("Kim@Example.com");
    assert_eq!(address.to_string(), "Kim@example.com");
    assert_eq!(format!("{address:?}"), "Email(Kim@example.com)");
    assert_eq!(Email::try_from("Kim@Example.com"), Ok(address));
}

proptest! {
    #[test]
    fn a_stored_address_is_read_back_as_it_is(text in "[!-~]{1,70}@[a-zA-Z0-9äß.-]{1,70}") {
        if let Ok(address) = Email::parse(&text) {
            prop_assert_eq!(Email::parse(address.as_str()), Ok(address));
        }
    }

    #[test]
    fn whatever_is_taken_is_visible_ascii_with_one_at(text in "\\PC{0,20}@\\PC{1,20}\\.[a-z]{2,6}") {
        if let Ok(address) = Email::parse(&text) {
            prop_assert!(address.as_str().bytes().all(|byte| byte.is_ascii_graphic()));
            prop_assert_eq!(address.as_str().matches('@').count(), 1);
            prop_assert_eq!(address.canonical(), address.as_str().to_ascii_lowercase());
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = Email::parse(&text);
    }
}
