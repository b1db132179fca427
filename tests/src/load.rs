//! Clients that never rest.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::task::JoinHandle;

use crate::{App, Client, Reply};

/// The instances that requests are spread over, as a load balancer does it.
#[derive(Clone, Debug, Default)]
pub struct Fleet(Arc<RwLock<Vec<Client>>>);

impl Fleet {
    /// These instances.
    #[must_use]
    pub fn of(instances: &[&App]) -> Self {
        let fleet = Self::default();
        for instance in instances {
            fleet.add(instance);
        }
        fleet
    }

    /// Sends requests to one more instance.
    pub fn add(&self, instance: &App) {
        let mut clients = self.0.write().unwrap_or_else(PoisonError::into_inner);
        clients.push(instance.client().clone());
    }

    /// Sends no more requests to the instance that was added first.
    pub fn remove_first(&self) {
        let mut clients = self.0.write().unwrap_or_else(PoisonError::into_inner);
        clients.remove(0);
    }

    /// The instance for a client's request of this number.
    fn pick(&self, number: usize) -> Client {
        let clients = self.0.read().unwrap_or_else(PoisonError::into_inner);
        clients[number % clients.len()].clone()
    }
}

/// One request after the other from each of many clients. They are honest: who is given a new token goes on with it.
pub struct Load {
    is_over: Arc<AtomicBool>,
    clients: Vec<JoinHandle<Served>>,
}

/// What became of a load.
#[derive(Debug, Default)]
pub struct Served {
    /// How long each request that was answered with 200 took.
    pub times: Vec<Duration>,
    /// How many new tokens were given.
    pub renewals: usize,
    /// Every other reply.
    pub failures: Vec<Reply>,
}

impl Served {
    /// Fails unless every request was answered with 200, and there were some.
    #[track_caller]
    pub fn expect_no_failure(&self) {
        assert!(self.failures.is_empty(), "{:?}", self.failures);
        assert!(!self.times.is_empty(), "no request was sent");
    }

    /// How long the slowest but one in a hundred took.
    #[must_use]
    pub fn p99(&self) -> Duration {
        let mut times = self.times.clone();
        times.sort();
        let place = times.len() * 99 / 100;
        times.get(place).copied().unwrap_or_default()
    }
}

impl Load {
    /// A client for each of these tokens asks for its own user, over and over.
    #[must_use]
    pub fn start(fleet: &Fleet, tokens: Vec<String>) -> Self {
        let is_over = Arc::<AtomicBool>::default();
        let clients = tokens
            .into_iter()
            .map(|token| tokio::spawn(ask_on(fleet.clone(), token, is_over.clone())))
            .collect();
        Self { is_over, clients }
    }

    /// Ends it; a request that is under way is answered first.
    pub async fn stop(self) -> Served {
        self.is_over.store(true, Ordering::SeqCst);
        let mut all = Served::default();
        for client in self.clients {
            let served = client.await.expect("the server answers every request");
            all.times.extend(served.times);
            all.renewals += served.renewals;
            all.failures.extend(served.failures);
        }
        all
    }
}

async fn ask_on(fleet: Fleet, mut token: String, is_over: Arc<AtomicBool>) -> Served {
    let mut served = Served::default();
    for number in 0.. {
        if is_over.load(Ordering::SeqCst) {
            break;
        }
        let reply = fleet.pick(number).me(&token).await;
        if !reply.header("x-access-token").is_empty() {
            reply.header("x-access-token").clone_into(&mut token);
            served.renewals += 1;
        }
        if reply.status == 200 {
            served.times.push(reply.took);
        } else {
            served.failures.push(reply);
        }
    }
    served
}
