//! Where the servers are installed.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::outcome::Outcome;

/// Debian and its kin keep every major version of PostgreSQL in a folder of its own, off the PATH.
const POSTGRES_VERSIONS: &str = "/usr/lib/postgresql";

/// The folder of the PostgreSQL server's programs.
pub(crate) fn postgres_folder() -> Outcome<PathBuf> {
    postgres_on_path().or_else(newest_postgres).ok_or_else(|| {
        format!(
            "initdb is neither on the PATH nor under {POSTGRES_VERSIONS}: \
                 install the PostgreSQL server (Debian, Ubuntu: apt-get install postgresql)"
        )
    })
}

/// The Redis server's program.
pub(crate) fn redis_server() -> Outcome<PathBuf> {
    on_path("redis-server").ok_or_else(|| {
        "redis-server is not on the PATH: \
         install Redis (Debian, Ubuntu: apt-get install redis-server)"
            .to_owned()
    })
}

/// nginx's program, which systems keep off the PATH of ordinary users.
pub(crate) fn nginx() -> Outcome<PathBuf> {
    let off_path = || Some(PathBuf::from("/usr/sbin/nginx")).filter(|path| path.is_file());
    on_path("nginx").or_else(off_path).ok_or_else(|| {
        "nginx is not on the PATH: install it (Debian, Ubuntu: apt-get install nginx-light)"
            .to_owned()
    })
}

fn on_path(program: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders)
        .map(|folder| folder.join(program))
        .find(|path| path.is_file())
}

/// A single program on the PATH may be a link into the folder that holds them all.
fn postgres_on_path() -> Option<PathBuf> {
    let initdb = on_path("initdb")?.canonicalize().ok()?;
    let folder = initdb.parent()?;
    folder.join("createdb").is_file().then(|| folder.to_owned())
}

fn newest_postgres() -> Option<PathBuf> {
    fs::read_dir(POSTGRES_VERSIONS)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|version| version.join("bin/initdb").is_file())
        .max_by_key(|version| major(version))
        .map(|version| version.join("bin"))
}

fn major(version: &Path) -> u32 {
    let name = version.file_name().and_then(|name| name.to_str());
    name.and_then(|name| name.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(major(Path::new("/x/15")) > major(Path::new("/x/9")));
    }
}
