//! One serving process per file: two workers on one SQLite file would keep each other waiting, and a
//! sweeper or a cache in each would not know of the other's writes (I15).

use std::fs::{File, TryLockError};
use std::io;
use std::path::PathBuf;

use crate::file::open_or_make;
use crate::location::Location;
use crate::settings::SqliteSettings;

/// The right to serve a file, held until it is dropped or the process ends, however it ends.
#[derive(Debug)]
pub struct ServingLock {
    /// None for a database in memory, which no other process can reach.
    _held: Option<File>,
}

/// Why a process may not serve a file. The text is for the operator.
#[derive(Debug, thiserror::Error)]
pub enum ServingLockError {
    /// The URL is not one.
    #[error("{0}")]
    Url(String),
    /// Another `serve` or `worker` has the file.
    #[error(
        "another process serves this database already ({} is locked); stop it first, or use PostgreSQL \
         to run several",
        .0.display()
    )]
    InUse(PathBuf),
    /// The lock file cannot be made or locked.
    #[error("the lock file {} cannot be used: {cause}", path.display())]
    LockFile {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
}

/// Takes the exclusive lock on `<file>.lock`. `serve` and `worker` take it; short commands do not.
///
/// # Errors
/// [`ServingLockError::InUse`] at once when another process holds it.
pub fn lock_for_serving(settings: &SqliteSettings) -> Result<ServingLock, ServingLockError> {
    let Location::File(database) = Location::of(settings).map_err(ServingLockError::Url)? else {
        return Ok(ServingLock { _held: None });
    };
    let path = database.path.with_added_extension("lock");
    match open_or_make(&path).and_then(try_lock) {
        Ok(Some(file)) => Ok(ServingLock { _held: Some(file) }),
        Ok(None) => Err(ServingLockError::InUse(path)),
        Err(cause) => Err(ServingLockError::LockFile { path, cause }),
    }
}

/// `None` when somebody else holds it.
fn try_lock(file: File) -> io::Result<Option<File>> {
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(cause)) => Err(cause),
    }
}
