//! The key ring and what is derived from it.

mod entry;
mod key_set;
mod purpose;
mod ring;
mod samples;
mod secret_key;
mod written_ring;

pub use entry::KeyFault;
pub(crate) use key_set::KeySet;
pub(crate) use purpose::{Purpose, RingKey};
pub use ring::{KeyRing, KeyRingError};
pub use samples::SAMPLE_KEYS;
pub(crate) use samples::is_sample;
pub(crate) use secret_key::SecretKey;
pub use written_ring::{RotationError, WrittenRing};
