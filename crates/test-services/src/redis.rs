//! Redis.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

use tempfile::TempDir;

use crate::binaries::redis_server;
use crate::folder::temporary_folder;
use crate::free_port::free_port;
use crate::identity::Identity;
use crate::outcome::{Outcome, or_fail};
use crate::process::{ServerCommand, WatchedProcess, start_on_free_port};

const ANSWER_LIMIT: Duration = Duration::from_secs(1);

/// A Redis server of its own. It keeps nothing on disk: after a stop it is empty.
pub struct Redis {
    installation: Installation,
    port: u16,
    server: Option<WatchedProcess>,
}

/// The program, the folder it works in, and the password that tells this server from any other.
struct Installation {
    program: PathBuf,
    folder: TempDir,
    password: String,
    tls: Option<(u16, Identity)>,
}

impl Redis {
    /// Starts a server.
    ///
    /// # Panics
    /// When Redis is not installed or does not start; the message says what to do.
    #[must_use]
    pub fn start() -> Self {
        or_fail(Installation::prepare().and_then(Self::try_start))
    }

    /// Starts a server that offers TLS on a port beside, with this certificate and key (PEM).
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
        static SHARED: OnceLock<Redis> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// Its URL, `redis://:password@127.0.0.1:port`.
    #[must_use]
    pub fn url(&self) -> String {
        let password = &self.installation.password;
        format!("redis://:{password}@127.0.0.1:{}", self.port)
    }

    /// Its URL behind TLS, `rediss://:password@127.0.0.1:port`; `None` for a server without it.
    #[must_use]
    pub fn secured_url(&self) -> Option<String> {
        let Installation { password, tls, .. } = &self.installation;
        let (port, _) = tls.as_ref()?;
        Some(format!("rediss://:{password}@127.0.0.1:{port}"))
    }

    /// Stops the server at once, as a crash would.
    pub fn stop(&mut self) {
        self.server = None;
    }

    /// Starts the stopped server on its old port, and stops it before if it runs.
    ///
    /// # Panics
    /// When it does not start.
    pub fn restart(&mut self) {
        self.stop();
        let command = self.installation.command(self.port);
        let is_ready = |_: &WatchedProcess| self.installation.is_ready(self.port);
        self.server = Some(or_fail(WatchedProcess::start(&command, is_ready)));
    }

    /// Empties the server, as an operator's `FLUSHALL` does.
    ///
    /// # Panics
    /// When it does not answer.
    pub fn flush(&self) {
        let answer = self.installation.answer::<10>(self.port, "FLUSHALL");
        assert_eq!(
            answer,
            Some(*b"+OK\r\n+OK\r\n"),
            "Redis could not be emptied"
        );
    }

    fn try_start(installation: Installation) -> Outcome<Self> {
        let command = |port| installation.command(port);
        let is_ready = |port, _: &WatchedProcess| installation.is_ready(port);
        let (port, server) = start_on_free_port(command, is_ready)?;
        Ok(Self {
            installation,
            port,
            server: Some(server),
        })
    }
}

impl Installation {
    fn prepare() -> Outcome<Self> {
        let program = redis_server()?;
        let folder = temporary_folder("redis")?;
        let name = folder.path().file_name().unwrap_or_default();
        let password = name.to_string_lossy().into_owned();
        Ok(Self {
            program,
            folder,
            password,
            tls: None,
        })
    }

    fn secured(self, certificate: &str, key: &str) -> Outcome<Self> {
        let identity = Identity::write(self.folder.path(), None, certificate, key)?;
        Ok(Self {
            tls: Some((free_port()?, identity)),
            ..self
        })
    }

    fn command(&self, port: u16) -> ServerCommand {
        let port = port.to_string();
        let password = self.password.as_str();
        let options = [
            ["--port", &port],
            ["--bind", "127.0.0.1"],
            ["--requirepass", password],
            ["--daemonize", "no"],
            ["--appendonly", "no"],
            ["--save", ""],
        ];
        let mut arguments: Vec<OsString> = options.concat().iter().map(Into::into).collect();
        if let Some((port, identity)) = &self.tls {
            let options: [[OsString; 2]; 4] = [
                ["--tls-port".into(), port.to_string().into()],
                [
                    "--tls-cert-file".into(),
                    identity.certificate.clone().into(),
                ],
                ["--tls-key-file".into(), identity.key.clone().into()],
                ["--tls-auth-clients".into(), "no".into()],
            ];
            arguments.extend(options.concat());
        }
        ServerCommand {
            program: self.program.clone(),
            arguments,
            folder: self.folder.path().to_owned(),
            owner: None,
            signal: "KILL",
        }
    }

    /// Whether a server answers that knows the password: another one on the same port would not.
    fn is_ready(&self, port: u16) -> bool {
        self.answer(port, "PING") == Some(*b"+OK\r\n+PONG\r\n")
    }

    /// What the server says to its password and a command.
    fn answer<const LENGTH: usize>(&self, port: u16, command: &str) -> Option<[u8; LENGTH]> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let mut stream = TcpStream::connect_timeout(&address, ANSWER_LIMIT).ok()?;
        stream.set_read_timeout(Some(ANSWER_LIMIT)).ok()?;
        write!(stream, "AUTH {}\r\n{command}\r\n", self.password).ok()?;
        let mut answer = [0; LENGTH];
        stream.read_exact(&mut answer).ok()?;
        Some(answer)
    }
}
