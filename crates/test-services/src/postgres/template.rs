//! An initialised data folder, made once and copied for every server: `initdb` takes far longer than a
//! copy.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{FIRST_DATABASE, ROLE};
use crate::folder::{Owner, copy_folder, give_to_unprivileged, temporary_folder};
use crate::outcome::{During, Outcome};
use crate::process::{as_user, run};

/// One statement a line, as single-user mode reads it.
const SLIM: &str = "\
    UPDATE pg_database SET datistemplate = false WHERE datname = 'template0';\n\
    DROP DATABASE template0;\n";

/// The template for this version of PostgreSQL. Test processes that come at once wait for one of them to
/// make it.
pub(super) fn data_folder(binaries: &Path) -> Outcome<PathBuf> {
    let cache = cache_folder()?;
    let template = cache.join(format!("postgres-{}-slim", version(binaries)?));
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
    initialise(binaries, folder.path(), owner)?;
    slim(binaries, folder.path(), owner)?;
    keep(&folder.path().join("data"), template)
}

fn initialise(binaries: &Path, folder: &Path, owner: Option<Owner>) -> Outcome<()> {
    let password = folder.join("password");
    fs::write(&password, ROLE).during(password.display())?;
    let mut initdb = as_user(binaries.join("initdb"), folder, owner);
    initdb
        .args(["--pgdata=data", "--pwfile=password", "--auth=password"])
        .args(["--encoding=UTF8", "--locale=C", "--no-sync"])
        .args(["--wal-segsize=1", &format!("--username={ROLE}")]);
    run(&mut initdb).map(drop)
}

/// Removes the spare template, which is a third of all files, and files are what a copy costs.
fn slim(binaries: &Path, folder: &Path, owner: Option<Owner>) -> Outcome<()> {
    let script = folder.join("slim.sql");
    fs::write(&script, SLIM).during(script.display())?;
    let script = File::open(&script).during(script.display())?;
    let mut postgres = as_user(binaries.join("postgres"), folder, owner);
    postgres
        .args(["--single", "-D", "data", FIRST_DATABASE])
        .stdin(script);
    run(&mut postgres).map(drop)
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
