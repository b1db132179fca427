//! Adapters over Redis: the job signal
#![forbid(unsafe_code)]
