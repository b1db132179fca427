//! What was found out about one part.

use std::fmt;

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    part: &'static str,
    verdict: Verdict,
    words: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Ok,
    Warn,
    Fail,
}

impl Finding {
    /// The part is as it should be.
    pub(super) fn ok(part: &'static str, words: impl Into<String>) -> Self {
        Self::new(part, Verdict::Ok, words)
    }

    /// It works, and somebody should know about it; `words` end with what to do.
    pub(super) fn warn(part: &'static str, words: impl Into<String>) -> Self {
        Self::new(part, Verdict::Warn, words)
    }

    /// It does not work; `words` end with what to do.
    pub(super) fn fail(part: &'static str, words: impl Into<String>) -> Self {
        Self::new(part, Verdict::Fail, words)
    }

    /// Whether something must be done.
    pub(super) fn is_failure(&self) -> bool {
        self.verdict == Verdict::Fail
    }

    fn new(part: &'static str, verdict: Verdict, words: impl Into<String>) -> Self {
        let words = words.into();
        Self {
            part,
            verdict,
            words,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = match self.verdict {
            Verdict::Ok => "ok",
            Verdict::Warn => "warn",
            Verdict::Fail => "fail",
        };
        let words = self.words.replace(char::is_control, " ");
        write!(f, "{verdict:<4}  {:<10}  {words}", self.part)
    }
}
