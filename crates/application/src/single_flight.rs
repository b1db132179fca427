//! One piece of work for everybody who wants the same thing at the same time (I8).

use std::collections::HashMap;
use std::future::Future;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use futures_util::future::{BoxFuture, FutureExt, Shared, WeakShared};

/// Work under way, by what it is for. Whoever comes while it runs waits for the same result, an error
/// included; when the first caller goes away, the others carry the work on.
pub(crate) struct SingleFlight<K, V: Clone> {
    flights: Mutex<HashMap<K, WeakShared<BoxFuture<'static, V>>>>,
}

impl<K: Clone + Eq + Hash, V: Clone> Default for SingleFlight<K, V> {
    fn default() -> Self {
        Self {
            flights: Mutex::default(),
        }
    }
}

impl<K: Clone + Eq + Hash, V: Clone> SingleFlight<K, V> {
    /// Does the work, or waits for whoever does it already.
    pub(crate) async fn run<F>(&self, key: K, work: impl FnOnce() -> F) -> V
    where
        F: Future<Output = V> + Send + 'static,
    {
        let flight = self.join(&key, work);
        let result = flight.clone().await;
        self.leave(&key, &flight);
        result
    }

    fn join<F>(&self, key: &K, work: impl FnOnce() -> F) -> Shared<BoxFuture<'static, V>>
    where
        F: Future<Output = V> + Send + 'static,
    {
        let mut flights = self.flights.lock().unwrap_or_else(PoisonError::into_inner);
        let under_way = flights.get(key).and_then(WeakShared::upgrade);
        // A flight that has landed says nothing to those who come after it.
        under_way
            .filter(|flight| flight.peek().is_none())
            .unwrap_or_else(|| {
                let flight = work().boxed().shared();
                if let Some(weak) = flight.downgrade() {
                    flights.insert(key.clone(), weak);
                }
                flight
            })
    }

    fn leave(&self, key: &K, flight: &Shared<BoxFuture<'static, V>>) {
        let mut flights = self.flights.lock().unwrap_or_else(PoisonError::into_inner);
        let is_ours =
            |weak: &WeakShared<_>| weak.upgrade().is_none_or(|other| other.ptr_eq(flight));
        if flights.get(key).is_some_and(is_ours) {
            flights.remove(key);
        }
    }
}
