//! The database schema, one file for each step
#![forbid(unsafe_code)]
