//! Work that is due by the clock: a turn of a schedule is taken once, whichever instance looks first (I20).

mod cron;
mod schedule;
mod take_turn;

pub use cron::{CronExpression, CronExpressionError};
pub use schedule::Schedule;
pub use take_turn::TakeTurn;
