//! Searching among accounts.

use portico_domain::user::{FullName, User, UserSearch, UserSearchError, Username};
use rstest::rstest;

use super::a_user;

fn finds(text: &str, user: &User) -> bool {
    let search = UserSearch::parse(text).expect("a search");
    user.searched_text().contains(&search.folded())
}

#[rstest]
#[case::everybody("")]
#[case::blanks("   ")]
#[case::part_of_the_address("m@example.c")]
#[case::address_in_capitals("KIM@EXAMPLE.COM")]
#[case::username("kim")]
#[case::username_in_full_width("\u{FF2B}\u{FF49}\u{FF4D}")]
#[case::part_of_the_name("m Exam")]
#[case::blanks_around("  example  ")]
fn a_part_of_any_name_in_any_case_finds_its_user(#[case] text: &str) {
    assert!(finds(text, &a_user()));
}

#[rstest]
#[case::wildcard("%")]
#[case::one_letter_wildcard("k_m")]
#[case::pattern("k.*m")]
#[case::somebody_else("lee")]
#[case::across_two_names("comkim")]
fn nothing_else_finds_them(#[case] text: &str) {
    assert!(!finds(text, &a_user()));
}

#[rstest]
#[case("Stra\u{DF}e", "STRASSE")]
#[case("Jose\u{301}", "JOSÉ")]
#[case("ΟΔΟΣ", "οδος")]
fn names_of_any_script_are_found_without_regard_to_case(#[case] name: &str, #[case] text: &str) {
    let user = User {
        full_name: Some(FullName::parse(name).expect("a name")),
        username: Some(Username::parse("somebody").expect("a username")),
        ..a_user()
    };
    assert!(finds(text, &user));
}

#[test]
fn users_without_names_are_found_by_their_address() {
    let user = User {
        full_name: None,
        username: None,
        ..a_user()
    };
    assert!(finds("kim@", &user) && !finds("kim example", &user));
}

#[test]
fn a_search_has_at_most_255_characters() {
    assert!(UserSearch::parse(&"龍".repeat(255)).is_ok());
    let long = UserSearch::parse(&"龍".repeat(256));
    assert_eq!(long, Err(UserSearchError::TooLong));
}

#[rstest]
#[case::nul("kim\0")]
#[case::line_break("kim\nkim")]
#[case::line_separator("kim\u{2028}")]
fn control_characters_are_refused(#[case] text: &str) {
    let refused = UserSearchError::ControlCharacter;
    assert_eq!(UserSearch::parse(text), Err(refused));
}
