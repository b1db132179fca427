//! The key ring is changed in steps, instance by instance, and no client notices (D7).
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

use std::time::Duration;

use portico_tests::{Account, App, Binary, Cluster, Fleet, Load, PASSWORD};

const KEYS: &str = "PORTICO__TOKENS__KEYS";
const FIRST_RING: &str = "first:qX5qXv0Y4nT3m0cJqk6vZ1r7hQyE8sUuWb2fGdLxPzI";
const TTL_AND_LEEWAY: Duration = Duration::from_secs(15 * 60 + 6);

/// The ring after one more step, as `portico keys rotate` prints it.
async fn rotated(cluster: &Cluster, ring: &str, step: &str) -> String {
    let arguments = ["keys", "rotate", step];
    let mut command = Binary::command(&arguments, &cluster.variables(&[(KEYS, ring)]));
    let output = command.output().await.expect("portico runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    assert_eq!(text(&output.stderr), "", "the audit log was told");
    text(&output.stdout)
}

/// Who registered, and the fleet that serves them.
struct Service {
    cluster: Cluster,
    instances: Vec<App>,
    fleet: Fleet,
    account: Account,
}

impl Service {
    async fn start(ring: &str) -> Self {
        let cluster = Cluster::new(&[
            ("PORTICO__LIMITS__ENABLED", "false"),
            ("PORTICO__SESSIONS__MAX_PER_USER", "100"),
        ]);
        let mut instances = Vec::new();
        for _ in 0..2 {
            instances.push(cluster.start(&[(KEYS, ring)]).await);
        }
        Self {
            fleet: Fleet::of(&[&instances[0], &instances[1]]),
            account: Account::register(instances[0].client()).await,
            instances,
            cluster,
        }
    }

    /// Takes one instance after the other out, and puts one with this ring in its place. In between, each opens what
    /// the other mints.
    async fn roll_out(&mut self, ring: &str) {
        for _ in 0..2 {
            self.fleet.remove_first();
            drop(self.instances.remove(0));
            let instance = self.cluster.start(&[(KEYS, ring)]).await;
            self.fleet.add(&instance);
            self.instances.push(instance);
            self.each_opens_what_the_other_mints().await;
        }
    }

    async fn each_opens_what_the_other_mints(&self) {
        let (one, other) = (&self.instances[0], &self.instances[1]);
        for (minting, opening) in [(one, other), (other, one)] {
            let reply = Account::log_in(minting.client(), &self.account.email, PASSWORD).await;
            let token = reply.expect(200).text_at("/access_token");
            let _ = opening.client().me(&token).await.expect(200);
        }
    }
}

// D7
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rotation_over_two_instances_fails_no_request() {
    let mut service = Service::start(FIRST_RING).await;
    let token = service.account.token.clone();
    let load = Load::start(&service.fleet, vec![token]);

    let staged = rotated(&service.cluster, FIRST_RING, "--stage").await;
    service.roll_out(&staged).await;
    let promoted = rotated(&service.cluster, &staged, "--promote").await;
    service.roll_out(&promoted).await;
    // The client's token is still of the first key; its successor is of the second.
    service.instances[0].clock().advance(TTL_AND_LEEWAY);
    tokio::time::sleep(Duration::from_millis(500)).await;
    let retired = rotated(&service.cluster, &promoted, "--retire").await;
    assert!(!retired.contains("first:"), "the first key is gone");
    service.roll_out(&retired).await;

    let served = load.stop().await;
    served.expect_no_failure();
    assert_eq!(served.renewals, 1);
    let old = service.instances[0]
        .client()
        .me(&service.account.token)
        .await;
    let _ = old.expect_problem(401, "invalid_token");
}
