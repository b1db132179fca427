//! A folder whose files are each whole, whoever reads and writes them at the same time.

use std::fs::{self, DirBuilder, File};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use domain::timestamp::Timestamp;
use tempfile::NamedTempFile;

use crate::entry::Entry;

/// Files by their names.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Opens a folder, which is made if need be, for its owner alone.
    pub(crate) fn open(path: PathBuf) -> io::Result<Self> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&path)?;
        Ok(Self(path))
    }

    /// A file's content; nothing where there is no file, or none that is whole.
    pub(crate) fn read(&self, name: &str) -> io::Result<Option<Entry>> {
        let file = if_there(fs::read(self.0.join(name)))?;
        Ok(file.and_then(Entry::from_file))
    }

    /// Puts a file in the place of an older one.
    pub(crate) fn write(&self, name: &str, entry: &Entry) -> io::Result<()> {
        let mut file = NamedTempFile::new_in(&self.0)?;
        file.write_all(&entry.to_file())?;
        file.persist(self.0.join(name))?;
        Ok(())
    }

    /// Removes every file whose time is over, and what a crash has left.
    pub(crate) fn clear(&self, now: Timestamp) -> io::Result<()> {
        for file in fs::read_dir(&self.0)? {
            let path = file?.path();
            if if_there(end_of(&path))?.is_some_and(|ends_at| ends_at <= now) {
                if_there(fs::remove_file(&path))?;
            }
        }
        Ok(())
    }
}

fn end_of(path: &Path) -> io::Result<Timestamp> {
    Entry::read_end(File::open(path)?)
}

/// What is not there, because nobody wrote it or somebody else has removed it, is nothing.
fn if_there<T>(outcome: io::Result<T>) -> io::Result<Option<T>> {
    match outcome {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
