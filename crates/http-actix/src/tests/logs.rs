//! What a request leaves in the log (H2).

use std::io::Write;
use std::sync::{Arc, Mutex};

use actix_web::test::TestRequest;
use application::health::{CheckReadiness, Lifecycle};
use tracing::subscriber::set_default;
use tracing_subscriber::fmt;

use super::health::{Probe, serving};
use super::stack::ask;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

async fn log_of(request: TestRequest) -> String {
    log_while(ask(request)).await
}

async fn log_while<T>(work: impl Future<Output = T>) -> String {
    let log = Log::default();
    let writer = log.clone();
    let level = tracing::Level::TRACE;
    let subscriber = fmt()
        .with_ansi(false)
        .with_max_level(level)
        .with_writer(move || writer.clone());
    let guard = set_default(subscriber.finish());
    work.await;
    drop(guard);
    let bytes = log.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[actix_web::test]
async fn a_request_is_logged_by_its_template_with_status_time_and_ids() {
    let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    let request = TestRequest::with_uri("/things/5")
        .insert_header(("x-request-id", "from-client"))
        .insert_header(("traceparent", parent));
    let log = log_of(request).await;

    let line = log
        .lines()
        .find(|line| line.contains("request answered"))
        .unwrap();
    for part in [
        "from-client",
        "GET",
        "/things/{id}",
        "status=200",
        "duration_ms=",
        parent,
    ] {
        assert!(line.contains(part), "{part} in {line}");
    }
}

#[actix_web::test]
async fn neither_query_nor_token_nor_body_is_logged() {
    // H2
    let request = TestRequest::post()
        .uri("/things?password=canary-query")
        .insert_header(("authorization", "Bearer canary-token"))
        .insert_header(("traceparent", "canary-parent"))
        .insert_header(("x-request-id", "canary id"))
        .set_payload(r#"{"title": "canary-body", "owner": 5}"#);
    let log = log_of(request).await;

    assert!(log.contains("status=422"), "{log}");
    assert!(!log.contains("canary"), "{log}");
}

#[actix_web::test]
async fn a_dependency_that_stays_down_is_logged_once() {
    // I14: proxies ask several times a second.
    let redis = Probe {
        name: "redis",
        required: false,
        well: false,
    };
    let readiness = CheckReadiness::new(serving(), vec![Arc::new(redis)]);
    let log = log_while(async {
        for _ in 0..3 {
            readiness.execute().await;
        }
    });

    assert_eq!(log.await.matches("not well").count(), 1);
}

#[actix_web::test]
async fn what_a_start_has_not_come_to_yet_is_no_warning() {
    let database = Probe {
        name: "database",
        required: true,
        well: false,
    };
    let lifecycle = Lifecycle::default();
    let readiness = CheckReadiness::new(lifecycle.clone(), vec![Arc::new(database)]);
    let early = log_while(async {
        assert!(!readiness.execute().await.is_ready());
    });
    assert!(!early.await.contains("not well"));
    lifecycle.serve();
    let later = log_while(readiness.execute()).await;
    assert!(later.contains("not well"), "{later}");
}
