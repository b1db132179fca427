//! What a kind of job is.

use domain::job::JobPolicy;
use domain::timestamp::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A job's typed input. It is stored as sealed JSON, so a change of its fields must keep reading what
/// older versions stored.
pub trait JobPayload: Serialize + DeserializeOwned + Send + 'static {
    /// The kind's name in storage; it never changes.
    const KIND: &'static str;

    /// How jobs of this kind are tried.
    const POLICY: JobPolicy;

    /// The moment after which the job is pointless, if there is one.
    fn deadline(&self) -> Option<Timestamp> {
        None
    }
}
