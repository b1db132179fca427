//! What is due by the clock is done once, however many instances there are and whichever of them die (I20).
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

use std::collections::BTreeSet;
use std::time::Duration;

use domain::ports::Clock;
use portico_tests::{Account, App, Binary, Client, Cluster, PASSWORD, SetUp};
use serde_json::Value;
use tempfile::TempDir;

const FIRST_SUPERUSER: &str = "admin@example.com";
const PASSWORD_OF_THE_FIRST: (&str, &str) = ("PORTICO__FIRST_SUPERUSER__PASSWORD", PASSWORD);
const EVERY_MINUTE: (&str, &str) = ("PORTICO__SCHEDULES__PURGE", "* * * * *");
/// Due the last time before the test, and not again while it runs.
const EVERY_YEAR: (&str, &str) = ("PORTICO__SCHEDULES__PURGE", "0 0 29 2 *");

/// More than a minute, and what a busy machine needs.
const PATIENCE: Duration = Duration::from_secs(90);

/// A superuser, who sees which turns were taken.
struct Operator<'a> {
    client: &'a Client,
    token: String,
}

impl<'a> Operator<'a> {
    async fn log_in(client: &'a Client) -> Self {
        let reply = Account::log_in(client, FIRST_SUPERUSER, PASSWORD).await;
        let token = reply.expect(200).text_at("/access_token");
        Self { client, token }
    }

    async fn purges(&self) -> Vec<Value> {
        let list = self.client.get("/admin/jobs?kind=purge&limit=1000");
        let page = list.bearer(&self.token).send().await.expect(200).json();
        page["data"].as_array().expect("jobs").clone()
    }

    /// The turns that were taken: each enqueues its jobs at one moment.
    async fn turns(&self) -> usize {
        let jobs = self.purges().await;
        let moments = jobs.iter().map(|job| job["created_at"].to_string());
        moments.collect::<BTreeSet<_>>().len()
    }

    /// Waits until so many turns were taken and everything that they promised is done.
    async fn sees(&self, turns: usize) {
        let seen = async {
            while self.turns().await < turns || !self.all_is_done().await {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        let seen = tokio::time::timeout(PATIENCE, seen).await;
        seen.expect("turns are taken and their jobs are done");
        assert_eq!(self.turns().await, turns);
    }

    async fn all_is_done(&self) -> bool {
        let jobs = self.purges().await;
        jobs.iter().all(|job| job["state"] == "succeeded")
    }
}

fn owned(variables: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    variables.iter().map(owned).collect()
}

/// Begins at the start with the turn that nobody has taken, and not again with one that was taken before a kill.
async fn a_turn_outlives_the_process_that_took_it(set_up: SetUp) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut variables = set_up.variables(folder.path());
    variables.extend(owned(&[PASSWORD_OF_THE_FIRST, EVERY_YEAR]));
    for _ in 0..3 {
        let server = Binary::serve(&variables, folder.path());
        let client = server.client().await;
        Operator::log_in(&client).await.sees(1).await;
        server.kill().await;
    }
}

#[tokio::test]
async fn a_turn_outlives_the_process_that_took_it_embedded() {
    a_turn_outlives_the_process_that_took_it(SetUp::Embedded).await;
}

#[tokio::test]
async fn a_turn_outlives_the_process_that_took_it_scale_out() {
    a_turn_outlives_the_process_that_took_it(SetUp::ScaleOut).await;
}

/// How long until the next minute is full by the clock of these instances.
fn until_full(app: &App) -> Duration {
    let into = app.clock().now().unix_micros().rem_euclid(60_000_000);
    Duration::from_micros(60_000_000 - into.unsigned_abs())
}

// I20: three instances look at the same moments, at their start and when the minute is full.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_instances_take_each_turn_once() {
    let cluster = Cluster::new(&[PASSWORD_OF_THE_FIRST, EVERY_MINUTE]);
    let clockwork = cluster.start(&[("PORTICO__SCHEDULES__PURGE", "")]).await;
    let operator = Operator::log_in(clockwork.client()).await;
    assert_eq!(operator.turns().await, 0);
    // The minute is full five seconds after the three have looked for the first time.
    let spare = until_full(&clockwork) + Duration::from_secs(50);
    clockwork.clock().advance(spare);
    let _three = tokio::join!(cluster.start(&[]), cluster.start(&[]), cluster.start(&[]));
    operator.sees(1).await;
    tokio::time::sleep(until_full(&clockwork)).await;
    operator.sees(2).await;
}

/// Three processes on one database, each with a folder of its own. The first took the only turn.
struct Three {
    cluster: Cluster,
    folder: TempDir,
}

impl Three {
    fn new() -> Self {
        let cluster = Cluster::new(&[PASSWORD_OF_THE_FIRST, EVERY_MINUTE]);
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { cluster, folder }
    }

    fn serve(&self, name: &str) -> Binary {
        let folder = self.folder.path().join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        Binary::serve(&self.cluster.variables(&[]), &folder)
    }

    /// `None` when a minute was full before all of them were there: anybody may have taken its turn.
    async fn start(&self) -> Option<[Binary; 3]> {
        let one = self.serve("one");
        let client = one.client().await;
        let operator = Operator::log_in(&client).await;
        while operator.turns().await == 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let (two, three) = (self.serve("two"), self.serve("three"));
        let (_, _) = (two.client().await, three.client().await);
        (operator.turns().await == 1).then_some([one, two, three])
    }
}

// I20: whoever took the last turn is gone, and the next is taken all the same.
#[tokio::test]
async fn the_next_turn_is_taken_when_all_but_one_are_killed() {
    let mut instances = Three::new();
    let [one, two, three] = loop {
        match instances.start().await {
            Some(three) => break three,
            // There is most of a minute left now.
            None => instances = Three::new(),
        }
    };
    one.kill().await;
    two.kill().await;
    let client = three.client().await;
    let operator = Operator::log_in(&client).await;
    let next = async {
        while operator.turns().await <= 1 {
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
    };
    let next = tokio::time::timeout(PATIENCE, next).await;
    next.expect("a turn of the one that is left");
}
