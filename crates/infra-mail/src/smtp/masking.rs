//! What a relay says, without the addresses that it quotes: it is stored and logged (H2, H3).

use domain::user::Email;

/// What stands in the place of an address.
const ADDRESS: &str = "[address]";

/// The text with every address masked, and the mailbox of the recipient where a relay names it without its domain.
/// All else stays, the codes above all.
pub(super) fn masked(text: &str, recipient: &Email) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_of_address) {
        let (before, from_word) = rest.split_at(start);
        let end = from_word.find(|c| !is_of_address(c));
        let (word, after) = from_word.split_at(end.unwrap_or(from_word.len()));
        masked.push_str(before);
        push_word(&mut masked, word, recipient);
        rest = after;
    }
    masked.push_str(rest);
    masked
}

/// A full stop at the end is the sentence's.
fn push_word(masked: &mut String, word: &str, recipient: &Email) {
    let bare = word.trim_end_matches('.');
    if is_address(bare) || is_mailbox(bare, recipient) {
        masked.push_str(ADDRESS);
        masked.push_str(&word[bare.len()..]);
    } else {
        masked.push_str(word);
    }
}

/// The domain may be missing: in brackets, it is not part of the word.
fn is_address(word: &str) -> bool {
    word.find('@').is_some_and(|at| at > 0)
}

/// A number is a code, whatever the mailbox is called.
fn is_mailbox(word: &str, recipient: &Email) -> bool {
    let is_code = word.chars().all(|c| c.is_ascii_digit() || c == '.');
    !is_code && word.eq_ignore_ascii_case(recipient.mailbox_name())
}

/// What stands in an address without quotes (RFC 5322 §3.2.3, RFC 6531 §3.3).
fn is_of_address(c: char) -> bool {
    c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~-.@".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_kim(text: &str) -> String {
        masked(text, &Email::parse("Kim.Lee+x@Example.com").unwrap())
    }

    // H3: what common relays say.
    #[test]
    fn a_relay_cannot_have_the_recipient_written_down() {
        for (said, kept) in [
            (
                "550: 5.1.1 <kim.lee+x@example.com>: Recipient address rejected: User unknown",
                "550: 5.1.1 <[address]>: Recipient address rejected: User unknown",
            ),
            (
                "550: Kim.Lee+x@Example.com... User unknown",
                "550: [address]... User unknown",
            ),
            (
                "550: unknown user: \"kim.lee+x\"",
                "550: unknown user: \"[address]\"",
            ),
            (
                "no mailbox kim.lee+x@EXAMPLE.COM, try kim@bücher.example.",
                "no mailbox [address], try [address].",
            ),
            (
                "<kim@[192.0.2.1]> refused",
                "<[address][192.0.2.1]> refused",
            ),
            ("MAIL FROM:<a=b@c> SIZE=3", "MAIL FROM:<[address]> SIZE=3"),
        ] {
            assert_eq!(of_kim(said), kept);
        }
    }

    #[test]
    fn everything_else_stays() {
        for said in [
            "permanent error (550): 5.7.1 Message refused, see https://example.com/?p=NoSuchUser a1-2.3",
            "@ example.com @example.com Kim Lee",
            "…\u{1b}[2J",
            "",
        ] {
            assert_eq!(of_kim(said), said);
        }
    }

    #[test]
    fn a_mailbox_that_looks_like_a_code_masks_none() {
        let recipient = Email::parse("5.1.1@example.com").unwrap();
        let said = "550: 5.1.1 no mailbox 5.1.1@example.com";
        assert_eq!(masked(said, &recipient), "550: 5.1.1 no mailbox [address]");
    }
}
