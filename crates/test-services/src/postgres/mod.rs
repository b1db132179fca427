//! PostgreSQL.

mod template;

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;

use crate::binaries::postgres_folder;
use crate::folder::{Owner, copy_folder, give_to_unprivileged, temporary_folder};
use crate::identity::Identity;
use crate::outcome::{Outcome, or_fail};
use crate::process::{ServerCommand, WatchedProcess, run, start_on_free_port};

/// Name and password of the superuser in every test server.
const ROLE: &str = "portico";

/// The database that `initdb` makes. It is the first to be given away: most test processes want one only.
const FIRST_DATABASE: &str = "postgres";

/// Nothing has to survive the machine, and many servers share it.
const SETTINGS: [&str; 8] = [
    "listen_addresses=127.0.0.1",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=32MB",
    "max_wal_size=64MB",
    "autovacuum_naptime=1h",
    "max_connections=200",
];

/// A PostgreSQL server of its own.
pub struct Postgres {
    installation: Installation,
    port: u16,
    server: Option<WatchedProcess>,
    databases: AtomicU32,
}

/// The programs, the files they work on, and the user they run as.
struct Installation {
    binaries: PathBuf,
    folder: TempDir,
    owner: Option<Owner>,
    identity: Option<Identity>,
}

impl Postgres {
    /// Starts a server.
    ///
    /// # Panics
    /// When PostgreSQL is not installed or does not start; the message says what to do.
    #[must_use]
    pub fn start() -> Self {
        or_fail(Installation::prepare().and_then(Self::try_start))
    }

    /// Starts a server that offers TLS with this certificate and key (PEM), and takes clients without it too.
    ///
    /// # Panics
    /// As [`start`](Self::start).
    #[must_use]
    pub fn start_secured(certificate: &str, key: &str) -> Self {
        let prepared = Installation::prepare();
        let secured = prepared.and_then(|prepared| prepared.secured(certificate, key));
        or_fail(secured.and_then(Self::try_start))
    }

    /// The server that all tests of this process share; it ends with the process.
    ///
    /// # Panics
    /// As [`start`](Self::start).
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Postgres> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// The URL of an empty database that was not given before, as
    /// `postgres://name:password@127.0.0.1:port/database`.
    ///
    /// # Panics
    /// When the server is stopped.
    #[must_use]
    pub fn url_for_new_database(&self) -> String {
        let name = or_fail(self.new_database());
        let port = self.port;
        format!("postgres://{ROLE}:{ROLE}@127.0.0.1:{port}/{name}")
    }

    /// Stops the server at once, as a crash would: connections break, nothing is flushed.
    pub fn stop(&mut self) {
        self.server = None;
    }

    /// Starts the stopped server on its old port with its old files, and stops it before if it runs.
    ///
    /// # Panics
    /// When it does not start.
    pub fn restart(&mut self) {
        self.stop();
        let command = self.installation.command(self.port);
        let is_ready = |server: &WatchedProcess| self.installation.is_ready(server);
        self.server = Some(or_fail(WatchedProcess::start(&command, is_ready)));
    }

    fn try_start(installation: Installation) -> Outcome<Self> {
        let command = |port| installation.command(port);
        let is_ready = |_, server: &WatchedProcess| installation.is_ready(server);
        let (port, server) = start_on_free_port(command, is_ready)?;
        Ok(Self {
            installation,
            port,
            server: Some(server),
            databases: AtomicU32::new(0),
        })
    }

    fn new_database(&self) -> Outcome<String> {
        let number = self.databases.fetch_add(1, Ordering::Relaxed);
        if number == 0 {
            return Ok(FIRST_DATABASE.to_owned());
        }
        let name = format!("test_{number}");
        self.create_database(&name).map(|()| name)
    }

    fn create_database(&self, name: &str) -> Outcome<()> {
        let mut createdb = Command::new(self.installation.binaries.join("createdb"));
        createdb
            .args(["--host=127.0.0.1", "--no-password"])
            .arg(format!("--maintenance-db={FIRST_DATABASE}"))
            .arg(format!("--port={}", self.port))
            .arg(format!("--username={ROLE}"))
            .arg(name)
            .env("PGPASSWORD", ROLE);
        run(&mut createdb).map(drop)
    }
}

impl Installation {
    fn prepare() -> Outcome<Self> {
        let binaries = postgres_folder()?;
        let template = template::data_folder(&binaries)?;
        let folder = temporary_folder("postgres")?;
        let owner = give_to_unprivileged(folder.path())?;
        copy_folder(&template, &folder.path().join("data"), owner)?;
        Ok(Self {
            binaries,
            folder,
            owner,
            identity: None,
        })
    }

    fn secured(self, certificate: &str, key: &str) -> Outcome<Self> {
        let identity = Identity::write(self.folder.path(), self.owner, certificate, key)?;
        Ok(Self {
            identity: Some(identity),
            ..self
        })
    }

    fn command(&self, port: u16) -> ServerCommand {
        let folder = self.folder.path();
        let sockets = format!("unix_socket_directories={}", folder.display());
        let tls = self.identity.iter().flat_map(|identity| {
            let [certificate, key] =
                [&identity.certificate, &identity.key].map(|path| path.display());
            [
                "ssl=on".to_owned(),
                format!("ssl_cert_file={certificate}"),
                format!("ssl_key_file={key}"),
            ]
        });
        let own: Vec<String> = tls.chain([sockets]).collect();
        let settings = SETTINGS.into_iter().chain(own.iter().map(String::as_str));
        let mut arguments = vec!["-D".into(), folder.join("data").into()];
        arguments.extend(["-p".into(), port.to_string().into()]);
        arguments.extend(settings.flat_map(|setting| ["-c".into(), setting.into()]));
        ServerCommand {
            program: self.binaries.join("postgres"),
            arguments,
            folder: folder.to_owned(),
            owner: self.owner,
            signal: "QUIT",
        }
    }

    /// Reads what the server itself says in `postmaster.pid`: its process id in the first line, its state
    /// in the eighth. Whoever else may listen on the port cannot write there.
    fn is_ready(&self, server: &WatchedProcess) -> bool {
        let file = self.folder.path().join("data/postmaster.pid");
        let text = fs::read_to_string(file).unwrap_or_default();
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        lines.first() == Some(&server.id().to_string().as_str()) && lines.get(7) == Some(&"ready")
    }
}
