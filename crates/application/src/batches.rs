//! Clearing away in batches, so that no transaction holds the writer for long.

use domain::ports::StorageError;

/// How many rows one transaction clears away.
pub(crate) const BATCH: u32 = 500;

/// Clears batch after batch until one is not full; says how many rows went.
pub(crate) async fn until_done<F>(mut batch: impl FnMut() -> F) -> Result<u64, StorageError>
where
    F: Future<Output = Result<u64, StorageError>>,
{
    let mut cleared = 0;
    loop {
        let count = batch().await?;
        cleared += count;
        if count < u64::from(BATCH) {
            return Ok(cleared);
        }
    }
}
