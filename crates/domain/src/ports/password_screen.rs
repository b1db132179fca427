//! The block list of passwords.

use crate::password::Password;

/// Knows which passwords an attacker tries first.
pub trait PasswordScreen: Send + Sync {
    /// Whether the password is among the first ten thousand guesses of somebody who knows `words`: the
    /// account's names and the product's (B4). MUST refuse the notorious ones and those made of `words`,
    /// and take a long random one. (contracts: `notorious_passwords_are_guessable`,
    /// `passwords_made_of_known_words_are_guessable`, `long_random_passwords_are_not`)
    fn is_guessable(&self, password: &Password, words: &[&str]) -> bool;
}
