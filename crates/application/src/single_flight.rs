//! One piece of work for everybody who wants the same thing at the same time (I8).

use std::collections::HashMap;
use std::future::Future;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use futures_util::future::{BoxFuture, FutureExt, Shared, WeakShared};

type Flight<V> = Shared<BoxFuture<'static, V>>;

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
        let passenger = Passenger {
            flights: self,
            key,
            flight,
        };
        passenger.flight.clone().await
    }

    fn join<F>(&self, key: &K, work: impl FnOnce() -> F) -> Flight<V>
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

    /// Forgets a flight that has landed, or that nobody waits for any more.
    fn leave(&self, key: &K, flight: &Flight<V>) {
        let mut flights = self.flights.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = flight.peek().is_some() || flight.strong_count() == Some(1);
        let is_ours =
            |weak: &WeakShared<_>| weak.upgrade().is_none_or(|other| other.ptr_eq(flight));
        if is_over && flights.get(key).is_some_and(is_ours) {
            flights.remove(key);
        }
    }
}

/// Somebody who waits, and leaves however the waiting ends.
struct Passenger<'a, K: Clone + Eq + Hash, V: Clone> {
    flights: &'a SingleFlight<K, V>,
    key: K,
    flight: Flight<V>,
}

impl<K: Clone + Eq + Hash, V: Clone> Drop for Passenger<'_, K, V> {
    fn drop(&mut self) {
        self.flights.leave(&self.key, &self.flight);
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use super::*;

    // I19: requests that are cut off leave nothing behind.
    #[tokio::test]
    async fn a_flight_that_everybody_left_is_forgotten() {
        let flights: SingleFlight<u8, ()> = SingleFlight::default();
        let mut first = Box::pin(flights.run(1, pending));
        let mut second = Box::pin(flights.run(1, pending));
        assert!(first.as_mut().now_or_never().is_none());
        assert!(second.as_mut().now_or_never().is_none());
        drop(first);
        assert_eq!(flights.flights.lock().unwrap().len(), 1);
        drop(second);
        assert_eq!(flights.flights.lock().unwrap().len(), 0);
    }

    // I8
    #[tokio::test]
    async fn a_flight_that_has_landed_is_forgotten() {
        let flights: SingleFlight<u8, u8> = SingleFlight::default();
        assert_eq!(flights.run(1, || async { 7 }).await, 7);
        assert_eq!(flights.flights.lock().unwrap().len(), 0);
        assert_eq!(flights.run(1, || async { 8 }).await, 8);
    }
}
