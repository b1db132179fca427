//! Adapters, and the places where their mails arrive.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use domain::mail::RenderedMail;
use domain::timestamp::Timestamp;
use mail_parser::MessageParser;
use port_contracts::async_trait;
use port_contracts::mailbox::FilledMailbox;
use port_contracts::mailer::{Arrivals, ArrivedMail, MailRoute};
use portico_infra_mail::{
    FileMailbox, MailBranding, Sender, SmtpMailer, SmtpSettings, TemplateRenderer,
};
use tempfile::TempDir;
use test_services::SmtpCatcher;

pub(crate) fn a_renderer() -> TemplateRenderer {
    let (public_url, frontend_url) = ("https://portico.example", "https://app.portico.example");
    TemplateRenderer::new(MailBranding::new("Portico", public_url, frontend_url).unwrap())
}

pub(crate) fn a_mailbox() -> FilledMailbox {
    let data_dir = TempDir::new().unwrap();
    let mailbox = Arc::new(FileMailbox::new(data_dir.path(), a_sender()));
    FilledMailbox {
        mailbox: mailbox.clone(),
        mailer: mailbox,
        keep: Box::new(data_dir),
    }
}

pub(crate) fn a_mailbox_route() -> MailRoute {
    let data_dir = TempDir::new().unwrap();
    MailRoute {
        mailer: Arc::new(FileMailbox::new(data_dir.path(), a_sender())),
        arrivals: Arc::new(Files(data_dir.path().join("mailbox"))),
        keep: Box::new(data_dir),
    }
}

pub(crate) fn a_smtp_route() -> MailRoute {
    let relay = Arc::new(SmtpCatcher::start());
    MailRoute {
        mailer: Arc::new(mailer_to(&relay)),
        arrivals: Arc::new(Relay(relay)),
        keep: Box::new(()),
    }
}

struct Relay(Arc<SmtpCatcher>);

#[async_trait]
impl Arrivals for Relay {
    async fn list(&self) -> Vec<ArrivedMail> {
        let caught = self.0.messages();
        caught.iter().map(|mail| decode(&mail.data)).collect()
    }
}

struct Files(PathBuf);

#[async_trait]
impl Arrivals for Files {
    async fn list(&self) -> Vec<ArrivedMail> {
        let files = fs::read_dir(&self.0).unwrap();
        let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
        paths.sort();
        paths
            .iter()
            .map(|path| decode(&fs::read(path).unwrap()))
            .collect()
    }
}

fn decode(message: &[u8]) -> ArrivedMail {
    let message = MessageParser::default().parse(message).unwrap();
    let (id, _) = message.message_id().unwrap().split_once('@').unwrap();
    let to = message.to().unwrap().first().unwrap().address().unwrap();
    ArrivedMail {
        message_id: id.to_owned(),
        to: to.to_owned(),
        sent_at: Timestamp::from_unix_seconds(message.date().unwrap().to_timestamp()),
        content: RenderedMail {
            subject: message.subject().unwrap().to_owned(),
            text: message.body_text(0).unwrap().into_owned(),
            html: message.body_html(0).unwrap().into_owned(),
        },
    }
}

pub(crate) fn mailer_to(relay: &SmtpCatcher) -> SmtpMailer {
    let settings = SmtpSettings::parse(&relay.url()).unwrap();
    SmtpMailer::new(settings, a_sender()).unwrap()
}

fn a_sender() -> Sender {
    Sender::parse("Portico <no-reply@localhost>").unwrap()
}
