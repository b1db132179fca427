//! What the contract of the job signal does not ask for.

use domain::ports::JobSignal;
use portico_infra_memory::MemoryJobSignal;

/// A worker that outlives the signal must not spin or hang.
#[tokio::test]
async fn waiting_on_a_signal_that_is_gone_is_an_error() {
    let signal = MemoryJobSignal::new();
    let mut ear = signal.subscribe().await.unwrap();
    drop(signal);
    assert!(ear.wait().await.is_err());
}
