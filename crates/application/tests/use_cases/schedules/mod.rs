//! Work that is due by the clock (I20, I16).

mod cron;
mod purge;
mod turns;
