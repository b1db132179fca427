//! Mail as jobs (I2, I3, I4).

mod delivery;
mod failures;
mod test_mail;
