//! One installation whose servers are killed one after the other.

use std::path::Path;
use std::time::Duration;

use portico_tests::{Binary, PASSWORD, SetUp};
use tempfile::TempDir;

use crate::errand::Errand;
use crate::mail::Mail;
use crate::outlet::Outlet;
use crate::verdict;

/// How long after the answer the kill comes, round after round: before the mail, in the middle of it, after it. On a
/// machine with nothing else to do, a mailbox has the mail within a millisecond.
const AFTER_MILLIS: [u64; 13] = [0, 0, 1, 0, 2, 3, 0, 5, 8, 0, 15, 40, 100];

/// An installation, and where its mails go.
pub(crate) struct Lane {
    folder: TempDir,
    variables: Vec<(String, String)>,
    outlet: Outlet,
}

/// What became of the kills.
pub(crate) struct Outcome {
    /// How many of them came before the mail.
    pub(crate) kills_before_the_mail: usize,
}

impl Lane {
    /// A new, empty installation.
    pub(crate) fn open(set_up: SetUp, outlet: impl FnOnce(&Path) -> Outlet) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let outlet = outlet(folder.path());
        let mut variables = set_up.variables(folder.path());
        for (key, value) in [
            ("PORTICO__MAIL__URL", &*outlet.url()),
            ("PORTICO__LIMITS__ENABLED", "false"),
            ("PORTICO__FIRST_SUPERUSER__PASSWORD", PASSWORD),
        ] {
            variables.push((key.to_owned(), value.to_owned()));
        }
        Self {
            folder,
            variables,
            outlet,
        }
    }

    /// Kills a server in each round, and sees to it that the last one has all mails sent.
    pub(crate) async fn kill_servers(&self, rounds: usize) -> Outcome {
        let mut errands = Vec::new();
        let mut kills_before_the_mail = 0;
        for round in 0..rounds {
            let errand = self.kill_one(round, errands.last()).await;
            kills_before_the_mail += usize::from(!self.has_come(&errand));
            errands.push(errand);
        }
        self.outlet.hurry();
        let server = self.serve();
        verdict::all_is_well(&server.client().await, &self.outlet, &errands).await;
        Outcome {
            kills_before_the_mail,
        }
    }

    /// Has an errand answered, and kills the server a moment later.
    async fn kill_one(&self, round: usize, before: Option<&Errand>) -> Errand {
        self.outlet.dawdle(round);
        let server = self.serve();
        let errand = Errand::run(&server.client().await, round, before).await;
        let after = AFTER_MILLIS[round % AFTER_MILLIS.len()];
        tokio::time::sleep(Duration::from_millis(after)).await;
        server.kill().await;
        errand
    }

    fn serve(&self) -> Binary {
        Binary::serve(&self.variables, self.folder.path())
    }

    fn has_come(&self, errand: &Errand) -> bool {
        let messages = self.outlet.messages();
        let mut mails = messages.iter().map(|message| Mail::read(message));
        mails.any(|mail| errand.is_told_by(&mail))
    }
}
