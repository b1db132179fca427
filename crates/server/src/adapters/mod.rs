//! Which adapter a setting selects: one file per choice, each a match on the scheme of a URL.

pub mod cache;
pub mod crypto;
pub mod home_runtime;
pub mod keys;
pub mod limits;
pub mod mail;
pub mod redis;
pub(crate) mod remembered;
pub mod remembered_health;
pub mod schema_health;
pub mod sessions;
pub mod signal;
pub mod storage;
pub mod system;
