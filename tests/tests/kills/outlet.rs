//! Where the mails of an installation go.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use test_services::{SmtpCatcher, SmtpFault, SmtpStage};

/// How long a relay that dawdles does so: long enough for kills to come meanwhile.
const DELAY: Duration = Duration::from_millis(60);

/// The moments at which it does.
const STAGES: [Option<SmtpStage>; 5] = [
    None,
    Some(SmtpStage::Greeting),
    Some(SmtpStage::Sender),
    Some(SmtpStage::Data),
    Some(SmtpStage::Message),
];

/// What outlives a server and keeps its mails.
pub(crate) enum Outlet {
    /// A relay of this process.
    Relay(SmtpCatcher),
    /// The folder of the built-in mailbox.
    Mailbox(PathBuf),
}

impl Outlet {
    /// The mailbox of the installation in this folder.
    pub(crate) fn mailbox(data_dir: &Path) -> Self {
        Self::Mailbox(data_dir.join("mailbox"))
    }

    /// The value of `mail.url`.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::Relay(relay) => relay.url(),
            Self::Mailbox(_) => "mailbox://".to_owned(),
        }
    }

    /// Has a relay dawdle at another moment in each round.
    pub(crate) fn dawdle(&self, round: usize) {
        let Self::Relay(relay) = self else { return };
        relay.recover();
        if let Some(stage) = STAGES[round % STAGES.len()] {
            relay.fail_at(stage, SmtpFault::Delay(DELAY));
        }
    }

    /// Has a relay dawdle no more.
    pub(crate) fn hurry(&self) {
        if let Self::Relay(relay) = self {
            relay.recover();
        }
    }

    /// Every message that was handed over.
    pub(crate) fn messages(&self) -> Vec<Vec<u8>> {
        match self {
            Self::Relay(relay) => relay.messages().into_iter().map(|it| it.data).collect(),
            Self::Mailbox(folder) => files(folder),
        }
    }
}

/// The mails of a mailbox, as whoever lists it would read them.
fn files(folder: &Path) -> Vec<Vec<u8>> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.expect("an entry of the mailbox").path());
    let mails = paths.filter(|path| path.extension().is_some_and(|ext| ext == "eml"));
    mails
        .map(|path| fs::read(path).expect("a mail of the mailbox"))
        .collect()
}
