//! Whether this instance should get requests (I13, I14).

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::ports::{HealthProbe, Unhealthy};
use portico_application::health::{CheckReadiness, Lifecycle, Phase};

struct Part {
    is_required: bool,
    is_well: bool,
}

#[async_trait]
impl HealthProbe for Part {
    fn name(&self) -> &'static str {
        if self.is_required { "needed" } else { "useful" }
    }

    fn is_required(&self) -> bool {
        self.is_required
    }

    async fn check(&self) -> Result<(), Unhealthy> {
        if self.is_well {
            Ok(())
        } else {
            Err(Unhealthy("connection refused".to_owned()))
        }
    }
}

fn needed(is_well: bool) -> Arc<dyn HealthProbe> {
    let is_required = true;
    Arc::new(Part {
        is_required,
        is_well,
    })
}

fn useful(is_well: bool) -> Arc<dyn HealthProbe> {
    let is_required = false;
    Arc::new(Part {
        is_required,
        is_well,
    })
}

fn serving() -> Lifecycle {
    let lifecycle = Lifecycle::default();
    lifecycle.serve();
    lifecycle
}

async fn is_ready(lifecycle: Lifecycle, parts: Vec<Arc<dyn HealthProbe>>) -> bool {
    CheckReadiness::new(lifecycle, parts)
        .execute()
        .await
        .is_ready()
}

#[tokio::test]
async fn it_is_ready_when_everything_it_needs_is_well() {
    assert!(is_ready(serving(), vec![needed(true), useful(true)]).await);
    assert!(!is_ready(serving(), vec![needed(true), needed(false)]).await);
}

// I14: Redis and SMTP are reported but do not block.
#[tokio::test]
async fn what_is_only_useful_is_reported_and_does_not_block() {
    let check = CheckReadiness::new(serving(), vec![needed(true), useful(false)]);
    let readiness = check.execute().await;
    assert!(readiness.is_ready());
    let states: Vec<_> = readiness
        .parts
        .iter()
        .map(|part| (part.name, part.is_well))
        .collect();
    assert_eq!(states, [("needed", true), ("useful", false)]);
}

// I13, I14
#[tokio::test]
async fn it_is_ready_only_while_it_serves() {
    let lifecycle = Lifecycle::default();
    assert!(!is_ready(lifecycle.clone(), vec![needed(true)]).await);
    lifecycle.serve();
    assert!(is_ready(lifecycle.clone(), vec![needed(true)]).await);
    lifecycle.stop();
    assert!(!is_ready(lifecycle, vec![needed(true)]).await);
}

// I13: storage that comes up while the server stops does not call it back.
#[test]
fn a_life_only_goes_forward() {
    let lifecycle = Lifecycle::default();
    assert_eq!(lifecycle.phase(), Phase::Starting);
    lifecycle.clone().stop();
    lifecycle.serve();
    assert_eq!(lifecycle.phase(), Phase::Stopping);
}

/// Answers only once all of them are being asked.
struct Companion(Arc<tokio::sync::Barrier>);

#[async_trait]
impl HealthProbe for Companion {
    fn name(&self) -> &'static str {
        "companion"
    }

    fn is_required(&self) -> bool {
        true
    }

    async fn check(&self) -> Result<(), Unhealthy> {
        self.0.wait().await;
        Ok(())
    }
}

// I14: the slowest decides how long it takes, not the sum of all.
#[tokio::test]
async fn all_parts_are_asked_at_once() {
    let together = Arc::new(tokio::sync::Barrier::new(3));
    let parts: Vec<Arc<dyn HealthProbe>> = (0..3)
        .map(|_| Arc::new(Companion(together.clone())) as Arc<dyn HealthProbe>)
        .collect();
    let asked = tokio::time::timeout(Duration::from_secs(5), is_ready(serving(), parts));
    assert_eq!(asked.await, Ok(true));
}
