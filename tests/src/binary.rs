//! The real binary in a process of its own, for what only a process can show: being killed, being stopped,
//! starting while its services are away.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use tokio::process::Child;

use crate::{Client, Document};

/// How long a process may take to stop; far more than it does.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running `portico`.
#[derive(Debug)]
pub struct Binary {
    child: Child,
    address_file: PathBuf,
}

impl Binary {
    /// Starts `portico serve` with these variables; it is killed when this value is dropped.
    #[must_use]
    pub fn serve(variables: &[(String, String)], data_dir: &Path) -> Self {
        Self::start(&["serve"], variables, data_dir)
    }

    /// Starts `portico serve --no-worker`: jobs are left as they are.
    #[must_use]
    pub fn serve_without_worker(variables: &[(String, String)], data_dir: &Path) -> Self {
        Self::start(&["serve", "--no-worker"], variables, data_dir)
    }

    /// Starts `portico worker`: jobs alone.
    #[must_use]
    pub fn work(variables: &[(String, String)], data_dir: &Path) -> Self {
        Self::start(&["worker"], variables, data_dir)
    }

    fn start(arguments: &[&str], variables: &[(String, String)], data_dir: &Path) -> Self {
        let address_file = data_dir.join("address");
        let _ = std::fs::remove_file(&address_file);
        let child = Self::command(arguments, variables)
            .env("PORTICO__HTTP__ADDRESS_FILE", &address_file)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("portico starts");
        Self {
            child,
            address_file,
        }
    }

    /// A `portico` command with these variables and no others.
    #[must_use]
    pub fn command(arguments: &[&str], variables: &[(String, String)]) -> tokio::process::Command {
        let mut command = tokio::process::Command::new(path());
        command
            .args(arguments)
            .env_clear()
            .envs(variables.iter().cloned())
            .stdin(Stdio::null());
        command
    }

    /// A client of the server, once it is ready.
    pub async fn client(&self) -> Client {
        Client::when_ready(&self.address_file, Document::of_this_version()).await
    }

    /// The address of the server, `host:port`, once it is ready.
    pub async fn address(&self) -> String {
        let _ready = self.client().await;
        let address = std::fs::read_to_string(&self.address_file);
        address.expect("the address file").trim().to_owned()
    }

    /// The process's id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id().expect("portico runs")
    }

    /// Ends the process at once, as a crash would.
    pub async fn kill(mut self) {
        self.child.kill().await.expect("portico can be killed");
    }

    /// Asks the process to stop, as an orchestrator would.
    pub fn terminate(&self) {
        let id = self.id().to_string();
        let outcome = Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .expect("kill runs");
        assert!(outcome.success());
    }

    /// Waits until the process has ended; its exit code.
    pub async fn wait(self) -> Option<i32> {
        self.output().await.status.code()
    }

    /// Asks the process to stop; what it had printed to standard output.
    pub async fn printed(self) -> String {
        self.terminate();
        String::from_utf8(self.output().await.stdout).expect("portico prints text")
    }

    async fn output(self) -> Output {
        let ended = tokio::time::timeout(PATIENCE, self.child.wait_with_output()).await;
        ended
            .expect("portico stops in time")
            .expect("portico can be waited for")
    }
}

/// Names a binary that is built already. Cargo would look through the whole workspace for each test, and wait for
/// whatever else is being built.
const BUILT: &str = "PORTICO_TESTS_BINARY";

/// Where the binary is.
fn path() -> &'static Path {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    PATH.get_or_init(|| std::env::var_os(BUILT).map_or_else(build, PathBuf::from))
}

/// What the tests were built for, the binary is too.
const FEATURES: &str = if cfg!(feature = "telemetry") {
    "otlp,sentry"
} else {
    ""
};

/// Builds the binary if need be and says where it is.
fn build() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let build = [
        "build",
        "--quiet",
        "--package",
        "portico-server",
        "--bin",
        "portico",
        "--features",
        FEATURES,
    ];
    let status = Command::new(cargo)
        .args(build)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status();
    assert!(
        status.expect("cargo runs").success(),
        "portico cannot be built"
    );
    let test = std::env::current_exe().expect("a test knows where it is");
    let profile = test
        .ancestors()
        .nth(2)
        .expect("a test is in target/<profile>/deps");
    profile.join("portico")
}
