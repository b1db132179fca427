//! The certificate that clients are shown, which can be renewed while the server runs.

use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use rustls::server::{ClientHello, ResolvesServerCert, ServerConfig};
use rustls::sign::CertifiedKey;
use rustls::version::{TLS12, TLS13};

use super::certificate_files::{self, Stamp};
use crate::error::ServerError;
use crate::settings::{SettingsError, TlsSettings};

/// What is spoken behind TLS, the better one first (RFC 7301).
const PROTOCOLS: [&[u8]; 2] = [super::HTTP_2, b"http/1.1"];
/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// The certificate in use and the files that it came from. Clones are the same one.
#[derive(Clone, Debug)]
pub struct Certificates {
    files: Arc<TlsSettings>,
    shown: Arc<Shown>,
    last: Arc<Mutex<LastRead>>,
}

/// What came of reading the files. Whoever reads them holds it from the first look to the last word, so that no older
/// certificate takes the place of a newer one.
#[derive(Debug)]
struct LastRead {
    /// How the files looked that are shown. Others are tried at every look: what keeps a file from being read, its owner
    /// for one, can go without a trace in its stamp.
    stamp: Stamp,
    /// The failure that the log has already.
    told: Option<(Stamp, String)>,
}

impl LastRead {
    const fn good(stamp: Stamp) -> Self {
        Self { stamp, told: None }
    }

    fn failed(&mut self, stamp: Stamp, error: &SettingsError) {
        let failure = Some((stamp, error.to_string()));
        if self.told != failure {
            tracing::error!(%error, "the old TLS certificate stays");
            self.told = failure;
        }
    }
}

#[derive(Debug)]
struct Shown(RwLock<Arc<CertifiedKey>>);

impl ResolvesServerCert for Shown {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let current = self.0.read().unwrap_or_else(PoisonError::into_inner);
        Some(Arc::clone(&current))
    }
}

impl Certificates {
    /// Reads the files.
    ///
    /// # Errors
    /// Names the key of the file that cannot be used, and why.
    pub(crate) fn load(files: &TlsSettings) -> Result<Self, SettingsError> {
        let stamp = certificate_files::stamp(files);
        let certificate = certificate_files::read(files)?;
        if certificate_files::is_key_open_to_others(files) {
            let file = files.key.display();
            tracing::warn!(%file, "every user of this machine can open the file of http.tls_key");
        }
        Ok(Self {
            files: Arc::new(files.clone()),
            shown: Arc::new(Shown(RwLock::new(Arc::new(certificate)))),
            last: Arc::new(Mutex::new(LastRead::good(stamp))),
        })
    }

    /// Reads the files again: connections from now on are shown what is in them. Where they cannot be used,
    /// the old certificate stays.
    pub fn reload(&self) {
        let mut last = self.last();
        // Who asks is told, though the log has it already.
        last.told = None;
        self.read_again(&mut last);
    }

    /// Reads the files again whenever they are others than those that are shown, until `stop` is ready.
    pub(crate) async fn follow_files(self, stop: impl Future<Output = ()>) {
        tokio::pin!(stop);
        while tokio::time::timeout(LOOK_EVERY, &mut stop).await.is_err() {
            let mut last = self.last();
            if last.stamp != certificate_files::stamp(&self.files) {
                self.read_again(&mut last);
            }
        }
    }

    fn read_again(&self, last: &mut LastRead) {
        let stamp = certificate_files::stamp(&self.files);
        match certificate_files::read(&self.files) {
            Ok(certificate) => {
                let mut shown = self.shown.0.write().unwrap_or_else(PoisonError::into_inner);
                *shown = Arc::new(certificate);
                *last = LastRead::good(stamp);
                tracing::info!("the TLS certificate was read again");
            }
            Err(error) => last.failed(stamp, &error),
        }
    }

    /// TLS 1.2 and 1.3 (G9) with this certificate.
    pub(super) fn server_config(&self) -> Result<ServerConfig, ServerError> {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&TLS13, &TLS12])
            .map_err(|error| ServerError::failed("TLS", error))?
            .with_no_client_auth()
            .with_cert_resolver(self.shown.clone());
        config.alpn_protocols = PROTOCOLS.map(<[u8]>::to_vec).to_vec();
        Ok(config)
    }

    fn last(&self) -> MutexGuard<'_, LastRead> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
