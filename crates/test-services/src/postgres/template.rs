//! An initialised data folder, made once and copied for every server: `initdb` takes far longer than a
//! copy.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::ROLE;
use crate::folder::{copy_folder, give_to_unprivileged, temporary_folder};
use crate::outcome::{During, Outcome};
use crate::process::{as_user, run};

/// The template for this version of PostgreSQL. Test processes that come at once wait for one of them to
/// make it.
pub(super) fn data_folder(binaries: &Path) -> Outcome<PathBuf> {
    let cache = cache_folder()?;
    let template = cache.join(format!("postgres-{}", version(binaries)?));
    let lock = File::create(cache.join("lock")).during(cache.display())?;
    lock.lock().during("waiting for the template database")?;
    if !template.is_dir() {
        make(binaries, &template)?;
    }
    Ok(template)
}

/// A folder beside the test binary: it lives as long as the build does.
fn cache_folder() -> Outcome<PathBuf> {
    let binary = env::current_exe().during("the test binary")?;
    let cache = binary.with_file_name("portico-test-services");
    fs::create_dir_all(&cache).during(cache.display())?;
    Ok(cache)
}

/// `postgres --version` says `postgres (PostgreSQL) 15.14 (..)`.
fn version(binaries: &Path) -> Outcome<String> {
    let line = run(Command::new(binaries.join("postgres")).arg("--version"))?;
    let word = line.split_whitespace().nth(2).map(str::to_owned);
    word.ok_or_else(|| format!("postgres has no version: {line}"))
}

fn make(binaries: &Path, template: &Path) -> Outcome<()> {
    let folder = temporary_folder("initdb")?;
    let owner = give_to_unprivileged(folder.path())?;
    let password = folder.path().join("password");
    fs::write(&password, ROLE).during(password.display())?;
    run(as_user(binaries.join("initdb"), folder.path(), owner)
        .args(["--pgdata=data", "--pwfile=password", "--auth=password"])
        .args([
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "--wal-segsize=1",
        ])
        .arg(format!("--username={ROLE}")))?;
    keep(&folder.path().join("data"), template)
}

/// Whole or not at all: a copy that was cut short has another name.
fn keep(data: &Path, template: &Path) -> Outcome<()> {
    let partial = template.with_extension("partial");
    if partial.exists() {
        fs::remove_dir_all(&partial).during(partial.display())?;
    }
    copy_folder(data, &partial, None)?;
    fs::rename(&partial, template).during(template.display())
}
