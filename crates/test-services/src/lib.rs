//! PostgreSQL, Redis and SMTP servers that tests start and stop themselves
#![forbid(unsafe_code)]
