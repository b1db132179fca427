//! A throttle as a row, and back.

use domain::ports::StorageError;
use domain::throttle::{Throttle, ThrottleKey};
use domain::timestamp::Timestamp;

use super::entity::Model;
use crate::stored;

impl Model {
    /// The row of a throttle that says nothing any more from `forgettable_at` on.
    pub(crate) fn of(throttle: &Throttle, forgettable_at: Timestamp) -> Self {
        Self {
            key: throttle.key.as_bytes().to_vec(),
            failures: throttle.failures.into(),
            window_began_at: throttle.window_began_at.unix_micros(),
            in_a_row: throttle.in_a_row.into(),
            blocked_until: throttle.blocked_until.unix_micros(),
            forgettable_at: forgettable_at.unix_micros(),
        }
    }
}

impl TryFrom<Model> for Throttle {
    type Error = StorageError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            key: ThrottleKey::from_digest(stored::digest("key", row.key)?),
            failures: stored::count("failures", row.failures)?,
            window_began_at: Timestamp::from_unix_micros(row.window_began_at),
            in_a_row: stored::count("in_a_row", row.in_a_row)?,
            blocked_until: Timestamp::from_unix_micros(row.blocked_until),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_row() -> Model {
        Model {
            key: vec![3; 32],
            failures: 1,
            window_began_at: 2,
            in_a_row: 3,
            blocked_until: 4,
            forgettable_at: 5,
        }
    }

    #[test]
    fn a_row_comes_back_as_it_was() {
        let throttle = Throttle::try_from(a_row()).unwrap();
        let again = Model::of(&throttle, Timestamp::from_unix_micros(5));
        assert_eq!(again, a_row());
    }

    // A count that was tampered with must not read as no failures at all.
    #[test]
    fn an_impossible_row_is_an_error() {
        let short_key = Model {
            key: vec![3; 31],
            ..a_row()
        };
        let negative = Model {
            failures: -1,
            ..a_row()
        };
        for row in [short_key, negative] {
            assert!(Throttle::try_from(row).is_err());
        }
    }
}
