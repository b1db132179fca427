//! The machine's clock, randomness and ids
#![forbid(unsafe_code)]
