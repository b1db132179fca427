//! Log-in and authentication.

mod authenticate;
mod log_in;
