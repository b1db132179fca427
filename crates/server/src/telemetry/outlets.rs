//! Where telemetry leaves, and how it ends.

use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// How long a process that ends waits for what has not been sent yet. A stop has other things to wait for (I13).
const PATIENCE: Duration = Duration::from_secs(2);

/// Sends what it has within this time.
type Flush = Box<dyn FnOnce(Duration) + Send>;

/// The ways out that are open. Dropped, they send what waits, for two seconds at the most.
#[derive(Default)]
pub(crate) struct Outlets(Vec<Flush>);

impl Outlets {
    #[cfg_attr(
        not(any(feature = "otlp", feature = "sentry", test)),
        expect(dead_code, reason = "nothing leaves a build without telemetry")
    )]
    pub(super) fn add(&mut self, flush: impl FnOnce(Duration) + Send + 'static) {
        self.0.push(Box::new(flush));
    }
}

/// All at once, each on a thread that is left behind when it does not come to an end.
impl Drop for Outlets {
    fn drop(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        let (done, ended) = mpsc::channel();
        for flush in self.0.drain(..) {
            let done = done.clone();
            thread::spawn(move || {
                flush(PATIENCE);
                let _ = done.send(());
            });
        }
        drop(done);
        while ended
            .recv_timeout(deadline.saturating_duration_since(Instant::now()))
            .is_ok()
        {}
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    // I13
    #[test]
    fn a_way_out_that_is_stuck_holds_neither_the_others_nor_the_stop_up() {
        let sent = Arc::new(AtomicUsize::new(0));
        let mut outlets = Outlets::default();
        outlets.add(|_| thread::sleep(Duration::from_mins(1)));
        let counter = Arc::clone(&sent);
        outlets.add(move |_| {
            counter.fetch_add(1, Ordering::SeqCst);
        });

        let started = Instant::now();
        drop(outlets);

        assert!(started.elapsed() < PATIENCE + Duration::from_secs(1));
        assert_eq!(sent.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn what_is_sent_at_once_is_not_waited_for() {
        let mut outlets = Outlets::default();
        outlets.add(|_| ());
        let started = Instant::now();
        drop(outlets);
        assert!(started.elapsed() < Duration::from_secs(1));
    }
}
