//! What is counted of requests, and what never becomes a label (H2).

use actix_web::http::Method;
use actix_web::test::TestRequest;
use metrics::set_default_local_recorder;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};

use super::world::{a_world, to};

const AN_ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

fn a_recorder() -> (PrometheusRecorder, PrometheusHandle) {
    let recorder = PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    (recorder, handle)
}

/// The lines of one metric.
fn lines(handle: &PrometheusHandle, metric: &str) -> Vec<String> {
    let text = handle.render();
    let mut lines: Vec<_> = text.lines().filter(|it| it.starts_with(metric)).collect();
    lines.sort_unstable();
    lines.into_iter().map(str::to_owned).collect()
}

// H2: ids in paths are people's, and there is no end of them.
#[actix_web::test]
async fn requests_are_counted_under_the_route_that_the_document_writes() {
    let (recorder, counted) = a_recorder();
    let _counts = set_default_local_recorder(&recorder);
    let world = a_world().await;
    let client = world.client().await;
    for path in [
        format!("/items/{AN_ID}"),
        format!("/items/{AN_ID}/"),
        "/items/1".to_owned(),
    ] {
        world.get(&client, &path).await;
    }
    world.get(&client, "/users/me").await;
    let text = counted.render();
    assert!(!text.contains(AN_ID), "{text}");
    let expected = [
        r#"portico_http_requests_total{method="GET",route="/api/v1/items/{id}",status="404"} 2"#,
        r#"portico_http_requests_total{method="GET",route="/api/v1/items/{id}",status="422"} 1"#,
        r#"portico_http_requests_total{method="GET",route="/api/v1/users/me",status="200"} 1"#,
    ];
    assert_eq!(lines(&counted, "portico_http_requests_total{"), expected);
    let durations = lines(&counted, "portico_http_request_duration_seconds_count");
    assert_eq!(durations.len(), 2, "{durations:?}");
    assert_eq!(
        lines(&counted, "portico_http_requests_in_flight "),
        ["portico_http_requests_in_flight 0"]
    );
}

// H2: whoever looks for holes makes no series of their own.
#[actix_web::test]
async fn what_is_nowhere_is_one_route_and_one_method() {
    let (recorder, counted) = a_recorder();
    let _counts = set_default_local_recorder(&recorder);
    let world = a_world().await;
    for number in 0..20 {
        let method = Method::from_bytes(format!("X{number}").as_bytes()).unwrap();
        let path = format!("/wp-admin/{number}.php");
        world
            .send(TestRequest::with_uri(&path).method(method))
            .await;
    }
    let expected =
        [r#"portico_http_requests_total{method="other",route="unknown",status="404"} 20"#];
    assert_eq!(lines(&counted, "portico_http_requests_total{"), expected);
}

// G11
#[actix_web::test]
async fn there_are_no_metrics_where_requests_are_answered() {
    let world = a_world().await;
    for path in ["/metrics", "/metrics/", "/api/v1/metrics"] {
        let reply = world.send(TestRequest::with_uri(path)).await;
        assert_eq!(reply.status, 404, "{path}");
    }
    let head = to(Method::HEAD, "/metrics");
    assert_eq!(world.send(head).await.status, 404);
}
