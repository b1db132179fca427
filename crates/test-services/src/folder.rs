//! Temporary folders, and the user that a server in one runs as.

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::Path;

use tempfile::TempDir;

use crate::outcome::{During, Outcome};

/// PostgreSQL refuses to run as root; these users exist where it was installed, or everywhere.
const UNPRIVILEGED: [&str; 2] = ["postgres", "nobody"];

/// A user and its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Owner {
    pub(crate) user: u32,
    pub(crate) group: u32,
}

/// Makes an empty folder that goes with the value.
pub(crate) fn temporary_folder(name: &str) -> Outcome<TempDir> {
    tempfile::Builder::new()
        .prefix(&format!("portico-{name}-"))
        .tempdir()
        .during("a temporary folder could not be made")
}

/// Hands a folder over to an unprivileged user when the tests run as root, and says to whom.
pub(crate) fn give_to_unprivileged(folder: &Path) -> Outcome<Option<Owner>> {
    let made_by = fs::metadata(folder).during(folder.display())?.uid();
    if made_by != 0 {
        return Ok(None);
    }
    let owner = unprivileged_user()?;
    give(folder, owner)?;
    Ok(Some(owner))
}

/// Copies a folder with all that is in it, and gives the copy to `owner`.
pub(crate) fn copy_folder(from: &Path, to: &Path, owner: Option<Owner>) -> Outcome<()> {
    fs::create_dir(to).during(to.display())?;
    let mode = fs::metadata(from).during(from.display())?.permissions();
    fs::set_permissions(to, mode).during(to.display())?;
    for entry in fs::read_dir(from).during(from.display())? {
        let source = entry.during(from.display())?.path();
        let target = to.join(source.file_name().unwrap_or_default());
        if source.is_dir() {
            copy_folder(&source, &target, owner)?;
        } else {
            fs::copy(&source, &target).during(target.display())?;
            owner.map_or(Ok(()), |owner| give(&target, owner))?;
        }
    }
    owner.map_or(Ok(()), |owner| give(to, owner))
}

pub(crate) fn give(path: &Path, owner: Owner) -> Outcome<()> {
    chown(path, Some(owner.user), Some(owner.group)).during(path.display())
}

fn unprivileged_user() -> Outcome<Owner> {
    let users = fs::read_to_string("/etc/passwd").during("/etc/passwd")?;
    UNPRIVILEGED
        .iter()
        .find_map(|name| users.lines().find_map(|line| parse_user(line, name)))
        .ok_or_else(|| {
            format!(
                "PostgreSQL does not run as root, and none of the users {UNPRIVILEGED:?} exists: \
                 run the tests as another user"
            )
        })
}

/// Reads a line of `passwd(5)`: `name:password:user:group:..`.
fn parse_user(line: &str, name: &str) -> Option<Owner> {
    let fields: Vec<&str> = line.split(':').collect();
    (fields.first() == Some(&name)).then_some(())?;
    Some(Owner {
        user: fields.get(2)?.parse().ok()?,
        group: fields.get(3)?.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_found_by_its_whole_name() {
        let line = "nobody:x:65534:65533:nobody:/nonexistent:/usr/sbin/nologin";
        let nobody = Owner {
            user: 65_534,
            group: 65_533,
        };
        assert_eq!(parse_user(line, "nobody"), Some(nobody));
        assert_eq!(parse_user(line, "no"), None);
    }

    #[test]
    fn a_copy_holds_what_the_folder_held() {
        let folder = temporary_folder("copy").unwrap();
        let from = folder.path().join("from");
        fs::create_dir_all(from.join("inner")).unwrap();
        fs::write(from.join("inner/file"), "text").unwrap();
        let to = folder.path().join("to");
        copy_folder(&from, &to, None).unwrap();
        assert_eq!(fs::read_to_string(to.join("inner/file")).unwrap(), "text");
    }
}
