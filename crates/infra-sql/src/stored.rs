//! Reading stored values back into the domain's: a row is parsed again, and a bad one is an error.

use std::fmt::Display;

use domain::ports::StorageError;

/// A value that a parser of the domain has judged. The text of the error names the column and the rule,
/// never the value.
pub(crate) fn parsed<T, E: Display>(
    column: &'static str,
    value: Result<T, E>,
) -> Result<T, StorageError> {
    value.map_err(|rule| StorageError::Failed(format!("a stored {column} is not one: {rule}")))
}

/// A value out of a list of names.
pub(crate) fn known<T>(column: &'static str, value: Option<T>) -> Result<T, StorageError> {
    value.ok_or_else(|| StorageError::Failed(format!("a stored {column} is unknown")))
}

/// A count. Databases have no unsigned numbers, so counts are kept in 64 bits.
pub(crate) fn count(column: &'static str, value: i64) -> Result<u32, StorageError> {
    parsed(column, u32::try_from(value))
}

/// A digest of 32 bytes.
pub(crate) fn digest(column: &'static str, value: Vec<u8>) -> Result<[u8; 32], StorageError> {
    let length = value.len();
    let wrong = move |_| format!("it has {length} bytes");
    parsed(column, value.try_into().map_err(wrong))
}

#[cfg(test)]
mod tests {
    use domain::user::Email;

    use super::*;

    #[test]
    fn a_bad_value_is_an_error_that_does_not_show_it() {
        let error = parsed("email", Email::parse("nobody at home")).unwrap_err();
        assert!(matches!(&error, StorageError::Failed(text) if text.contains("email")));
        assert!(!error.to_string().contains("nobody"));
    }

    #[test]
    fn a_count_below_zero_is_an_error() {
        assert!(count("attempts", -1).is_err());
        assert_eq!(count("attempts", i64::from(u32::MAX)), Ok(u32::MAX));
    }

    #[test]
    fn a_digest_of_another_length_is_an_error() {
        assert!(digest("key", vec![0; 31]).is_err());
        assert_eq!(digest("key", vec![7; 32]), Ok([7; 32]));
    }
}
