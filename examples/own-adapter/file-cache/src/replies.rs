//! Versions and values as files. Every function here may wait for the disk.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use domain::cache::{CacheKey, CacheScope, CacheVersion, CachedValue};
use domain::ports::{CACHE_VERSION_TTL, Clock};
use uuid::Uuid;

use crate::entry::Entry;
use crate::folder::Folder;
use crate::name::name_of;
use crate::sweep::SweepTimer;

/// The folder of a cache.
pub(crate) struct Replies {
    versions: Folder,
    values: Folder,
    lock: PathBuf,
    clock: Arc<dyn Clock>,
    timer: SweepTimer,
}

impl Replies {
    pub(crate) fn open(root: &Path, clock: Arc<dyn Clock>) -> io::Result<Self> {
        Ok(Self {
            versions: Folder::open(root.join("versions"))?,
            values: Folder::open(root.join("values"))?,
            lock: root.join("lock"),
            clock,
            timer: SweepTimer::default(),
        })
    }

    pub(crate) fn version(&self, scope: &CacheScope) -> io::Result<Option<CacheVersion>> {
        let found = self.live(&self.versions, &name_of(scope))?;
        let id = found.and_then(|(bytes, _)| Uuid::from_slice(&bytes).ok());
        Ok(id.map(CacheVersion::from_uuid))
    }

    pub(crate) fn claim_version(
        &self,
        scope: &CacheScope,
        fresh: CacheVersion,
    ) -> io::Result<CacheVersion> {
        let _lock = self.lock_versions()?;
        if let Some(version) = self.version(scope)? {
            return Ok(version);
        }
        self.keep_version(scope, fresh)?;
        Ok(fresh)
    }

    pub(crate) fn renew_version(&self, scope: &CacheScope, fresh: CacheVersion) -> io::Result<()> {
        let _lock = self.lock_versions()?;
        self.keep_version(scope, fresh)
    }

    pub(crate) fn get(&self, key: &CacheKey) -> io::Result<Option<CachedValue>> {
        let found = self.live(&self.values, &name_of(key))?;
        Ok(found.map(|(bytes, fresh_for)| CachedValue {
            bytes: bytes.into(),
            fresh_for,
        }))
    }

    pub(crate) fn put(&self, key: &CacheKey, bytes: &[u8], ttl: Duration) -> io::Result<()> {
        self.keep(&self.values, &name_of(key), bytes, ttl)?;
        if self.timer.is_due(self.clock.now()) {
            self.sweep()?;
        }
        Ok(())
    }

    /// Nobody asks for the pages of an old version any more: without this they would stay for ever.
    fn sweep(&self) -> io::Result<()> {
        let now = self.clock.now();
        self.values.clear(now)?;
        let _lock = self.lock_versions()?;
        self.versions.clear(now)
    }

    fn keep_version(&self, scope: &CacheScope, version: CacheVersion) -> io::Result<()> {
        let id = version.as_uuid();
        self.keep(
            &self.versions,
            &name_of(scope),
            id.as_bytes(),
            CACHE_VERSION_TTL,
        )
    }

    fn keep(&self, folder: &Folder, name: &str, bytes: &[u8], ttl: Duration) -> io::Result<()> {
        let entry = Entry {
            ends_at: self.clock.now().plus(ttl),
            bytes: bytes.to_vec(),
        };
        folder.write(name, &entry)
    }

    /// What a file holds and for how long, unless its time is over.
    fn live(&self, folder: &Folder, name: &str) -> io::Result<Option<(Vec<u8>, Duration)>> {
        let now = self.clock.now();
        let found = folder.read(name)?;
        let found = found.map(|entry| (entry.bytes, entry.ends_at.since(now)));
        Ok(found.filter(|(_, fresh_for)| !fresh_for.is_zero()))
    }

    /// One writer of versions at a time, in whatever process: the system takes the lock back from one that dies. A
    /// lock belongs to an opened file, so each writer opens its own.
    fn lock_versions(&self) -> io::Result<File> {
        let lock = File::options().create(true).append(true).open(&self.lock)?;
        lock.lock()?;
        Ok(lock)
    }
}
