//! What is answered.

use super::question::ChoiceValue;
use crate::text::{has_bidi_controls, has_control_characters};

/// An answer as a client gives it, before anybody knows what it answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GivenAnswer {
    /// A text.
    Text(String),
    /// A number, in the digits it was written with.
    Number(String),
    /// Yes or no.
    Boolean(bool),
    /// Some texts.
    Texts(Vec<String>),
    /// Something else, which answers no question.
    Other,
}

/// An answer of the kind that its question takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerValue {
    /// A text.
    Text(AnswerText),
    /// One choice.
    Choice(ChoiceValue),
    /// Some choices, in the order of the question.
    Choices(Vec<ChoiceValue>),
    /// A number.
    Number(AnswerNumber),
    /// A day.
    Date(AnswerDate),
    /// Yes or no.
    Boolean(bool),
}

/// A text of at most 1000 characters; line breaks and tabs are the only control characters in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerText(String);

/// Why a text is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerTextError {
    /// More than 1000 characters.
    #[error("must have at most {} characters", AnswerText::MAX_LENGTH)]
    TooLong,
    /// A NUL, or a control character that neither ends a line nor is a tab (F14r).
    #[error("may hold no control characters but line breaks and tabs")]
    ControlCharacter,
    /// A character that turns the direction of what follows it (F13r).
    #[error("may not hold characters that turn the direction of a text")]
    Direction,
}

/// A decimal number of at most 30 characters, kept as it was written (RFC 8259 §6), so that nothing is rounded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerNumber(String);

/// A day of the years 1 to 9999, as `YYYY-MM-DD` (RFC 3339 `full-date`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerDate(String);

impl AnswerText {
    /// Most characters (code points).
    pub const MAX_LENGTH: usize = 1000;

    /// Parses a text; it is kept as typed and may be empty.
    ///
    /// # Errors
    /// Says which rule the text breaks.
    pub fn parse(text: &str) -> Result<Self, AnswerTextError> {
        if text.chars().count() > Self::MAX_LENGTH {
            return Err(AnswerTextError::TooLong);
        }
        if has_control_characters(&text.replace(['\n', '\r', '\t'], " ")) {
            return Err(AnswerTextError::ControlCharacter);
        }
        if has_bidi_controls(text) {
            return Err(AnswerTextError::Direction);
        }
        Ok(Self(text.to_owned()))
    }

    /// Takes a stored text, whatever the rules were when it was given.
    #[must_use]
    pub const fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AnswerNumber {
    /// Most characters.
    pub const MAX_LENGTH: usize = 30;

    /// Takes a number, if it is one that every reader of JSON can take.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_finite = text.parse::<f64>().is_ok_and(f64::is_finite);
        let fits = text.len() <= Self::MAX_LENGTH && is_finite && is_json_number(text);
        fits.then(|| Self(text.to_owned()))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AnswerDate {
    /// Takes a day, if it is one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_shaped = text.len() == 10
            && text.bytes().enumerate().all(|(place, b)| match place {
                4 | 7 => b == b'-',
                _ => b.is_ascii_digit(),
            });
        if !is_shaped {
            return None;
        }
        let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<u32>().ok();
        let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
        let is_day = year >= 1 && (1..=days_of(year, month)).contains(&day);
        is_day.then(|| Self(text.to_owned()))
    }

    /// The day as `YYYY-MM-DD`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a text is a number as JSON writes it: what is kept is sent again as it is.
fn is_json_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = split_off(unsigned, &['e', 'E']);
    let (whole, fraction) = split_off(mantissa, &['.']);
    let has_spare_zero = whole.len() > 1 && whole.starts_with('0');
    let unsigned_exponent = |it: &str| are_digits(it.strip_prefix(['+', '-']).unwrap_or(it));
    are_digits(whole)
        && !has_spare_zero
        && fraction.is_none_or(are_digits)
        && exponent.is_none_or(unsigned_exponent)
}

fn split_off<'t>(text: &'t str, signs: &[char]) -> (&'t str, Option<&'t str>) {
    let parts = text.split_once(signs);
    parts.map_or((text, None), |(before, after)| (before, Some(after)))
}

fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// How many days a month has; none for what is no month.
const fn days_of(year: u32, month: u32) -> u32 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    }
}
