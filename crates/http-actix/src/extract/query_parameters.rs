//! The parameters of a query, and how single ones are read.

use std::num::IntErrorKind;
use std::ops::RangeInclusive;

use actix_web::HttpRequest;

use super::FieldErrors;
use super::field_value::{FieldValue, Violation};

/// The parameters of a query by name. Unknown ones are ignored; of several of one name the last counts, as the clients
/// of the template expect.
#[derive(Clone, Debug, Default)]
pub(crate) struct QueryParameters(Vec<(String, String)>);

impl QueryParameters {
    /// Those of this request.
    pub(super) fn of(request: &HttpRequest) -> Self {
        let query = request.query_string().as_bytes();
        Self(form_urlencoded::parse(query).into_owned().collect())
    }

    /// What was given for a parameter.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        let mut given = self.0.iter().rev().filter(|(known, _)| known == name);
        given.next().map(|(_, value)| value.as_str())
    }

    /// A parameter that may be left out.
    pub(crate) fn optional<T: FieldValue>(
        &self,
        name: &str,
        errors: &mut FieldErrors,
    ) -> Option<T> {
        errors.optional(name, self.text(name).map(str::to_owned))
    }

    /// A parameter that must be there.
    pub(crate) fn required<T: FieldValue>(
        &self,
        name: &str,
        errors: &mut FieldErrors,
    ) -> Option<T> {
        errors.required(name, self.text(name).map(str::to_owned).into())
    }

    /// A whole number that may be left out. `+1` and `1.0` are whole numbers, too.
    pub(crate) fn number(
        &self,
        name: &str,
        allowed: RangeInclusive<u32>,
        errors: &mut FieldErrors,
    ) -> Option<u32> {
        whole_number(self.text(name)?, &allowed)
            .map_err(|violation| errors.add(name, violation))
            .ok()
    }
}

fn whole_number(text: &str, allowed: &RangeInclusive<u32>) -> Result<u32, Violation> {
    let (least, most) = (*allowed.start(), *allowed.end());
    let too_small = || Violation::new("greater_than_equal", format!("must be {least} or more"));
    let too_large = || Violation::new("less_than_equal", format!("must be {most} or less"));
    // A plus sign in a query is a blank.
    match without_fraction(text.trim()).parse::<i64>() {
        Ok(number) if number < i64::from(least) => Err(too_small()),
        Ok(number) => u32::try_from(number)
            .ok()
            .filter(|number| *number <= most)
            .ok_or_else(too_large),
        Err(error) => Err(match error.kind() {
            IntErrorKind::PosOverflow => too_large(),
            IntErrorKind::NegOverflow => too_small(),
            _ => Violation::new("int_parsing", "must be a whole number"),
        }),
    }
}

/// `1` for `1.0`, and anything else as it is.
fn without_fraction(text: &str) -> &str {
    match text.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|b| b == b'0') => whole,
        _ => text,
    }
}
