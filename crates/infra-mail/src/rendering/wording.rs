//! Text that reads well in a mail client without HTML.

use std::time::Duration;

use domain::timestamp::Timestamp;
use time::OffsetDateTime;

/// Columns of a line (RFC 3676 §4.2 advises at most 78, and quoting adds some).
const WIDTH: usize = 72;

/// Stands for a space that no line may break at. Names cannot hold it: it is a control character.
const UNBREAKABLE: char = '\u{1}';

/// Keeps a value on one line, so that a name is found in the text as it was given.
pub(super) fn unbroken(value: &str) -> String {
    value.replace(' ', UNBREAKABLE.encode_utf8(&mut [0; 4]))
}

/// Breaks long lines between words. Indented lines are left as they are.
pub(super) fn wrap(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(wrap_line).collect();
    let mut wrapped = lines.join("\n").replace(UNBREAKABLE, " ");
    wrapped.push('\n');
    wrapped
}

fn wrap_line(line: &str) -> String {
    if columns(line) <= WIDTH || line.starts_with(' ') {
        return line.to_owned();
    }
    let mut wrapped = String::new();
    let mut column = 0;
    for word in line.split(' ') {
        let fits = column + 1 + columns(word) <= WIDTH;
        if column > 0 {
            wrapped.push(if fits { ' ' } else { '\n' });
            column = if fits { column + 1 } else { 0 };
        }
        wrapped.push_str(word);
        column += columns(word);
    }
    wrapped
}

fn columns(text: &str) -> usize {
    text.chars().count()
}

/// How many seconds a mail may be on its way before it counts.
const ON_ITS_WAY: u64 = 5;

/// A span in whole minutes, or in seconds below one. Rounded down, since a mail promises no more than is
/// kept, save for the seconds that its own way takes: ten minutes are not called nine.
pub(super) fn in_words(span: Duration) -> String {
    match span.as_secs() {
        1 => "1 second".to_owned(),
        seconds @ 0..60 => format!("{seconds} seconds"),
        60..115 => "1 minute".to_owned(),
        seconds => format!("{} minutes", (seconds + ON_ITS_WAY) / 60),
    }
}

/// A span of whole days.
pub(super) fn in_days(span: Duration) -> String {
    format!("{} days", span.as_secs() / 86_400)
}

/// A moment to the minute, in words.
pub(super) fn in_utc(at: Timestamp) -> String {
    let moment = OffsetDateTime::from_unix_timestamp(at.unix_seconds());
    let moment = moment.unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (day, month, year) = (moment.day(), moment.month(), moment.year());
    let (hour, minute) = (moment.hour(), moment.minute());
    format!("{day} {month} {year} at {hour:02}:{minute:02} UTC")
}

/// A text from outside without the words of which a mail client would make links.
pub(super) fn without_links(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| !is_link(word));
    words.collect::<Vec<_>>().join(" ")
}

/// Versions such as `5.0` have dots too, but no letters around them.
fn is_link(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    let is_domain =
        |three: &[char]| three[0].is_alphanumeric() && three[1] == '.' && three[2].is_alphabetic();
    word.contains("//") || word.contains('@') || letters.windows(3).any(is_domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_to_the_minute() {
        for (seconds, words) in [
            (0, "1 January 1970 at 00:00 UTC"),
            (1_795_268_100, "21 November 2026 at 13:35 UTC"),
        ] {
            assert_eq!(in_utc(Timestamp::from_unix_seconds(seconds)), words);
        }
    }

    #[test] // F11r
    fn a_client_cannot_call_itself_a_link() {
        for (text, shown) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
                "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
            ),
            ("curl/8.5.0 +http://evil.example/x)", "curl/8.5.0"),
            ("see  www.evil.example or", "see or"),
            ("1st.evil mail@evil ok", "ok"),
            ("//evil", ""),
        ] {
            assert_eq!(without_links(text), shown);
        }
    }

    #[test]
    fn lines_break_between_words_at_the_width() {
        let wrapped = wrap(&"word ".repeat(40));
        assert!(wrapped.lines().all(|line| line.len() <= WIDTH), "{wrapped}");
        assert_eq!(wrapped.split_whitespace().count(), 40);
        assert_eq!(wrapped.lines().next().unwrap().len(), 69);
    }

    #[test]
    fn a_link_is_never_broken() {
        let link = format!("https://example.com/{}", "x".repeat(90));
        let wrapped = wrap(&format!("Go to {link} and read what is written there."));
        assert!(wrapped.lines().any(|line| line == link), "{wrapped}");
    }

    #[test]
    fn a_value_stays_whole() {
        let name = "Ada Augusta King, Countess of Lovelace  and more names than fit on one line";
        let wrapped = wrap(&format!("Hello {},", unbroken(name)));
        assert!(wrapped.contains(name), "{wrapped}");
    }

    #[test]
    fn spans_are_rounded_down_save_for_the_way_of_the_mail() {
        for (seconds, words) in [
            (0, "0 seconds"),
            (1, "1 second"),
            (59, "59 seconds"),
            (60, "1 minute"),
            (114, "1 minute"),
            (115, "2 minutes"),
            (594, "9 minutes"),
            (599, "10 minutes"),
            (600, "10 minutes"),
            (3_600, "60 minutes"),
        ] {
            assert_eq!(in_words(Duration::from_secs(seconds)), words);
        }
    }
}
