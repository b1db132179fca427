//! The other driving adapter: claims jobs and runs their handlers
#![forbid(unsafe_code)]
