//! The contract of [`JobSignal`]. That notifying returns within a second when the channel is down is for
//! the adapter's own outage test.

use std::time::Duration;

use domain::ports::{JobSignal, JobWakeUps};

/// A signal that takes longer is as good as lost: polling would have found the job.
const WAKE_LIMIT: Duration = Duration::from_secs(5);

/// A commit must not fail because no worker listens.
pub async fn notifying_without_workers_succeeds(signal: &dyn JobSignal) {
    assert_eq!(signal.notify().await, Ok(()));
}

/// A worker that is busy when the signal comes hears it when it is done.
pub async fn a_signal_between_two_waits_is_kept(signal: &dyn JobSignal) {
    let mut ear = subscribe(signal).await;
    signal.notify().await.expect("no signal was given");
    wait(&mut *ear).await;
    signal.notify().await.expect("no signal was given");
    wait(&mut *ear).await;
}

/// Whichever worker has room may take the job.
pub async fn every_subscriber_is_woken(signal: &dyn JobSignal) {
    let mut ears = Vec::new();
    for _ in 0..3 {
        ears.push(subscribe(signal).await);
    }
    signal.notify().await.expect("no signal was given");
    for ear in &mut ears {
        wait(&mut **ear).await;
    }
}

/// A burst of signals does not make a sleepy worker's subscription fail.
pub async fn a_burst_of_signals_still_wakes(signal: &dyn JobSignal) {
    let mut ear = subscribe(signal).await;
    for _ in 0..200 {
        signal.notify().await.expect("no signal was given");
    }
    wait(&mut *ear).await;
}

async fn subscribe(signal: &dyn JobSignal) -> Box<dyn JobWakeUps> {
    signal.subscribe().await.expect("nobody could subscribe")
}

async fn wait(ear: &mut dyn JobWakeUps) {
    let woken = tokio::time::timeout(WAKE_LIMIT, ear.wait()).await;
    assert_eq!(woken, Ok(Ok(())));
}

/// Runs the contract of `JobSignal` on an adapter.
#[macro_export]
macro_rules! job_signal_contract {
    ($adapter:expr) => {
        $crate::__async_cases!(
            job_signal,
            $adapter,
            notifying_without_workers_succeeds,
            a_signal_between_two_waits_is_kept,
            every_subscriber_is_woken,
            a_burst_of_signals_still_wakes,
        );
    };
}
