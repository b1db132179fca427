//! `[cache]`

use std::time::Duration;

use super::values::Values;
use super::{SettingsError, parse};

/// How long a page of the list of items may be kept; zero for never.
pub(super) fn items_ttl(values: &Values) -> Result<Duration, SettingsError> {
    values.required("cache.items_ttl", parse::duration)
}
