//! What has ended by itself is cleared away (A14).

use std::time::Duration;

use super::world::{AbandonedFlows, a_world};

const INTERVAL: Duration = Duration::from_mins(10);
const MOMENT: Duration = Duration::from_millis(1);

// A14
#[tokio::test(start_paused = true)]
async fn it_sweeps_at_once_and_then_in_intervals() {
    let (world, flows) = (a_world(), AbandonedFlows::default());
    flows.abandon(3);
    let _sweeper = world.start_sweeper(&flows);
    tokio::time::sleep(MOMENT).await;
    assert_eq!(flows.left(), 0);
    flows.abandon(1_300);
    tokio::time::sleep(Duration::from_millis(599_998)).await;
    assert_eq!(flows.left(), 1_300);
    tokio::time::sleep(MOMENT * 2).await;
    assert_eq!(flows.left(), 0);
}

// I6
#[tokio::test(start_paused = true)]
async fn it_outlives_an_outage_of_storage() {
    let (world, flows) = (a_world(), AbandonedFlows::default());
    flows.abandon(1);
    flows.go_away();
    let _sweeper = world.start_sweeper(&flows);
    tokio::time::sleep(INTERVAL * 6).await;
    assert_eq!(flows.left(), 1);
    flows.come_back();
    tokio::time::sleep(INTERVAL).await;
    assert_eq!(flows.left(), 0);
}

// I13
#[tokio::test(start_paused = true)]
async fn it_stops_when_it_is_told() {
    let (world, flows) = (a_world(), AbandonedFlows::default());
    let sweeper = world.start_sweeper(&flows);
    tokio::time::sleep(MOMENT).await;
    sweeper.stop().await;
    flows.abandon(1);
    tokio::time::sleep(INTERVAL * 2).await;
    assert_eq!(flows.left(), 1);
}
