//! A start and a stop as the unit of systemd has them, without systemd.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use portico_tests::{Binary, Client, Document};
use reqwest::Method;
use tempfile::TempDir;
use test_services::{Postgres, a_free_port};
use tokio::process::Command;
use tokio::time::timeout;

use crate::unit;

/// The user `nobody`, in the place of the one that `DynamicUser` makes up.
const NOBODY: u32 = 65_534;

/// What the unit promises the process: a state folder of its own, secrets in files, and nothing else that it may write.
struct Service {
    folder: TempDir,
    program: PathBuf,
    variables: Vec<(String, String)>,
}

impl Service {
    async fn with_database(url: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        set_mode(folder.path(), 0o755);
        let [state, credentials, work] =
            ["portico", "credentials", "work"].map(|name| folder.path().join(name));
        for made in [&state, &credentials, &work] {
            fs::create_dir(made).expect("a folder");
        }
        for name in unit::credentials() {
            let file = credentials.join(name);
            fs::write(&file, secret(name, url).await).expect("a file");
            set_mode(&file, 0o400);
            give(&file);
        }
        for (own, mode) in [(&state, 0o700), (&credentials, 0o500)] {
            set_mode(own, mode);
            give(own);
        }
        set_mode(&work, 0o555);
        let mut variables = unit::variables(&state, &credentials);
        let address = format!("127.0.0.1:{}", a_free_port());
        variables.push(("PORTICO__HTTP__BIND".to_owned(), address));
        let address_file = state.join("address").display().to_string();
        variables.push(("PORTICO__HTTP__ADDRESS_FILE".to_owned(), address_file));
        variables.push(("PORTICO__LOG__LEVEL".to_owned(), "error".to_owned()));
        Self {
            program: installed(folder.path()),
            folder,
            variables,
        }
    }

    fn state(&self) -> PathBuf {
        self.folder.path().join("portico")
    }

    /// A command of the unit, or an operator's with the unit's environment.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(arguments)
            .env_clear()
            .envs(self.variables.iter().cloned())
            .current_dir(self.folder.path().join("work"))
            .kill_on_drop(true);
        if is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }

    async fn succeeds(&self, arguments: &[&str]) {
        let output = self.command(arguments).output().await.expect("it runs");
        assert!(output.status.success(), "{arguments:?}: {output:?}");
    }

    /// Everything that lies in a folder of the service.
    fn files(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path().join(folder)).expect("a folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        let mut names: Vec<_> = names
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

/// A secret as `docs/deployment.md` makes it.
async fn secret(name: &str, database: &str) -> String {
    match name {
        "database-url" => format!("{database}\n"),
        "mail-url" => "smtp://127.0.0.1:9\n".to_owned(),
        "token-keys" => generated_key().await,
        _ => key_alone(&generated_key().await),
    }
}

fn key_alone(entry: &str) -> String {
    let (_, key) = entry.split_once(':').expect("kid:key");
    key.to_owned()
}

async fn generated_key() -> String {
    let made = Binary::command(&["keys", "generate"], &[]).output().await;
    String::from_utf8(made.expect("portico runs").stdout).expect("text")
}

/// The program where any user can run it.
fn installed(folder: &Path) -> PathBuf {
    let command = Binary::command(&[], &[]);
    let built = Path::new(command.as_std().get_program());
    if !is_root() {
        return built.to_owned();
    }
    let program = folder.join("program");
    // By a process of its own: while this one writes to the file, a child of another test may hold it open, and a file
    // that is open for writing cannot be run.
    let copied = std::process::Command::new("cp")
        .arg(built)
        .arg(&program)
        .status();
    assert!(copied.expect("cp runs").success());
    program
}

fn is_root() -> bool {
    fs::metadata("/proc/self").expect("a process").uid() == 0
}

fn give(path: &Path) {
    if is_root() {
        chown(path, Some(NOBODY), Some(NOBODY)).expect("chown");
    }
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("chmod");
}

/// Starts it, has it serve, and stops it as systemd does.
async fn starts_and_stops(service: &Service) {
    service.succeeds(&unit::arguments("ExecStartPre")).await;
    let mut server = service
        .command(&unit::arguments("ExecStart"))
        .spawn()
        .expect("portico starts");
    let address = service.state().join("address");
    let client: Client = Client::when_ready(&address, Document::of_this_version()).await;
    let ready = client
        .request(Method::GET, "/readyz")
        .send()
        .await
        .expect(200);
    // The public URL is https (G5).
    assert!(
        ready
            .header("strict-transport-security")
            .starts_with("max-age=")
    );
    service.succeeds(&["healthcheck"]).await;

    let id = server.id().expect("portico runs").to_string();
    let asked = std::process::Command::new("kill")
        .args(["-TERM", &id])
        .status();
    assert!(asked.expect("kill runs").success());
    let ended = timeout(unit::stop_limit(), server.wait()).await;
    let status = ended.expect("it stops in time").expect("it is waited for");
    assert_eq!(status.code(), Some(0));
    assert_eq!(
        service.files("work"),
        [""; 0],
        "nothing but the state is written"
    );
}

// H5, I13
#[tokio::test]
async fn the_unit_serves_from_its_state_folder_alone_and_stops_with_0() {
    let service = Service::with_database("sqlite://portico.db?mode=rwc").await;
    starts_and_stops(&service).await;
    assert!(service.files("portico").contains(&"portico.db".to_owned()));
    // A second start finds what the first one left.
    fs::remove_file(service.state().join("address")).expect("the address file");
    starts_and_stops(&service).await;
}

// H5
#[tokio::test]
async fn with_postgresql_the_unit_keeps_no_state_at_all() {
    let service = Service::with_database(&Postgres::shared().url_for_new_database()).await;
    starts_and_stops(&service).await;
    assert_eq!(service.files("portico"), ["address"]);
}

#[tokio::test]
async fn without_a_key_the_unit_does_not_start_and_is_not_started_again() {
    let service = Service::with_database("sqlite://portico.db?mode=rwc").await;
    let ring = service.folder.path().join("credentials/token-keys");
    fs::remove_file(&ring).expect("the file is there");
    fs::write(
        &ring,
        "sample:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
    )
    .expect("a file");
    set_mode(&ring, 0o444);
    let check = service
        .command(&unit::arguments("ExecStartPre"))
        .output()
        .await;
    let check = check.expect("portico runs");
    assert_eq!(check.status.code(), Some(78), "{check:?}");
    assert!(service.files("portico").is_empty());
}
