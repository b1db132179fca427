//! A server with TLS of its own.

use std::process::Command;
use std::sync::Arc;

use portico_tests::{Binary, Client, Document, SetUp};
use reqwest::{Certificate, ClientBuilder};
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::identity::{Files, Identity};

/// The real binary behind a certificate of its own.
pub(crate) struct Secured {
    pub(crate) binary: Binary,
    pub(crate) address: String,
    pub(crate) identity: Identity,
    pub(crate) files: Files,
    pub(crate) variables: Vec<(String, String)>,
    _folder: TempDir,
}

impl Secured {
    pub(crate) async fn serve(set_up: SetUp) -> Self {
        Self::serve_as(set_up, Identity::of_loopback()).await
    }

    pub(crate) async fn serve_as(set_up: SetUp, identity: Identity) -> Self {
        Self::serve_with(set_up, identity, []).await
    }

    /// With these variables besides.
    pub(crate) async fn serve_with<const N: usize>(
        set_up: SetUp,
        identity: Identity,
        further: [(String, String); N],
    ) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let files = Files::in_folder(folder.path());
        identity.put(&files);
        let mut variables = set_up.variables(folder.path());
        variables.extend(files.variables());
        variables.extend(further);
        // Long enough for clients of HTTP/1.1 to be told that they are to go.
        variables.push(("PORTICO__HTTP__STOP_DELAY".to_owned(), "500ms".to_owned()));
        let binary = Binary::serve(&variables, folder.path());
        Self {
            address: binary.address().await,
            binary,
            identity,
            files,
            variables,
            _folder: folder,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("https://{}{path}", self.address)
    }

    /// A client that checks replies against the document and speaks what `protocol` leaves it.
    pub(crate) fn client(&self, protocol: fn(ClientBuilder) -> ClientBuilder) -> Client {
        let http = protocol(trusting(&self.identity));
        let http = http.build().expect("the client can be built");
        Client::over(http, &self.url(""), Document::of_this_version())
    }

    /// A connection behind TLS that offers this protocol.
    pub(crate) async fn connect(&self, protocol: &[u8]) -> TlsStream<TcpStream> {
        let stream = TcpStream::connect(&self.address).await;
        self.secure(stream.expect("a connection"), protocol).await
    }

    /// TLS over a connection that is there already.
    pub(crate) async fn secure(&self, stream: TcpStream, protocol: &[u8]) -> TlsStream<TcpStream> {
        let certificate = CertificateDer::from_pem_slice(self.identity.certificate.as_bytes());
        let mut roots = RootCertStore::empty();
        roots
            .add(certificate.expect("a certificate"))
            .expect("an authority");
        let mut config = ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![protocol.to_vec()];
        let name = ServerName::try_from("127.0.0.1").expect("a name");
        TlsConnector::from(Arc::new(config))
            .connect(name, stream)
            .await
            .expect("a handshake")
    }

    /// Sends the server a signal.
    pub(crate) fn signal(&self, signal: &str) {
        let id = self.binary.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status();
        assert!(sent.expect("kill runs").success());
    }
}

/// A client that trusts this identity alone.
pub(crate) fn trusting(identity: &Identity) -> ClientBuilder {
    let root = Certificate::from_pem(identity.certificate.as_bytes()).expect("a certificate");
    reqwest::Client::builder()
        .no_proxy()
        .https_only(true)
        .tls_certs_only([root])
}
