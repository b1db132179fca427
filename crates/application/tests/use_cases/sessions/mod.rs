//! Log-in, authentication, renewal, and every end of a session.

mod activity;
mod authenticate;
mod cap;
mod ending;
mod instances;
mod log_in;
mod log_out;
mod outage;
mod records;
mod refresh;
mod rehash;
mod renewal;
mod renewal_races;
mod reuse;
mod single_flight;
mod sweep;
mod throttle;
