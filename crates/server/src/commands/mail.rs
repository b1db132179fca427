//! `portico mail preview`

mod samples;

use clap::Subcommand;
use domain::mail::RenderedMail;

use samples::MailKind;

use super::NO_LINKS;
use crate::ServerBuilder;
use crate::error::ServerError;
use crate::output::print;

/// What to do with mail.
#[derive(Clone, Copy, Debug, Subcommand)]
pub(crate) enum Action {
    /// Print a mail as it would be sent, with sample values
    Preview {
        /// Which mail
        kind: MailKind,
        /// Print its HTML part alone
        #[arg(long)]
        html: bool,
    },
}

pub(crate) fn execute(builder: &ServerBuilder, action: Action) -> Result<(), ServerError> {
    let Action::Preview { kind, html } = action;
    let mail = render(builder, kind)?;
    if html {
        print(&mail.html)
    } else {
        print(&format!("Subject: {}\n\n{}", mail.subject, mail.text))
    }
}

fn render(builder: &ServerBuilder, kind: MailKind) -> Result<RenderedMail, ServerError> {
    let settings = builder.settings();
    let public_url = settings.public_url(settings.http.bind);
    let public_url = public_url.map_or_else(|_| NO_LINKS.to_owned(), |url| url.to_string());
    let content = kind.sample();
    let content = content.ok_or_else(|| ServerError::failed("mail", "no sample"))?;
    let renderer = builder.mail_renderer(&public_url)?;
    renderer
        .render(&content)
        .map_err(|error| ServerError::failed("mail", error))
}
