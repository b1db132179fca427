//! Which way the databases take to jobs when there are many (I21).

use std::time::{Duration, Instant};

use domain::job::{JobFilter, JobKind, JobPriority, JobState, LeaseToken};
use domain::page::{PageLimit, PageRequest};
use domain::ports::{ClaimRequest, JobSource};
use domain::timestamp::Timestamp;
use sea_orm::prelude::Uuid;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, QueryTrait, Statement};

use super::{claim, desk, queries};
use crate::SqlStorage;
use crate::dialect::Dialect;
use crate::explain::{databases, plan};
use crate::lists::position;

const CLAIMS: usize = 40;
const LIMIT: Duration = Duration::from_millis(10);

#[tokio::test]
async fn a_claim_reads_its_index_from_the_start() {
    for db in databases().await {
        fill(&db).await;
        for except in [vec![], vec![JobKind::new("purge"), JobKind::new("export")]] {
            let request = a_claim(except);
            for priority in JobPriority::ALL {
                let claim = claim::statement(&db, dialect(&db), &request, priority, 8);
                assert_reads(&db, claim, "jobs_priority_due_at").await;
            }
            let earliest = claim::earliest(&db, &request.except);
            assert_reads(&db, earliest, "jobs_priority_due_at").await;
        }
    }
}

#[tokio::test]
async fn operators_lists_and_the_purge_read_their_indexes() {
    let everything = JobFilter::default();
    let mails = JobFilter {
        state: Some(JobState::Queued),
        kind: Some(JobKind::new("mail")),
    };
    let first = PageRequest::first(PageLimit::new(10).unwrap());
    let far = first.after(position(50_000, Uuid::nil()));
    for db in databases().await {
        fill(&db).await;
        for request in [first, far] {
            for (filter, index) in [
                (&everything, "jobs_created_at"),
                (&mails, "jobs_state_created_at"),
            ] {
                let rows = queries::ORDER.select(queries::passing(filter), &request);
                let rows = rows.build(db.get_database_backend());
                assert_reads(&db, rows, index).await;
            }
        }
        let purge = desk::FINISHED_JOBS.statement(&db, dialect(&db), first_moment(), 100);
        assert_reads(&db, purge, "jobs_finished_at").await;
    }
}

#[tokio::test]
#[ignore = "measures: run it on a quiet machine"]
async fn a_claim_takes_less_than_ten_milliseconds() {
    for db in databases().await {
        fill(&db).await;
        let dialect = dialect(&db);
        let storage = SqlStorage::new(db.clone(), db, dialect);
        let mut times = Vec::new();
        for _ in 0..CLAIMS {
            let start = Instant::now();
            let claimed = storage.claim(&a_claim(vec![JobKind::new("purge")])).await;
            times.push(start.elapsed());
            assert_eq!(claimed.map(|jobs| jobs.len()), Ok(8));
        }
        times.sort();
        let usual = times[CLAIMS / 2];
        assert!(usual < LIMIT, "{dialect:?} {usual:?}");
    }
}

fn first_moment() -> Timestamp {
    Timestamp::from_unix_micros(1)
}

fn a_claim(except: Vec<JobKind>) -> ClaimRequest {
    ClaimRequest {
        lease: LeaseToken::from_uuid(Uuid::max()),
        now: Timestamp::from_unix_micros(50_000),
        leased_until: Timestamp::from_unix_micros(200_000),
        limit: 8,
        except,
    }
}

fn dialect(db: &DatabaseConnection) -> Dialect {
    match db.get_database_backend() {
        DbBackend::Postgres => Dialect::Postgres,
        _ => Dialect::Sqlite,
    }
}

/// Through the index, and neither through the whole table nor by putting rows in order.
async fn assert_reads(db: &DatabaseConnection, statement: Statement, index: &str) {
    let plan = plan(db, statement).await;
    let mut words = plan.split_whitespace();
    assert!(words.any(|word| word == index), "{plan}");
    let reads_all = |step: &str| step.starts_with("SCAN jobs") && !step.contains("INDEX");
    assert!(!plan.lines().any(reads_all), "{plan}");
    for slow in ["Seq Scan on jobs", "Sort", "TEMP B-TREE"] {
        assert!(!plan.contains(slow), "{plan}");
    }
}

/// A hundred thousand jobs that wait and as many that are done.
async fn fill(db: &DatabaseConnection) {
    let (id, numbers) = match db.get_database_backend() {
        DbBackend::Postgres => (
            "gen_random_uuid()",
            "SELECT generate_series(1, 100000) AS number",
        ),
        _ => (
            "randomblob(16)",
            "WITH RECURSIVE numbers(number) AS ( \
               SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 100000 \
             ) SELECT number FROM numbers",
        ),
    };
    for (state, due_at) in [("queued", "number"), ("succeeded", "NULL")] {
        let sql = format!(
            "INSERT INTO jobs (id, kind, payload, state, priority, run_at, due_at, attempts, \
               max_attempts, created_at, finished_at) \
             SELECT {id}, 'mail', 'sealed', '{state}', 1, number, {due_at}, 0, 10, number, \
               CASE WHEN '{state}' = 'queued' THEN NULL ELSE number END \
             FROM ({numbers}) AS many"
        );
        db.execute_unprepared(&sql).await.unwrap();
    }
    db.execute_unprepared("ANALYZE").await.unwrap();
}
