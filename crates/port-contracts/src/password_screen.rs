//! The contract of [`PasswordScreen`].

use domain::ports::PasswordScreen;

use crate::fixtures::a_password;

/// B4: what every list of leaked passwords begins with.
pub fn notorious_passwords_are_guessable(screen: &dyn PasswordScreen) {
    let notorious = [
        "password",
        "password1",
        "12345678",
        "123456789",
        "1234567890",
        "qwertyuiop",
        "iloveyou",
        "sunshine",
        "princess",
        "football",
        "trustno1",
        "11111111",
        "Password1",
    ];
    for text in notorious {
        assert!(screen.is_guessable(&a_password(text), &[]), "{text}");
    }
}

/// B4: the account's names and the product's, as they are or hardly changed.
pub fn passwords_made_of_known_words_are_guessable(screen: &dyn PasswordScreen) {
    let words = ["wilhelmina.quux", "Wilhelmina Quux", "zorbatron"];
    for text in [
        "wilhelmina.quux",
        "Wilhelmina.Quux",
        "zorbatron",
        "Zorbatron",
        "zorbatron1",
    ] {
        assert!(screen.is_guessable(&a_password(text), &words), "{text}");
    }
}

/// B3: no rule of composition turns a good password away.
pub fn long_random_passwords_are_not(screen: &dyn PasswordScreen) {
    let words = ["wilhelmina", "portico"];
    for text in [
        "kvqzwmxhtrbn",
        "V8#tq2Lw!xe0Zp7m",
        "gravel tulip orbit mitten",
        "журавль окно семь",
    ] {
        assert!(!screen.is_guessable(&a_password(text), &words), "{text}");
    }
}

/// Runs the contract of `PasswordScreen` on an adapter.
#[macro_export]
macro_rules! password_screen_contract {
    ($adapter:expr) => {
        $crate::__cases!(
            password_screen,
            $adapter,
            notorious_passwords_are_guessable,
            passwords_made_of_known_words_are_guessable,
            long_random_passwords_are_not,
        );
    };
}
