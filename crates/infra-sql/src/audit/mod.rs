//! The audit log: `domain::audit` is the twin. It can be appended to and read, and nothing else (H4).

mod entity;
mod log;
mod queries;
mod row;
