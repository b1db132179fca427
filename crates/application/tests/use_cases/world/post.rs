//! Mail that goes nowhere: plain words, and a mailer that does as it is told.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;
use domain::mail::{MailContent, OutgoingMail, RenderedMail};
use domain::ports::{
    JobSignal, JobSignalError, JobWakeUps, MailError, MailRenderer, Mailer, RenderError,
};

use super::words::words;

/// Everything that was handed over, and how the next hand-overs end.
#[derive(Default)]
pub(crate) struct Post(Mutex<State>);

#[derive(Default)]
struct State {
    tried: Vec<OutgoingMail>,
    delivered: Vec<OutgoingMail>,
    errors: VecDeque<MailError>,
    has_no_words: bool,
}

impl Post {
    /// The mails that were taken.
    pub(crate) fn delivered(&self) -> Vec<OutgoingMail> {
        self.state().delivered.clone()
    }

    /// Every try, those that failed included.
    pub(crate) fn tried(&self) -> Vec<OutgoingMail> {
        self.state().tried.clone()
    }

    /// The mail that was taken last.
    pub(crate) fn last(&self) -> OutgoingMail {
        self.delivered().pop().expect("a mail")
    }

    /// The mails of one kind that were taken.
    pub(crate) fn of_kind(&self, subject: &str) -> Vec<OutgoingMail> {
        let mut mails = self.delivered();
        mails.retain(|mail| mail.content.subject == subject);
        mails
    }

    /// What the last mail of one kind says: a code, a token or a name.
    pub(crate) fn last_text(&self, subject: &str) -> String {
        let mail = self.of_kind(subject).pop();
        mail.expect("a mail of this kind").content.text
    }

    /// The code that was mailed last.
    pub(crate) fn last_code(&self) -> String {
        self.last_text("code")
    }

    /// Lets the next try fail; further ones queue behind it.
    pub(crate) fn fail_with(&self, error: MailError) {
        self.state().errors.push_back(error);
    }

    /// Lets every template fail.
    pub(crate) fn lose_words(&self) {
        self.state().has_no_words = true;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("no panic under the lock")
    }
}

impl MailRenderer for Post {
    fn render(&self, content: &MailContent) -> Result<RenderedMail, RenderError> {
        if self.state().has_no_words {
            return Err(RenderError("no words".to_owned()));
        }
        Ok(words(content))
    }
}

#[async_trait]
impl Mailer for Post {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), MailError> {
        let mut state = self.state();
        state.tried.push(mail.clone());
        if let Some(error) = state.errors.pop_front() {
            return Err(error);
        }
        state.delivered.push(mail.clone());
        Ok(())
    }
}

/// A job signal whose channel is down.
pub(crate) struct DownSignal;

#[async_trait]
impl JobSignal for DownSignal {
    async fn notify(&self) -> Result<(), JobSignalError> {
        Err(JobSignalError("down".to_owned()))
    }

    async fn subscribe(&self) -> Result<Box<dyn JobWakeUps>, JobSignalError> {
        Err(JobSignalError("down".to_owned()))
    }
}
