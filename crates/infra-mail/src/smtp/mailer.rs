//! Delivery of one mail.

use std::time::Duration;

use async_trait::async_trait;
use domain::mail::OutgoingMail;
use domain::ports::{MailError, Mailer};
use domain::user::Email;
use lettre::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::AsyncSmtpConnection;

use super::connections::{Connections, SmtpTlsError};
use super::masking::masked;
use super::settings::SmtpSettings;
use crate::message::compose;
use crate::sender::Sender;

/// How long the relay may take. A delivery takes no longer than both together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SmtpTimeouts {
    /// From the look-up of the host to the log-in.
    pub connect: Duration,
    /// From `MAIL FROM` to the reply to the message.
    pub transaction: Duration,
}

impl Default for SmtpTimeouts {
    /// 10 seconds to connect, 20 for the transaction: some relays scan a message before they reply,
    /// and one that is given up too early is sent twice.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            transaction: Duration::from_secs(20),
        }
    }
}

/// Hands mails to an SMTP relay.
///
/// What goes wrong before the relay is asked to take a mail (no connection, TLS, a refused log-in) says
/// nothing about the mail and is transient, as are 4xx replies; a 5xx reply to the mail is permanent.
pub struct SmtpMailer {
    pub(super) connections: Connections,
    sender: Sender,
    timeouts: SmtpTimeouts,
}

impl SmtpMailer {
    /// Prepares to send; connects to nothing.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(settings: SmtpSettings, sender: Sender) -> Result<Self, SmtpTlsError> {
        Ok(Self {
            connections: Connections::new(settings)?,
            sender,
            timeouts: SmtpTimeouts::default(),
        })
    }

    /// The same with other time limits.
    #[must_use]
    pub fn with_timeouts(self, timeouts: SmtpTimeouts) -> Self {
        Self { timeouts, ..self }
    }

    async fn connection(&self) -> Result<AsyncSmtpConnection, MailError> {
        let connecting = tokio::time::timeout(self.timeouts.connect, self.connections.take());
        match connecting.await {
            Ok(connected) => connected.map_err(|error| MailError::Transient(error.to_string())),
            Err(_) => Err(too_slow("to connect", self.timeouts.connect)),
        }
    }

    async fn hand_over(
        &self,
        connection: &mut AsyncSmtpConnection,
        message: &Message,
        to: &Email,
    ) -> Result<(), MailError> {
        let bytes = message.formatted();
        let transaction = connection.send(message.envelope(), &bytes);
        match tokio::time::timeout(self.timeouts.transaction, transaction).await {
            Ok(reply) => reply.map(|_| ()).map_err(|error| refusal(&error, to)),
            Err(_) => Err(too_slow("to take the mail", self.timeouts.transaction)),
        }
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), MailError> {
        let message = compose(mail, &self.sender)?;
        let mut connection = self.connection().await?;
        self.hand_over(&mut connection, &message, &mail.to).await?;
        self.connections.keep(connection);
        Ok(())
    }
}

/// Many relays quote the recipient.
fn refusal(error: &Error, to: &Email) -> MailError {
    let said = masked(&error.to_string(), to);
    if error.is_permanent() {
        MailError::Permanent(said)
    } else {
        MailError::Transient(said)
    }
}

fn too_slow(what: &str, limit: Duration) -> MailError {
    MailError::Transient(format!("it took more than {limit:?} {what}"))
}
