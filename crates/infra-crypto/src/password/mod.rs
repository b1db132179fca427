//! Password hashes and the block list.

mod bcrypt_hasher;
mod cost;
mod incomparable;
mod pepper;
mod pool;
mod scheme;
mod screen;
mod stored_hash;

pub use bcrypt_hasher::{BcryptHasher, BcryptSettings};
pub use cost::{BcryptCost, BcryptCostError};
pub use pepper::{Pepper, PepperError};
pub use pool::describe_metrics;
pub use screen::ZxcvbnScreen;
