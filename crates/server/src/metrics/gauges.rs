//! What is looked up when somebody looks, as text.

use domain::job::{JobCount, JobState};
use domain::ports::ConnectionCount;
use domain::timestamp::Timestamp;
use metrics::{Unit, describe_gauge, gauge};
use metrics_exporter_prometheus::PrometheusBuilder;
use metrics_process::Collector;

use super::standing::Standing;

const DEPENDENCY_UP: &str = "portico_dependency_up";
const CONNECTIONS: &str = "portico_database_connections";
const MOST_CONNECTIONS: &str = "portico_database_connections_max";
const CLOCK_SKEW: &str = "portico_database_clock_skew_seconds";
const STANDING_AGE: &str = "portico_standing_age_seconds";
const SESSIONS_LIVE: &str = "portico_sessions_live";
const SWEEP_LAG: &str = "portico_session_sweep_lag_seconds";
const JOBS: &str = "portico_jobs";
const OLDEST_JOB_AGE: &str = "portico_oldest_job_age_seconds";

/// Everything that was looked up.
pub(super) struct Gauges {
    /// What the database said; `None` when it has not for long.
    pub(super) standing: Option<Standing>,
    pub(super) connections: ConnectionCount,
    /// What the server depends on, and whether it is there.
    pub(super) dependencies: Vec<(&'static str, bool)>,
}

impl Gauges {
    /// As text. It is made by a recorder of its own, which is gone afterwards: what is not known any more is not told
    /// any more.
    pub(super) fn render(&self) -> String {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        metrics::with_local_recorder(&recorder, || {
            describe();
            self.set();
            Collector::default().collect();
        });
        handle.render()
    }

    fn set(&self) {
        for (name, is_up) in &self.dependencies {
            gauge!(DEPENDENCY_UP, "dependency" => *name).set(up(*is_up));
        }
        gauge!(CONNECTIONS, "state" => "idle").set(self.connections.idle);
        gauge!(CONNECTIONS, "state" => "used").set(self.connections.used);
        gauge!(MOST_CONNECTIONS).set(self.connections.most);
        if let Some(standing) = &self.standing {
            standing.set();
        }
    }
}

impl Standing {
    #[expect(
        clippy::cast_precision_loss,
        reason = "beyond 2^53 sessions one more does not matter"
    )]
    fn set(&self) {
        gauge!(STANDING_AGE).set(self.age);
        gauge!(SESSIONS_LIVE).set(self.sessions.live as f64);
        gauge!(SWEEP_LAG).set(self.sessions.sweep_lag(self.at));
        if let Some(skew) = self.clock_skew {
            gauge!(CLOCK_SKEW).set(skew);
        }
        for count in &self.jobs {
            let kind = count.kind.as_str().to_owned();
            gauge!(JOBS, "kind" => kind.clone(), "state" => count.state.as_str())
                .set(count.count as f64);
            if count.state == JobState::Queued {
                gauge!(OLDEST_JOB_AGE, "kind" => kind).set(age(count, self.at));
            }
        }
    }
}

/// Nothing while the job's time has not come.
fn age(count: &JobCount, now: Timestamp) -> f64 {
    let waiting = count.oldest_run_at.map(|due| now.since(due));
    waiting.unwrap_or_default().as_secs_f64()
}

const fn up(is_up: bool) -> f64 {
    if is_up { 1.0 } else { 0.0 }
}

/// Says what every gauge means.
pub(super) fn describe() {
    describe_gauge!(
        DEPENDENCY_UP,
        "1 when the part answers, 0 when it does not."
    );
    describe_gauge!(
        CONNECTIONS,
        "Connections of this process to the database: idle or used."
    );
    describe_gauge!(
        MOST_CONNECTIONS,
        "How many connections to the database this process may have."
    );
    describe_gauge!(
        CLOCK_SKEW,
        Unit::Seconds,
        "How far the database's clock is ahead of this machine's. PostgreSQL only."
    );
    describe_gauge!(
        STANDING_AGE,
        Unit::Seconds,
        "How long ago the database said what these metrics tell of sessions, jobs and its clock."
    );
    describe_gauge!(
        SESSIONS_LIVE,
        "Sessions that are live, of all users and instances."
    );
    describe_gauge!(
        SWEEP_LAG,
        Unit::Seconds,
        "How long the oldest session has been over that the sweep has not ended yet; 0 when there is none."
    );
    describe_gauge!(JOBS, "Jobs in the database, by kind and state.");
    describe_gauge!(
        OLDEST_JOB_AGE,
        Unit::Seconds,
        "How long the queued job has been due that has waited longest, by kind; 0 while none is due."
    );
    Collector::default().describe();
}
