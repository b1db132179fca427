//! When a schedule is due.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use croner::Cron;
use domain::timestamp::Timestamp;

/// Moments that come again and again, in UTC: minute, hour, day of the month, month and day of the week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CronExpression(Cron);

/// Why a text is not a cron expression. The texts do not repeat it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CronExpressionError {
    /// Not the five fields.
    #[error(
        "not a cron expression such as */10 * * * *: minute, hour, day of the month, month and day of the week, in UTC"
    )]
    Form,
    /// It names a day that no calendar has.
    #[error("this moment never comes")]
    Never,
}

/// How many fields there are: none for seconds, none for years.
const FIELDS: usize = 5;

impl CronExpression {
    /// Reads an expression.
    ///
    /// # Errors
    /// When it is not of five fields that each are in range, or never due.
    pub fn parse(text: &str) -> Result<Self, CronExpressionError> {
        if text.split_whitespace().count() != FIELDS {
            return Err(CronExpressionError::Form);
        }
        let cron = Cron::from_str(text).map_err(|_| CronExpressionError::Form)?;
        let expression = Self(cron);
        match expression.next_after(Timestamp::from_unix_seconds(0)) {
            Some(_) => Ok(expression),
            None => Err(CronExpressionError::Never),
        }
    }

    /// The newest of its moments that has come.
    #[must_use]
    pub fn newest_until(&self, now: Timestamp) -> Option<Timestamp> {
        let found = self.0.find_previous_occurrence(&second_of(now)?, true);
        found.ok().map(timestamp)
    }

    /// The next of its moments that has not come yet.
    #[must_use]
    pub fn next_after(&self, now: Timestamp) -> Option<Timestamp> {
        let found = self.0.find_next_occurrence(&second_of(now)?, false);
        found.ok().map(timestamp)
    }
}

fn second_of(at: Timestamp) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(at.unix_seconds(), 0)
}

fn timestamp(at: DateTime<Utc>) -> Timestamp {
    Timestamp::from_unix_seconds(at.timestamp())
}
