//! `[limits]`

use super::values::Values;
use super::{SettingsError, parse};

/// Whether quotas count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitSettings {
    /// Turns every quota and waiting time on; the attempts per code and the bound on password hashing
    /// hold all the same.
    pub enabled: bool,
}

impl LimitSettings {
    pub(super) fn read(values: &Values) -> Result<Self, SettingsError> {
        Ok(Self {
            enabled: values.required("limits.enabled", parse::switch)?,
        })
    }
}
