//! What the log says of a job: what was stored, and what was not.

use std::time::Duration;

use super::world::{Chore, Log, a_world};

// I2
#[tokio::test(start_paused = true)]
async fn a_job_is_called_done_once_that_is_stored() {
    let (log, _guard) = Log::start();
    let world = a_world();
    let _worker = world.start_worker();
    world.jobs.add(Chore::Takes { seconds: 2 });
    tokio::time::sleep(Duration::from_secs(1)).await;
    world.jobs.go_away();
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!(!log.text().contains("job done"), "{}", log.text());
    world.jobs.come_back();
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(log.text().contains("INFO"), "{}", log.text());
    assert!(log.text().contains("job done"), "{}", log.text());
}

// I2: the mail is out, and will be sent once more.
#[tokio::test(start_paused = true)]
async fn an_outcome_that_is_never_stored_is_an_error() {
    let (log, _guard) = Log::start();
    let world = a_world();
    let _worker = world.start_worker();
    world.jobs.add(Chore::Takes { seconds: 2 });
    tokio::time::sleep(Duration::from_secs(1)).await;
    world.jobs.go_away();
    tokio::time::sleep(Duration::from_secs(30)).await;
    let text = log.text();
    assert!(!text.contains("job done"), "{text}");
    let errors: Vec<&str> = text.lines().filter(|line| line.contains("ERROR")).collect();
    assert_eq!(errors.len(), 1, "{text}");
    assert!(errors[0].contains("the outcome was not stored"), "{text}");
    assert!(errors[0].contains("outcome=\"unsettled\""), "{text}");
}

// I2
#[tokio::test(start_paused = true)]
async fn an_outcome_under_a_lost_lease_is_a_warning() {
    let (log, _guard) = Log::start();
    let world = a_world();
    let _worker = world.start_worker();
    let job = world.jobs.add(Chore::Takes { seconds: 5 });
    tokio::time::sleep(Duration::from_secs(4)).await;
    world.jobs.steal(job);
    tokio::time::sleep(Duration::from_secs(2)).await;
    let text = log.text();
    assert!(!text.contains("job done"), "{text}");
    let is_told = |line: &str| line.contains("WARN") && line.contains("the lease was lost");
    let told = text.lines().find(|line| is_told(line)).expect("a warning");
    assert!(told.contains("outcome=\"lost\""), "{text}");
}
