//! The SQLite dialect: one writer, read-only readers, one serving process per file
#![forbid(unsafe_code)]
