//! The audit log: `domain::audit` is the twin. It can be appended to and nothing else (H4).

mod entity;
mod log;
