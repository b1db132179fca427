//! Which passwords an account may get.

use portico_domain::password::{Password, PasswordPolicy, PasswordPolicyError, PasswordRefusal};
use rstest::rstest;

fn policy() -> PasswordPolicy {
    PasswordPolicy::new(8, 128).expect("a policy")
}

fn judged(text: &str, guessable: bool) -> Result<(), PasswordRefusal> {
    let password = Password::parse(text).expect("a password");
    policy().accept(password, guessable).map(|_| ())
}

// B1, B2
#[rstest]
#[case::usual(8, 128, true)]
#[case::recommended(15, 256, true)]
#[case::narrowest(64, 64, true)]
#[case::least_below_eight(7, 128, false)]
#[case::most_below_sixty_four(8, 63, false)]
#[case::most_above_what_is_read(8, 257, false)]
#[case::most_below_least(100, 99, false)]
#[case::least_above_what_is_read(257, 257, false)]
fn limits_outside_of_the_requirements_are_refused(
    #[case] least: usize,
    #[case] most: usize,
    #[case] allowed: bool,
) {
    let made = PasswordPolicy::new(least, most);
    assert_eq!(made.err(), (!allowed).then_some(PasswordPolicyError));
}

// B1, B2
#[rstest]
#[case(7, Err(PasswordRefusal::TooShort { min: 8 }))]
#[case(8, Ok(()))]
#[case(128, Ok(()))]
#[case(129, Err(PasswordRefusal::TooLong { max: 128 }))]
fn the_limits_count_characters(
    #[case] length: usize,
    #[case] verdict: Result<(), PasswordRefusal>,
) {
    for letter in ["a", "é", "龍", "🐎"] {
        assert_eq!(judged(&letter.repeat(length), false), verdict);
    }
}

// B3
#[rstest]
#[case("letters only")]
#[case("918273645546372819")]
#[case("ÜÜÜÜÜÜÜÜ")]
fn there_are_no_rules_of_composition(#[case] text: &str) {
    assert_eq!(judged(text, false), Ok(()));
}

// B4
#[test]
fn a_guessable_password_is_refused() {
    assert_eq!(
        judged("password1234", true),
        Err(PasswordRefusal::Guessable)
    );
}

// B2: the block list never reads what is too long.
#[test]
fn length_is_judged_before_the_block_list() {
    let long = "a".repeat(129);
    assert_eq!(
        judged(&long, true),
        Err(PasswordRefusal::TooLong { max: 128 })
    );
}

#[test]
fn an_accepted_password_is_the_one_that_was_judged() {
    let password = Password::parse("correct horse").expect("a password");
    let accepted = policy().accept(password.clone(), false).expect("accepted");
    assert_eq!(accepted.password(), &password);
    assert_eq!(accepted.into_password(), password);
}
