//! `[schedules]`

use application::purge::PurgeJob;
use application::schedules::{CronExpression, Schedule};

use super::SettingsError;
use super::values::Values;

/// When work is due that nobody asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleSettings {
    /// When rows are removed whose time is over; never when `None`.
    pub purge: Option<CronExpression>,
}

impl ScheduleSettings {
    pub(super) fn read(values: &Values) -> Result<Self, SettingsError> {
        Ok(Self {
            purge: values.optional("schedules.purge", CronExpression::parse)?,
        })
    }

    /// What is due when.
    pub(crate) fn schedules(&self) -> Vec<Schedule> {
        self.purge
            .clone()
            .map(PurgeJob::schedule)
            .into_iter()
            .collect()
    }
}
