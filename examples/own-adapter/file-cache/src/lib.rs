//! Cached replies as files: a cache that outlives its process, and that several processes on one machine may share.
//!
//! The folder holds `versions/`, one file for each list, and `values/`, one for each cached page. A file is written
//! under another name and then renamed, so that a reader finds all of it or nothing. Nothing is forced to the disk:
//! what a power cut damages is a miss. Time is that of the wall clock, the only one that processes share.
//!
//! **May depend on** `portico-domain`, temporary files, and a runtime to wait for the disk on.
#![forbid(unsafe_code)]

mod entry;
mod folder;
mod name;
mod replies;
mod sweep;

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::cache::{CacheKey, CacheScope, CacheVersion, CachedValue};
use domain::ports::{Cache, CacheError, Clock};
use tokio::task::spawn_blocking;

use replies::Replies;

/// The cached replies in a folder. Share one by `Arc`.
pub struct FileCache(Arc<Replies>);

impl FileCache {
    /// Opens a folder, which is made if need be. It is for the cache alone, and its owner's alone: pages hold what
    /// people wrote.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn open(folder: &Path, clock: Arc<dyn Clock>) -> io::Result<Self> {
        Replies::open(folder, clock).map(|replies| Self(Arc::new(replies)))
    }

    /// Works with the files on a thread that may wait for the disk.
    async fn on_disk<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Replies) -> io::Result<T> + Send + 'static,
    ) -> Result<T, CacheError> {
        let replies = self.0.clone();
        let done = spawn_blocking(move || work(&replies)).await;
        let done = done.map_err(io::Error::other).flatten();
        done.map_err(|error| CacheError(error.to_string()))
    }
}

#[async_trait]
impl Cache for FileCache {
    async fn version(&self, scope: &CacheScope) -> Result<Option<CacheVersion>, CacheError> {
        let scope = *scope;
        self.on_disk(move |replies| replies.version(&scope)).await
    }

    async fn claim_version(
        &self,
        scope: &CacheScope,
        fresh: CacheVersion,
    ) -> Result<CacheVersion, CacheError> {
        let scope = *scope;
        self.on_disk(move |replies| replies.claim_version(&scope, fresh))
            .await
    }

    async fn renew_version(
        &self,
        scope: &CacheScope,
        fresh: CacheVersion,
    ) -> Result<(), CacheError> {
        let scope = *scope;
        self.on_disk(move |replies| replies.renew_version(&scope, fresh))
            .await
    }

    async fn get(&self, key: &CacheKey) -> Result<Option<CachedValue>, CacheError> {
        let key = key.clone();
        self.on_disk(move |replies| replies.get(&key)).await
    }

    async fn put(&self, key: &CacheKey, bytes: &[u8], ttl: Duration) -> Result<(), CacheError> {
        let (key, bytes) = (key.clone(), bytes.to_vec());
        self.on_disk(move |replies| replies.put(&key, &bytes, ttl))
            .await
    }
}
