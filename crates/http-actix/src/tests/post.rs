//! Mail that a test can read.

use std::sync::{Arc, Mutex};

use application::Ports;
use async_trait::async_trait;
use domain::mail::{MailContent, OutgoingMail, RenderedMail};
use domain::ports::{MailError, MailRenderer, Mailer, RenderError};

/// Puts the secret of a mail into its text, and keeps what it is handed.
#[derive(Default)]
pub(super) struct Post(Mutex<Vec<OutgoingMail>>);

impl Post {
    /// Takes the mails of a world.
    pub(super) fn of(ports: &mut Ports) -> Arc<Self> {
        let post = Arc::new(Self::default());
        ports.mail.renderer = post.clone();
        ports.mail.mailer = post.clone();
        post
    }

    /// How many mails of this kind went to an address.
    pub(super) fn count(&self, kind: &str, to: &str) -> usize {
        let mails = self.0.lock().unwrap();
        let wanted = mails.iter().filter(|mail| is(mail, kind, to));
        wanted.count()
    }

    /// The secret of the last mail of this kind to an address.
    pub(super) fn secret(&self, kind: &str, to: &str) -> String {
        let mails = self.0.lock().unwrap();
        let last = mails.iter().rfind(|mail| is(mail, kind, to));
        last.expect("a mail of this kind").content.text.clone()
    }
}

fn is(mail: &OutgoingMail, kind: &str, to: &str) -> bool {
    mail.content.subject == kind && mail.to.as_str() == to
}

impl MailRenderer for Post {
    fn render(&self, content: &MailContent) -> Result<RenderedMail, RenderError> {
        let (kind, secret) = match content {
            MailContent::PasswordRecovery { token, .. } => ("récupération", token.expose()),
            MailContent::EmailChangeCode { code, .. } => ("code", code.expose()),
            MailContent::EmailChangeNotice { undo, .. } => ("notice", undo.expose()),
            MailContent::NewAccount { .. } => ("new account", ""),
            MailContent::PasswordChanged { .. } => ("password changed", ""),
            MailContent::EmailChanged { .. } => ("email changed", ""),
            _ => ("other", ""),
        };
        Ok(RenderedMail {
            subject: kind.to_owned(),
            text: secret.to_owned(),
            html: format!("<p>{secret}</p>"),
        })
    }
}

#[async_trait]
impl Mailer for Post {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), MailError> {
        self.0.lock().unwrap().push(mail.clone());
        Ok(())
    }
}
