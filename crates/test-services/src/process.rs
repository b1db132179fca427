//! A server process that cannot outlive the test process.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::folder::Owner;
use crate::free_port::free_port;
use crate::outcome::{During, Outcome};

/// Becomes the server, and leaves a reader of the pipe behind that ends it.
///
/// The reader is nobody's child by then, so that the server never hears of it. `stop` means that somebody
/// looks after the folder; without a word the test process is gone and the folder goes too. The wait is
/// bounded because a dead server may stay in the process table where nothing collects it.
const WATCHED: &str = r#"
signal=$1 folder=$2 server=$$
shift 2
exec 3<&0 </dev/null
( (
    read -r word <&3
    kill -s "$signal" "$server"
    [ "$word" = stop ] && exit
    turns=100
    while [ $turns -gt 0 ] && kill -0 "$server"; do sleep 0.05; turns=$((turns - 1)); done
    rm -rf "$folder"
) >/dev/null 2>&1 & )
exec 3<&-
exec "$@"
"#;

/// Far more than a server needs, so that only a broken one meets it on a busy machine.
const START_LIMIT: Duration = Duration::from_mins(1);
const START_POLL: Duration = Duration::from_millis(10);
/// How often another port is tried when a server ends while it starts.
const START_TRIES: u32 = 5;

/// How to run one server.
pub(crate) struct ServerCommand {
    pub(crate) program: PathBuf,
    pub(crate) arguments: Vec<OsString>,
    /// Where it works and keeps its log.
    pub(crate) folder: PathBuf,
    /// The user to run as, if not that of the tests.
    pub(crate) owner: Option<Owner>,
    /// The signal that ends it at once.
    pub(crate) signal: &'static str,
}

/// A running server.
pub(crate) struct WatchedProcess {
    child: Child,
    lifeline: Option<ChildStdin>,
    log: PathBuf,
}

/// Starts a server on a free port; on another one if somebody else was faster.
pub(crate) fn start_on_free_port(
    command: impl Fn(u16) -> ServerCommand,
    is_ready: impl Fn(u16, &WatchedProcess) -> bool,
) -> Outcome<(u16, WatchedProcess)> {
    let mut last_problem = String::new();
    for _ in 0..START_TRIES {
        let port = free_port()?;
        match WatchedProcess::start(&command(port), |server| is_ready(port, server)) {
            Ok(server) => return Ok((port, server)),
            Err(problem) => last_problem = problem,
        }
    }
    Err(last_problem)
}

impl WatchedProcess {
    /// Starts a server and waits until it is ready.
    pub(crate) fn start(
        command: &ServerCommand,
        is_ready: impl Fn(&Self) -> bool,
    ) -> Outcome<Self> {
        let mut server = Self::spawn(command)?;
        let started = Instant::now();
        while !is_ready(&server) {
            if let Some(status) = server.child.try_wait().during("waiting for a server")? {
                return Err(server.problem(&format!("ended while it started ({status})")));
            }
            if started.elapsed() > START_LIMIT {
                return Err(server.problem("did not become ready"));
            }
            thread::sleep(START_POLL);
        }
        Ok(server)
    }

    fn spawn(command: &ServerCommand) -> Outcome<Self> {
        let log = command.folder.join("server.log");
        let output = File::create(&log).during(log.display())?;
        let errors = output.try_clone().during(log.display())?;
        let mut shell = as_user("sh", &command.folder, command.owner);
        shell
            .args(["-c", WATCHED, "sh", command.signal])
            .arg(&command.folder)
            .arg(&command.program)
            .args(&command.arguments)
            .stdin(Stdio::piped())
            .stdout(output)
            .stderr(errors)
            // Ctrl-C is for the test process; the server follows it in its own way.
            .process_group(0);
        let mut child = shell.spawn().during("a server could not be started")?;
        let lifeline = child.stdin.take();
        Ok(Self {
            child,
            lifeline,
            log,
        })
    }

    /// The server's process id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    fn problem(&self, what: &str) -> String {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        format!("a test server {what}; its log:\n{log}")
    }
}

/// Ends the server at once and waits until it has.
impl Drop for WatchedProcess {
    fn drop(&mut self) {
        if let Some(mut lifeline) = self.lifeline.take() {
            let _watcher_may_be_gone = lifeline.write_all(b"stop\n");
        }
        let _already_gone = self.child.wait();
    }
}

/// A command that works in `folder`, as `owner` if one is given.
pub(crate) fn as_user(program: impl AsRef<Path>, folder: &Path, owner: Option<Owner>) -> Command {
    let mut command = Command::new(program.as_ref());
    command.current_dir(folder).stdin(Stdio::null());
    if let Some(owner) = owner {
        command.gid(owner.group).uid(owner.user);
    }
    command
}

/// Runs a command to its end; its output is the error when it fails.
pub(crate) fn run(command: &mut Command) -> Outcome<String> {
    let program = command.get_program().display().to_string();
    let output = command.output().during(&program)?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        let errors = String::from_utf8_lossy(&output.stderr);
        Err(format!("{program} failed ({}): {errors}", output.status))
    }
}
