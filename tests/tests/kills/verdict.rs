//! What must be true once a server was left alone.

use std::collections::BTreeSet;
use std::time::Duration;

use portico_tests::Client;

use crate::errand::{Errand, log_in_operator};
use crate::mail::Mail;
use crate::outlet::Outlet;

/// Until the leases of those that were killed are over, and what a busy machine needs.
const PATIENCE: Duration = Duration::from_mins(1);

/// Every job comes to be done; every errand has its mail, whose code or link works, and nobody has another one.
pub(crate) async fn all_is_well(client: &Client, outlet: &Outlet, errands: &[Errand]) {
    let idle = tokio::time::timeout(PATIENCE, until_idle(client)).await;
    idle.expect("every job comes to an end");
    let messages = outlet.messages();
    let mails: Vec<_> = messages.iter().map(|message| Mail::read(message)).collect();
    for errand in errands {
        errand.goes_on(client, the_mail(errand, &mails)).await;
    }
    let all: BTreeSet<_> = mails.iter().map(|mail| &mail.id).collect();
    assert_eq!(all.len(), errands.len(), "mails that nobody was promised");
}

/// The mail of an errand. It may have been sent more than once, but only as one that can be told for the same.
fn the_mail<'a>(errand: &Errand, mails: &'a [Mail]) -> &'a Mail {
    let mine = mails.iter().filter(|mail| errand.is_told_by(mail));
    let mine: Vec<_> = mine.collect();
    let newest = mine.last().expect("the mail that was promised");
    for mail in &mine {
        assert_eq!(mail.id, newest.id, "{errand:?}");
    }
    newest
}

/// Returns once no job waits or runs. None of them is given up.
async fn until_idle(client: &Client) {
    let token = log_in_operator(client).await;
    while count(client, &token, "queued").await + count(client, &token, "running").await > 0 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(count(client, &token, "dead").await, 0);
}

async fn count(client: &Client, token: &str, state: &str) -> usize {
    let jobs = client.get(&format!("/admin/jobs?state={state}&limit=1000"));
    let page = jobs.bearer(token).send().await.expect(200).json();
    page["data"].as_array().expect("jobs").len()
}
