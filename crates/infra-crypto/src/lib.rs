//! Password hashing, encrypted tokens, digests and sealed job payloads
#![forbid(unsafe_code)]
