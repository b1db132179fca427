//! `kill -9` of the server at any point between an answer and its mail loses no mail (I2).
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

mod errand;
mod lane;
mod mail;
mod outlet;
mod verdict;

use portico_tests::SetUp;
use test_services::SmtpCatcher;

use crate::lane::Lane;
use crate::outlet::Outlet;

/// How often a server is killed in each of the two lanes.
const KILLS: usize = 50;

/// A hundred kills: half of them with a relay that dawdles, half of them with the built-in mailbox.
async fn no_kill_loses_a_mail(set_up: SetUp) {
    let relay = Lane::open(set_up, |_| Outlet::Relay(SmtpCatcher::start()));
    let mailbox = Lane::open(set_up, Outlet::mailbox);
    let (by_relay, by_mailbox) =
        tokio::join!(relay.kill_servers(KILLS), mailbox.kill_servers(KILLS));
    // Or the kills would prove nothing.
    let in_time = by_relay.kills_before_the_mail + by_mailbox.kills_before_the_mail;
    assert!(
        in_time >= 2 * KILLS / 10,
        "{in_time} kills came before the mail"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_kill_loses_a_mail_embedded() {
    no_kill_loses_a_mail(SetUp::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_kill_loses_a_mail_scale_out() {
    no_kill_loses_a_mail(SetUp::ScaleOut).await;
}
