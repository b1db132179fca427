//! What the use cases count. Where a process keeps no metrics, nothing is counted.

use metrics::{counter, describe_counter};

const CACHE_LOOKUPS: &str = "portico_cache_lookups_total";
const SHARED_CACHE_LOOKUPS: &str = "portico_shared_cache_lookups_total";
const MAILS: &str = "portico_mails_total";
const RATE_LIMIT_REFUSALS: &str = "portico_rate_limit_refusals_total";

/// Tells the recorder of the process what the counters of this crate mean.
pub fn describe_metrics() {
    describe_counter!(
        CACHE_LOOKUPS,
        "Look-ups of sessions and of serialised replies: hit, miss (the database was read) or error (the cache could \
         not be asked). Whoever waits for a read that is under way already is not counted."
    );
    describe_counter!(
        SHARED_CACHE_LOOKUPS,
        "Questions to the cache that instances share, by what was asked for: hit, miss or error."
    );
    describe_counter!(
        MAILS,
        "Tries to hand a mail over, by template: sent, failed (it will be tried again) or refused (it will not)."
    );
    describe_counter!(
        RATE_LIMIT_REFUSALS,
        "Requests that came too often, by the quota that they went over."
    );
}

/// What is cached.
#[derive(Clone, Copy)]
pub(crate) enum Cached {
    Sessions,
    Replies,
}

/// What came of a look-up.
#[derive(Clone, Copy)]
pub(crate) enum LookUp {
    Hit,
    Miss,
    Error,
}

impl Cached {
    /// Counts what a caller got, whichever tier it came from.
    pub(crate) fn count(self, outcome: LookUp) {
        counter!(CACHE_LOOKUPS, "cache" => self.name(), "outcome" => outcome.name()).increment(1);
    }

    /// Counts an answer of the shared tier, and passes it on.
    pub(crate) fn count_shared<T, E>(self, answer: Result<Option<T>, E>) -> Result<Option<T>, E> {
        let outcome = match &answer {
            Ok(Some(_)) => LookUp::Hit,
            Ok(None) => LookUp::Miss,
            Err(_) => LookUp::Error,
        };
        counter!(SHARED_CACHE_LOOKUPS, "cache" => self.name(), "outcome" => outcome.name())
            .increment(1);
        answer
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Sessions => "sessions",
            Self::Replies => "replies",
        }
    }
}

impl LookUp {
    const fn name(self) -> &'static str {
        match self {
            Self::Hit => "hit",
            Self::Miss => "miss",
            Self::Error => "error",
        }
    }
}

/// Counts a try to hand a mail over.
pub(crate) fn count_mail(template: &'static str, outcome: &'static str) {
    counter!(MAILS, "template" => template, "outcome" => outcome).increment(1);
}

/// Counts a request that came too often.
pub(crate) fn count_refusal(quota: &'static str) {
    counter!(RATE_LIMIT_REFUSALS, "quota" => quota).increment(1);
}
