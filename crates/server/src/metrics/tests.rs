//! What the catalogue says, and what is told while parts are away.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use domain::job::{JobCount, JobKind, JobState};
use domain::ports::ConnectionCount;
use domain::session::SessionCensus;
use domain::timestamp::Timestamp;
use metrics::{Counter, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit};

use super::gauges::{self, Gauges};
use super::recorder;
use super::standing::Standing;

const NOW: Timestamp = Timestamp::from_unix_seconds(1_800_000_000);

/// Listens to the descriptions: name, and kind.
#[derive(Default)]
struct Catalogue(Mutex<BTreeMap<String, &'static str>>);

impl Catalogue {
    fn note(&self, name: &KeyName, kind: &'static str, help: &SharedString) {
        assert!(help.ends_with('.'), "{}: {help}", name.as_str());
        let before = self
            .0
            .lock()
            .unwrap()
            .insert(name.as_str().to_owned(), kind);
        assert_eq!(before, None, "{} is described twice", name.as_str());
    }
}

impl Recorder for Catalogue {
    fn describe_counter(&self, name: KeyName, _: Option<Unit>, help: SharedString) {
        self.note(&name, "counter", &help);
    }

    fn describe_gauge(&self, name: KeyName, _: Option<Unit>, help: SharedString) {
        self.note(&name, "gauge", &help);
    }

    fn describe_histogram(&self, name: KeyName, _: Option<Unit>, help: SharedString) {
        self.note(&name, "histogram", &help);
    }

    fn register_counter(&self, _: &Key, _: &Metadata<'_>) -> Counter {
        Counter::noop()
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, _: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::noop()
    }
}

fn catalogue() -> BTreeMap<String, &'static str> {
    let catalogue = Catalogue::default();
    metrics::with_local_recorder(&catalogue, || {
        recorder::describe();
        gauges::describe();
    });
    catalogue.0.into_inner().unwrap()
}

/// The rows of the table in `docs/deployment.md`: name, and kind.
fn documented() -> BTreeMap<String, String> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/deployment.md");
    let page = std::fs::read_to_string(page).unwrap();
    let rows = page.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| `")?.split(" | ");
        let name = cells.next()?.split(['`', '{']).next()?;
        let is_metric = name.starts_with("portico_") || name.starts_with("process_");
        is_metric.then(|| Some((name.to_owned(), cells.next()?.to_owned())))?
    });
    rows.collect()
}

#[test]
fn the_documentation_lists_every_metric_and_no_other() {
    let catalogue = catalogue();
    let kinds = catalogue
        .iter()
        .map(|(name, kind)| (name.clone(), (*kind).to_owned()));
    assert_eq!(kinds.collect::<BTreeMap<_, _>>(), documented());
}

#[test]
fn names_follow_the_conventions() {
    for (name, kind) in catalogue() {
        let is_ours = name.starts_with("portico_") || name.starts_with("process_");
        assert!(is_ours, "{name}");
        assert_eq!(name.ends_with("_total"), kind == "counter", "{name}");
        assert_eq!(
            name.ends_with("_duration_seconds"),
            kind == "histogram",
            "{name}"
        );
    }
}

fn a_standing() -> Standing {
    let count = |state, count, oldest_run_at| JobCount {
        kind: JobKind::new("mail"),
        state,
        count,
        oldest_run_at,
    };
    let ago = |seconds| NOW.minus(std::time::Duration::from_secs(seconds));
    Standing {
        at: NOW,
        age: std::time::Duration::from_secs(12),
        sessions: SessionCensus {
            live: 7,
            overdue_since: Some(ago(3)),
        },
        jobs: vec![
            count(JobState::Queued, 2, Some(ago(90))),
            count(JobState::Dead, 1, None),
        ],
        clock_skew: Some(-0.25),
    }
}

fn gauges(database_is_up: bool, standing: Option<Standing>) -> String {
    let connections = ConnectionCount {
        idle: 3,
        used: 1,
        most: 10,
    };
    let dependencies = vec![
        ("database", database_is_up),
        ("redis", true),
        ("smtp", false),
    ];
    let gauges = Gauges {
        standing,
        connections,
        dependencies,
    };
    gauges.render()
}

fn has(text: &str, line: &str) -> bool {
    text.lines().any(|it| it == line)
}

// I21
#[test]
fn what_the_database_knows_is_told() {
    let text = gauges(true, Some(a_standing()));
    for line in [
        r#"portico_dependency_up{dependency="database"} 1"#,
        r#"portico_dependency_up{dependency="redis"} 1"#,
        r#"portico_dependency_up{dependency="smtp"} 0"#,
        r#"portico_database_connections{state="used"} 1"#,
        "portico_standing_age_seconds 12",
        "portico_sessions_live 7",
        "portico_session_sweep_lag_seconds 3",
        "portico_database_clock_skew_seconds -0.25",
        r#"portico_jobs{kind="mail",state="queued"} 2"#,
        r#"portico_jobs{kind="mail",state="dead"} 1"#,
        r#"portico_oldest_job_age_seconds{kind="mail"} 90"#,
    ] {
        assert!(has(&text, line), "{line} in {text}");
    }
}

// I6: counting takes its time, or the database has just gone.
#[test]
fn the_last_standing_is_told_whether_the_database_is_there_or_not() {
    for (is_up, line) in [
        (true, r#"portico_dependency_up{dependency="database"} 1"#),
        (false, r#"portico_dependency_up{dependency="database"} 0"#),
    ] {
        let text = gauges(is_up, Some(a_standing()));
        assert!(has(&text, line), "{text}");
        assert!(has(&text, "portico_sessions_live 7"), "{text}");
    }
}

// I6: an old number would look like a new one.
#[test]
fn what_is_not_known_any_more_is_not_told() {
    let text = gauges(false, None);
    assert!(
        has(&text, r#"portico_dependency_up{dependency="database"} 0"#),
        "{text}"
    );
    assert!(has(&text, "portico_database_connections_max 10"), "{text}");
    for unknown in [
        "portico_standing_age",
        "portico_sessions_live",
        "portico_jobs",
        "portico_oldest_job",
    ] {
        assert!(!text.contains(unknown), "{text}");
    }
}
