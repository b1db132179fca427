//! End-to-end tests: the binary over HTTP, on both set-ups
#![forbid(unsafe_code)]
