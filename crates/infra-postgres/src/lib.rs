//! The PostgreSQL dialect: pool, time limits, TLS, migration lock
#![forbid(unsafe_code)]
