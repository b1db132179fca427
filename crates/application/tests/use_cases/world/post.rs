//! Mail that goes nowhere: plain words, and a mailer that does as it is told.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;
use domain::mail::{MailContent, OutgoingMail, RenderedMail};
use domain::ports::{
    JobSignal, JobSignalError, JobWakeUps, MailError, MailRenderer, Mailer, RenderError,
};
use domain::request_origin::UserAgent;
use domain::user::{FullName, Username};

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

    /// The code that was mailed last.
    pub(crate) fn last_code(&self) -> String {
        let mut codes = self.delivered();
        codes.retain(|mail| mail.content.subject == "code");
        codes.pop().expect("a code was mailed").content.text
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

/// The subject names the kind, the text has its values, the HTML part its life in seconds.
impl MailRenderer for Post {
    fn render(&self, content: &MailContent) -> Result<RenderedMail, RenderError> {
        if self.state().has_no_words {
            return Err(RenderError("no words".to_owned()));
        }
        let (subject, text, html) = match content {
            MailContent::RegistrationCode { code, valid_for } => (
                "code",
                code.expose().to_owned(),
                valid_for.as_secs().to_string(),
            ),
            MailContent::AccountExists => ("account exists", String::new(), String::new()),
            MailContent::Welcome {
                full_name,
                username,
            } => (
                "welcome",
                names(full_name.as_ref(), username.as_ref()),
                String::new(),
            ),
            MailContent::SessionEndedForReuse { user_agent, at } => (
                "session ended",
                user_agent
                    .as_ref()
                    .map_or("-", UserAgent::as_str)
                    .to_owned(),
                at.unix_micros().to_string(),
            ),
        };
        Ok(RenderedMail {
            subject: subject.to_owned(),
            text,
            html,
        })
    }
}

fn names(full_name: Option<&FullName>, username: Option<&Username>) -> String {
    let full_name = full_name.map_or("-", FullName::as_str);
    format!("{full_name} / {}", username.map_or("-", Username::as_str))
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
