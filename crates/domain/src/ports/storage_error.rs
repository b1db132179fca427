//! What can go wrong with storage.

/// Why storage could not do its work. The text is for the log, never for a client.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// It cannot be reached, is busy or stops; later it may work. Answered 503, never 401 or 404 (I6).
    #[error("storage is unavailable: {0}")]
    Unavailable(String),
    /// A stored row is not what the domain can hold, or a statement is wrong.
    #[error("storage failed: {0}")]
    Failed(String),
}
