//! Has the turns of schedules taken when their time has come.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use application::Ports;
use application::schedules::{Schedule, TakeTurn};
use domain::ports::Clock;

/// The clock may be set meanwhile, and an instance that was to take a turn may be gone: look again after this time.
const LONGEST_SLEEP: Duration = Duration::from_mins(1);
/// The clock may be a little behind when the sleep ends.
const SHORTEST_SLEEP: Duration = Duration::from_millis(20);

/// Looks for turns that are due. Every instance has one, none leads: whichever looks first takes the turn (I20).
pub struct Scheduler {
    schedules: Vec<Schedule>,
    turns: TakeTurn,
    clock: Arc<dyn Clock>,
}

impl Scheduler {
    /// Makes a scheduler over these adapters.
    #[must_use]
    pub fn new(ports: &Ports, schedules: Vec<Schedule>) -> Self {
        Self {
            schedules,
            turns: TakeTurn::new(ports),
            clock: ports.system.clock.clone(),
        }
    }

    /// Takes turns until `stop` is ready, beginning with those that are due already.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        tokio::pin!(stop);
        loop {
            self.take_turns().await;
            tokio::select! {
                () = &mut stop => return,
                () = tokio::time::sleep(self.until_next()) => {}
            }
        }
    }

    async fn take_turns(&self) {
        for schedule in &self.schedules {
            let name = schedule.name.as_str();
            match self.turns.execute(schedule).await {
                Ok(None) => {}
                Ok(Some(slot)) => {
                    let due_at = slot.at.unix_seconds();
                    tracing::info!(schedule = name, due_at, "turn taken");
                }
                Err(error) => tracing::warn!(schedule = name, %error, "no turn could be taken"),
            }
        }
    }

    fn until_next(&self) -> Duration {
        let now = self.clock.now();
        let all = self.schedules.iter();
        let next = all
            .filter_map(|schedule| schedule.cron.next_after(now))
            .min();
        let sleep = next.map_or(LONGEST_SLEEP, |next| next.since(now));
        sleep.clamp(SHORTEST_SLEEP, LONGEST_SLEEP)
    }
}
