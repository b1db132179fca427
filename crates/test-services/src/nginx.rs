//! nginx.

use std::fs;
use std::net::{Ipv4Addr, TcpStream};
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use crate::binaries::nginx;
use crate::folder::{Owner, give_to_unprivileged, temporary_folder};
use crate::outcome::{During, Outcome, or_fail};
use crate::process::{ServerCommand, WatchedProcess, as_user, run, start_on_free_port};

/// What a site's file is included in. Every path is in the server's own folder.
const FRAME: &str = "
daemon off;
worker_processes 2;
pid nginx.pid;
error_log stderr;
events { worker_connections 1024; }
http {
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    include site.conf;
}
";

/// An nginx of its own.
pub struct Nginx {
    installation: Installation,
    port: u16,
    server: WatchedProcess,
}

/// The program, the folder it works in, and the user it runs as.
struct Installation {
    program: PathBuf,
    folder: TempDir,
    owner: Option<Owner>,
}

impl Nginx {
    /// Starts a server whose `http` block holds what `site` says; it is told a free port to listen on.
    ///
    /// # Panics
    /// When nginx is not installed or does not start; the message says what to do.
    #[must_use]
    pub fn start(site: impl Fn(u16) -> String) -> Self {
        or_fail(Self::try_start(site))
    }

    /// The port that `site` was told.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Goes over to another site, as `nginx -s reload` does: requests under way are answered in the old one.
    ///
    /// # Panics
    /// When the file cannot be written, or nginx refuses it.
    pub fn reload(&self, site: &str) {
        or_fail(self.try_reload(site));
    }

    fn try_start(site: impl Fn(u16) -> String) -> Outcome<Self> {
        let installation = Installation::prepare()?;
        let command = |port| installation.command(&site(port));
        let is_ready = |port, _: &WatchedProcess| {
            let has_written_its_id = installation.folder.path().join("nginx.pid").exists();
            has_written_its_id && TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
        };
        let (port, server) = start_on_free_port(command, is_ready)?;
        Ok(Self {
            installation,
            port,
            server,
        })
    }

    fn try_reload(&self, site: &str) -> Outcome<()> {
        self.installation.write("site.conf", site)?;
        let Installation {
            program,
            folder,
            owner,
        } = &self.installation;
        let mut check = as_user(program, folder.path(), *owner);
        check.args(["-t", "-q", "-e", "stderr", "-c", "nginx.conf", "-p"]);
        run(check.arg(folder.path()))?;
        let id = self.server.id().to_string();
        run(Command::new("kill").args(["-HUP", &id])).map(drop)
    }
}

impl Installation {
    fn prepare() -> Outcome<Self> {
        let program = nginx()?;
        let folder = temporary_folder("nginx")?;
        let owner = give_to_unprivileged(folder.path())?;
        let installation = Self {
            program,
            folder,
            owner,
        };
        installation.write("nginx.conf", FRAME)?;
        Ok(installation)
    }

    fn write(&self, name: &str, text: &str) -> Outcome<()> {
        let file = self.folder.path().join(name);
        fs::write(&file, text).during(file.display())
    }

    fn command(&self, site: &str) -> ServerCommand {
        // nginx itself says what is wrong when there is no such file.
        let _told_by_nginx = self.write("site.conf", site);
        let folder = self.folder.path();
        let mut arguments: Vec<_> = ["-e", "stderr", "-c", "nginx.conf", "-p"]
            .map(Into::into)
            .into();
        arguments.push(folder.into());
        ServerCommand {
            program: self.program.clone(),
            arguments,
            folder: folder.to_owned(),
            owner: self.owner,
            signal: "TERM",
        }
    }
}
