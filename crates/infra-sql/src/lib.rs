//! Repositories and queries over sea-orm, written once for both SQL dialects
#![forbid(unsafe_code)]
