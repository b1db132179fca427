//! Adapters that live in one process: the job signal
#![forbid(unsafe_code)]
