//! The shipped unit of systemd, read as systemd reads it.

use std::path::Path;
use std::time::Duration;

const UNIT: &str = include_str!("../../../deploy/systemd/portico.service");
const ENVIRONMENT_FILE: &str = include_str!("../../../deploy/systemd/environment");

/// The values of a directive, in order.
fn values(directive: &str) -> Vec<&'static str> {
    let lines = UNIT.lines().filter_map(|line| line.split_once('='));
    lines
        .filter(|(name, _)| *name == directive)
        .map(|(_, value)| value)
        .collect()
}

/// The arguments of `portico` in this directive.
pub(crate) fn arguments(directive: &str) -> Vec<&'static str> {
    let command = values(directive)[0];
    let arguments = command.strip_prefix("/usr/local/bin/portico ");
    let arguments = arguments.expect("it runs the installed program");
    arguments.split(' ').collect()
}

/// The names of the files that hold the secrets.
pub(crate) fn credentials() -> Vec<&'static str> {
    let names = values("LoadCredential").into_iter();
    let names = names.map(|value| value.split(':').next());
    names.map(|name| name.expect("a name")).collect()
}

/// How long a stop may take.
pub(crate) fn stop_limit() -> Duration {
    let seconds = values("TimeoutStopSec")[0].trim_end_matches('s');
    Duration::from_secs(seconds.parse().expect("seconds"))
}

/// The variables of the process: those of the unit, over them those of the shipped file, and systemd's own.
pub(crate) fn variables(state: &Path, credentials: &Path) -> Vec<(String, String)> {
    let [state_root, credentials] =
        [state.parent().expect("a parent"), credentials].map(|folder| folder.display().to_string());
    let resolved = |line: &str| line.replace("%S", &state_root).replace("%d", &credentials);
    let of_file = ENVIRONMENT_FILE
        .lines()
        .filter(|line| !line.starts_with('#'));
    let own = [
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin".to_owned(),
        format!("STATE_DIRECTORY={}", state.display()),
        format!("CREDENTIALS_DIRECTORY={credentials}"),
    ];
    let lines = values("Environment").into_iter().map(resolved);
    let lines = lines.chain(of_file.map(str::to_owned)).chain(own);
    let pairs = lines.map(|line| {
        let (name, value) = line.split_once('=').expect("NAME=value");
        (name.to_owned(), value.to_owned())
    });
    pairs.collect()
}
