//! The words of mails, as short as they can be.

use std::time::Duration;

use domain::mail::{MailContent, RenderedMail};
use domain::request_origin::UserAgent;
use domain::timestamp::Timestamp;
use domain::user::{Email, FullName, Username};

/// The subject names the kind, the text has its value, the HTML part a second one or its life in seconds.
pub(super) fn words(content: &MailContent) -> RenderedMail {
    match content {
        MailContent::RegistrationCode { code, valid_for } => {
            mail("code", code.expose(), &seconds(*valid_for))
        }
        MailContent::AccountExists => mail("account exists", "", ""),
        MailContent::Welcome {
            full_name,
            username,
        } => {
            let full_name = full_name.as_ref().map_or("-", FullName::as_str);
            let names = format!("{full_name} / {}", name(username.as_ref()));
            mail("welcome", &names, "")
        }
        MailContent::SessionEndedForReuse { user_agent, at } => {
            let agent = user_agent.as_ref().map_or("-", UserAgent::as_str);
            mail("session ended", agent, &micros(*at))
        }
        MailContent::NewAccount { email, username } => {
            mail("new account", email.as_str(), name(username.as_ref()))
        }
        MailContent::Test => mail("test", "", ""),
        of_account => words_of_account(of_account),
    }
}

/// What an account is mailed when something about it changes.
fn words_of_account(content: &MailContent) -> RenderedMail {
    match content {
        MailContent::PasswordRecovery {
            token, valid_for, ..
        } => mail("recovery", token.expose(), &seconds(*valid_for)),
        MailContent::PasswordChanged { by, at } => {
            mail("password changed", &format!("{by:?}"), &micros(*at))
        }
        MailContent::EmailChangeCode { code, valid_for } => {
            mail("change code", code.expose(), &seconds(*valid_for))
        }
        MailContent::EmailChangeNotice { new, undo } => {
            mail("change notice", undo.expose(), new.as_str())
        }
        MailContent::EmailChanged { new } => mail("email changed", Email::as_str(new), ""),
        MailContent::UsernameChanged { username } => {
            mail("username changed", name(username.as_ref()), "")
        }
        other => panic!("no words for {other:?}"),
    }
}

fn mail(subject: &str, text: &str, html: &str) -> RenderedMail {
    RenderedMail {
        subject: subject.to_owned(),
        text: text.to_owned(),
        html: html.to_owned(),
    }
}

fn name(username: Option<&Username>) -> &str {
    username.map_or("-", Username::as_str)
}

fn seconds(span: Duration) -> String {
    span.as_secs().to_string()
}

fn micros(at: Timestamp) -> String {
    at.unix_micros().to_string()
}
