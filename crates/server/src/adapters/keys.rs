//! The key ring: from the configuration, or made once and kept in the data directory.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use domain::ports::SecretGenerator;
use infra_crypto::{KeyRing, WrittenRing};

use crate::error::ServerError;
use crate::settings::{Settings, SettingsError};

/// Name of the kept ring in the data directory.
const FILE: &str = "token-keys";

/// The configured ring. Without one, and so in development only, the kept one, which is made when there
/// is none yet.
///
/// # Errors
/// When the kept ring cannot be read or written.
pub fn ring(settings: &Settings, secrets: &dyn SecretGenerator) -> Result<KeyRing, ServerError> {
    match &settings.tokens.keys {
        Some(ring) => Ok(ring.clone()),
        None => kept(&settings.data_dir, secrets),
    }
}

/// As [`ring`], but nothing is made: `None` when there is no kept ring yet.
///
/// # Errors
/// When the kept ring cannot be read.
pub(crate) fn present_ring(settings: &Settings) -> Result<Option<KeyRing>, ServerError> {
    if let Some(ring) = &settings.tokens.keys {
        return Ok(Some(ring.clone()));
    }
    let path = settings.data_dir.join(FILE);
    match fs::read_to_string(&path) {
        Ok(text) => parse(&path, &text).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unusable(&path, &error)),
    }
}

/// As [`present_ring`]; where there is none yet, one that is made for this process alone and kept nowhere.
///
/// # Errors
/// When the kept ring cannot be read, or none can be made.
pub(crate) fn present_or_passing_ring(
    settings: &Settings,
    secrets: &dyn SecretGenerator,
) -> Result<KeyRing, ServerError> {
    match present_ring(settings)? {
        Some(ring) => Ok(ring),
        None => KeyRing::parse(&KeyRing::generate_entry(secrets))
            .map_err(|reason| ServerError::failed("token keys", reason)),
    }
}

fn kept(data_dir: &Path, secrets: &dyn SecretGenerator) -> Result<KeyRing, ServerError> {
    let path = data_dir.join(FILE);
    let text = read_or_make(&path, secrets).map_err(|error| unusable(&path, &error))?;
    parse(&path, &text)
}

fn parse(path: &Path, text: &str) -> Result<KeyRing, ServerError> {
    KeyRing::parse(text.trim())
        .map_err(|reason| SettingsError::source(&path.display().to_string(), reason).into())
}

fn unusable(path: &Path, error: &io::Error) -> ServerError {
    ServerError::failed("token keys", format!("{}: {error}", path.display()))
}

/// Changes the kept ring and writes it back whole, or leaves it as it was; gives what `change` gives.
///
/// # Errors
/// When there is no kept ring, when it cannot be read or written, and what `change` says.
pub(crate) fn change_kept<T>(
    data_dir: &Path,
    secrets: &dyn SecretGenerator,
    change: impl FnOnce(&mut WrittenRing) -> Result<T, ServerError>,
) -> Result<T, ServerError> {
    let path = data_dir.join(FILE);
    let failed = |error| unusable(&path, &error);
    let text = fs::read_to_string(&path).map_err(failed)?;
    let mut ring = WrittenRing::parse(text.trim())
        .map_err(|reason| SettingsError::source(&path.display().to_string(), reason))?;
    let outcome = change(&mut ring)?;
    replace(&path, &ring.expose(), secrets).map_err(failed)?;
    Ok(outcome)
}

/// A crash leaves the old ring or the new one, never half of one: losing it would log everybody out.
fn replace(path: &Path, text: &str, secrets: &dyn SecretGenerator) -> io::Result<()> {
    let draft = draft_path(path, secrets);
    let replaced = write_private(&draft, text).and_then(|()| fs::rename(&draft, path));
    if replaced.is_err() {
        let _ = fs::remove_file(&draft);
    }
    replaced?;
    path.parent()
        .map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

fn read_or_make(path: &Path, secrets: &dyn SecretGenerator) -> io::Result<String> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            make(path, secrets)?;
            fs::read_to_string(path)
        }
        outcome => outcome,
    }
}

/// Writes the ring whole and then gives it its name, which fails when another process was faster: its
/// ring is as good.
fn make(path: &Path, secrets: &dyn SecretGenerator) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
    }
    let draft = draft_path(path, secrets);
    let named = write_private(&draft, &KeyRing::generate_entry(secrets))
        .and_then(|()| fs::hard_link(&draft, path));
    let _ = fs::remove_file(&draft);
    match named {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn draft_path(path: &Path, secrets: &dyn SecretGenerator) -> PathBuf {
    let mut suffix = [0; 8];
    secrets.fill(&mut suffix);
    path.with_added_extension(format!("{:016x}", u64::from_be_bytes(suffix)))
}

fn write_private(path: &Path, text: &str) -> io::Result<()> {
    let mut file: File = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::os::unix::fs::PermissionsExt;
    use std::thread;

    use infra_system::SystemSecrets;

    use super::*;

    #[test]
    fn keys_are_made_once_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = folder.path().join("data");
        kept(&data_dir, &SystemSecrets).unwrap();
        let first = fs::read_to_string(data_dir.join(FILE)).unwrap();
        kept(&data_dir, &SystemSecrets).unwrap();
        assert_eq!(fs::read_to_string(data_dir.join(FILE)).unwrap(), first);
        assert_eq!(
            fs::read_dir(&data_dir).unwrap().count(),
            1,
            "no draft stays"
        );
    }

    // H2
    #[test]
    fn only_the_owner_can_read_them() {
        let folder = tempfile::tempdir().unwrap();
        kept(folder.path(), &SystemSecrets).unwrap();
        let metadata = fs::metadata(folder.path().join(FILE)).unwrap();
        assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn processes_that_start_together_agree_on_one_ring() {
        for _ in 0..20 {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(FILE);
            let rings: BTreeSet<_> = thread::scope(|scope| {
                let read = || read_or_make(&path, &SystemSecrets).unwrap();
                let threads: Vec<_> = (0..4).map(|_| scope.spawn(read)).collect();
                threads
                    .into_iter()
                    .map(|thread| thread.join().unwrap())
                    .collect()
            });
            assert_eq!(rings.len(), 1);
        }
    }

    const RING: &str = "k1:Lk4zT1mB0vJx2cO8_9sWq7YtR5eU3iPaGhDfSjKlZ-Y";

    // D7
    #[test]
    fn a_changed_ring_replaces_the_kept_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        fs::write(&path, RING).unwrap();
        let change = |ring: &mut WrittenRing| Ok(ring.stage(&SystemSecrets).unwrap());
        let staged = change_kept(folder.path(), &SystemSecrets, change).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with(&format!("{RING},+{staged}:")), "{staged}");
        assert!(kept(folder.path(), &SystemSecrets).is_ok());
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_refused_change_leaves_the_ring_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        fs::write(&path, RING).unwrap();
        let change = |ring: &mut WrittenRing| -> Result<(), ServerError> {
            ring.stage(&SystemSecrets).unwrap();
            Err(ServerError::failed("token keys", "no"))
        };
        assert!(change_kept(folder.path(), &SystemSecrets, change).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), RING);
    }

    #[test]
    fn where_no_ring_is_kept_there_is_nothing_to_change() {
        let folder = tempfile::tempdir().unwrap();
        let refusal = change_kept(folder.path(), &SystemSecrets, |_| Ok(())).unwrap_err();
        assert!(refusal.to_string().contains(FILE), "{refusal}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_damaged_file_is_named_and_not_shown() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), "k1:CANARY").unwrap();
        let line = kept(folder.path(), &SystemSecrets).unwrap_err().to_string();
        assert!(line.contains(FILE), "{line}");
        assert!(!line.contains("CANARY"), "{line}");
    }
}
