//! The block list: what an attacker tries first (B4).

use domain::password::Password;
use domain::ports::PasswordScreen;
use zxcvbn::zxcvbn;

/// Estimates guesses with zxcvbn, which knows common passwords, names, dates, keyboards and the usual
/// disguises.
///
/// It judges the first hundred characters, which bounds its work.
#[derive(Clone, Copy, Debug, Default)]
pub struct ZxcvbnScreen;

/// So many guesses are thought to be tried on any account.
const FIRST_GUESSES: u64 = 10_000;
/// Shorter words are in half of all passwords by chance.
const MIN_WORD_LENGTH: usize = 3;

impl PasswordScreen for ZxcvbnScreen {
    fn is_guessable(&self, password: &Password, words: &[&str]) -> bool {
        let words = known_words(words);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let lower = password.expose().to_lowercase();
        is_early_guess(password.expose(), &words)
            || without(&lower, &words).is_some_and(|rest| is_early_guess(&rest, &words))
    }
}

fn is_early_guess(text: &str, words: &[&str]) -> bool {
    zxcvbn(text, words).guesses() <= FIRST_GUESSES
}

/// What is left of a password when the known words are taken out; `None` when it holds none.
///
/// zxcvbn counts every password of two parts as more than ten thousand guesses, but somebody who knows the
/// words puts two of them together, or one and a digit, long before that.
fn without(password: &str, words: &[&str]) -> Option<String> {
    let rest = words
        .iter()
        .fold(password.to_owned(), |rest, word| rest.replace(word, ""));
    (rest.len() < password.len()).then_some(rest)
}

/// The words themselves and the parts of those that have several, such as addresses; longest first, so
/// that a whole word is taken out before a part of it. In lower case.
fn known_words(words: &[&str]) -> Vec<String> {
    let mut known: Vec<String> = words
        .iter()
        .flat_map(|word| std::iter::once(*word).chain(word.split(|c: char| !c.is_alphanumeric())))
        .filter(|word| word.chars().count() >= MIN_WORD_LENGTH)
        .map(str::to_lowercase)
        .collect();
    known.sort_unstable_by_key(|word| std::cmp::Reverse(word.len()));
    known.dedup();
    known
}
