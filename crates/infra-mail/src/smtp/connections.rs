//! Connections to the relay, kept for the next mail.

use std::sync::{Mutex, PoisonError};

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::{AsyncSmtpConnection, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;

use super::settings::{SmtpSettings, SmtpTls};

/// Most connections that are kept while there is nothing to send.
const MOST_IDLE: usize = 4;

/// TLS could not be set up; the text is for the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("TLS for the mail server could not be set up: {0}")]
pub struct SmtpTlsError(String);

/// Opens connections and keeps those that ended a mail well.
///
/// The pool that comes with lettre also takes back a connection whose transaction was cut off by a
/// time limit; on such a one the next mail would read the replies to the one before it and could
/// pass for sent. Here a connection is out of the pool until it is [kept](Self::keep) again, so that
/// whatever cuts a transaction off closes its connection too.
pub(super) struct Connections {
    settings: SmtpSettings,
    tls: Tls,
    hello_name: ClientId,
    idle: Mutex<Vec<AsyncSmtpConnection>>,
}

impl Connections {
    /// Prepares TLS; connects to nothing.
    pub(super) fn new(settings: SmtpSettings) -> Result<Self, SmtpTlsError> {
        let tls = client_tls(&settings).map_err(|error| SmtpTlsError(error.to_string()))?;
        Ok(Self {
            settings,
            tls,
            hello_name: ClientId::default(),
            idle: Mutex::default(),
        })
    }

    /// A connection that answers: one that was kept, or a new one.
    pub(super) async fn take(&self) -> Result<AsyncSmtpConnection, Error> {
        while let Some(mut connection) = self.pop() {
            if connection.test_connected().await {
                return Ok(connection);
            }
        }
        self.connect().await
    }

    /// Takes a connection back. Only one that is between two mails may be given.
    pub(super) fn keep(&self, connection: AsyncSmtpConnection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < MOST_IDLE {
            idle.push(connection);
        }
    }

    fn pop(&self) -> Option<AsyncSmtpConnection> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.pop()
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Error> {
        let host = self.settings.host();
        let address = (host.as_str(), self.settings.port());
        let implicit = match &self.tls {
            Tls::Wrapper(parameters) => Some(parameters.clone()),
            _ => None,
        };
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(address, None, &self.hello_name, implicit, None)
                .await?;
        self.start_tls(&mut connection).await?;
        if let Some(credentials) = self.settings.credentials() {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }

    async fn start_tls(&self, connection: &mut AsyncSmtpConnection) -> Result<(), Error> {
        let parameters = match &self.tls {
            Tls::Required(parameters) => parameters,
            Tls::Opportunistic(parameters) if connection.can_starttls() => parameters,
            _ => return Ok(()),
        };
        connection
            .starttls(parameters.clone(), &self.hello_name)
            .await
    }
}

fn client_tls(settings: &SmtpSettings) -> Result<Tls, Error> {
    let parameters = || TlsParameters::new(settings.host());
    Ok(match settings.tls() {
        SmtpTls::Implicit => Tls::Wrapper(parameters()?),
        SmtpTls::Required => Tls::Required(parameters()?),
        SmtpTls::Opportunistic => Tls::Opportunistic(parameters()?),
        SmtpTls::None => Tls::None,
    })
}
