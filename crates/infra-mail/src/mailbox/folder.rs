//! The folder that holds the mails. Everything here blocks.

use std::fs::{self, DirBuilder, File, Permissions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use super::entry_name::EntryName;

/// Only the owner may enter: codes are in the mails (H3).
const OWNER_ONLY: u32 = 0o700;

/// A folder of mails that several instances may share.
#[derive(Clone, Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    /// Names a folder; it is made with the first mail.
    pub(super) const fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// Writes a mail. Whoever lists the folder meanwhile sees the whole file or none, and once this
    /// returns the mail survives a loss of power.
    pub(super) fn store(&self, name: &EntryName, message: &[u8]) -> io::Result<()> {
        self.make()?;
        let mut file = tempfile::NamedTempFile::new_in(&self.0)?;
        file.write_all(message)?;
        file.as_file().sync_all()?;
        file.persist(self.path(name)).map_err(|error| error.error)?;
        File::open(&self.0)?.sync_all()
    }

    /// The names of all mails, newest first.
    pub(super) fn names(&self) -> io::Result<Vec<EntryName>> {
        let files = match fs::read_dir(&self.0) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            files => files?,
        };
        let mut names = Vec::new();
        for file in files {
            names.extend(file?.file_name().to_str().and_then(recognise));
        }
        names.sort_unstable_by(|a, b| b.cmp(a));
        Ok(names)
    }

    /// The message of a mail; `None` when somebody else removed it.
    pub(super) fn read(&self, name: &EntryName) -> io::Result<Option<Vec<u8>>> {
        unless_gone(fs::read(self.path(name)))
    }

    /// Removes every mail except the newest ones.
    pub(super) fn keep_newest(&self, count: usize) -> io::Result<()> {
        for name in self.names()?.into_iter().skip(count) {
            unless_gone(fs::remove_file(self.path(&name)))?;
        }
        Ok(())
    }

    fn make(&self) -> io::Result<()> {
        DirBuilder::new()
            .recursive(true)
            .mode(OWNER_ONLY)
            .create(&self.0)?;
        close_to_others(&self.0)
    }

    fn path(&self, name: &EntryName) -> PathBuf {
        self.0.join(name.file_name())
    }
}

/// Another program, or an older version, may have made the folder.
fn close_to_others(folder: &Path) -> io::Result<()> {
    let mode = fs::metadata(folder)?.permissions().mode();
    if mode & 0o777 == OWNER_ONLY {
        return Ok(());
    }
    fs::set_permissions(folder, Permissions::from_mode(OWNER_ONLY))
}

fn recognise(file_name: &str) -> Option<EntryName> {
    let name = EntryName::parse(file_name);
    let is_mail = Path::new(file_name)
        .extension()
        .is_some_and(|ext| ext == "eml");
    if name.is_none() && is_mail {
        tracing::warn!(file_name, "not a mail of this mailbox; it is left alone");
    }
    name
}

/// Instances share the folder: what one has listed another may have removed.
fn unless_gone<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        result => result.map(Some),
    }
}
