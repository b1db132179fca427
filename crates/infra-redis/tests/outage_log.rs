//! What the log says of an outage: that it began, and that it is over.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::ports::JobSignal;
use portico_infra_redis::{RedisConnections, RedisJobSignal, RedisSettings};
use test_services::Redis;
use tracing::subscriber::set_default;
use tracing_subscriber::fmt;

/// Longer than one signal takes that nobody answers.
const BETWEEN_SIGNALS: Duration = Duration::from_millis(600);

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// How often the log holds this.
    fn count(&self, text: &str) -> usize {
        let bytes = self.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap().matches(text).count()
    }

    async fn comes_to_hold(&self, text: &str) {
        let found = async {
            while self.count(text) == 0 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), found)
            .await
            .unwrap();
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

// I5
#[tokio::test]
async fn an_outage_is_told_of_once_however_many_signals_it_swallows() {
    let log = Log::default();
    let writer = log.clone();
    let lines = fmt().with_ansi(false).with_writer(move || writer.clone());
    let _guard = set_default(lines.finish());
    let mut redis = Redis::start();
    let url = redis.url();
    let signal = RedisJobSignal::new(RedisConnections::new(&RedisSettings { url }).unwrap());
    redis.stop();
    for _ in 0..3 {
        assert_eq!(signal.notify().await, Ok(()));
        tokio::time::sleep(BETWEEN_SIGNALS).await;
    }
    assert_eq!(log.count("WARN"), 1);
    redis.restart();
    assert_eq!(signal.notify().await, Ok(()));
    log.comes_to_hold("job signals again").await;
    assert_eq!(log.count("WARN"), 1);
}
