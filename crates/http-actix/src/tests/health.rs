//! Liveness and readiness (G11, I13, I14).

use std::sync::Arc;

use actix_web::test::TestRequest;
use actix_web::web::Data;
use application::health::{CheckReadiness, Lifecycle};
use async_trait::async_trait;
use domain::ports::{HealthProbe, Unhealthy};
use serde_json::json;
use utoipa_actix_web::service_config::ServiceConfig;

use super::stack::{Reply, ask_of, settings};
use crate::health;

pub(super) struct Probe {
    pub(super) name: &'static str,
    pub(super) required: bool,
    pub(super) well: bool,
}

#[async_trait]
impl HealthProbe for Probe {
    fn name(&self) -> &'static str {
        self.name
    }

    fn is_required(&self) -> bool {
        self.required
    }

    async fn check(&self) -> Result<(), Unhealthy> {
        let reason = || Unhealthy("password of the database: hunter2".to_owned());
        self.well.then_some(()).ok_or_else(reason)
    }
}

pub(super) fn serving() -> Lifecycle {
    let lifecycle = Lifecycle::default();
    lifecycle.serve();
    lifecycle
}

async fn readyz(lifecycle: Lifecycle, database: bool, redis: bool) -> Reply {
    let database = Probe {
        name: "database",
        required: true,
        well: database,
    };
    let redis = Probe {
        name: "redis",
        required: false,
        well: redis,
    };
    let readiness = CheckReadiness::new(lifecycle, vec![Arc::new(database), Arc::new(redis)]);
    let routes = move |config: &mut ServiceConfig<'_>| {
        config.app_data(Data::new(readiness));
        health::routes(config);
    };
    ask_of(
        settings("http://api.example"),
        routes,
        TestRequest::with_uri("/readyz"),
    )
    .await
}

#[actix_web::test]
async fn a_living_process_says_so() {
    let request = TestRequest::with_uri("/livez");
    let reply = ask_of(settings("http://api.example"), health::routes, request).await;

    assert_eq!(reply.json(), json!({"status": "ok"}));
}

#[actix_web::test]
async fn a_server_whose_optional_parts_are_down_is_ready() {
    // I14
    let reply = readyz(serving(), true, false).await;

    assert_eq!(reply.status, 200);
    assert_eq!(
        reply.json(),
        json!({"status": "ready", "parts": [
            {"name": "database", "state": "up", "required": true},
            {"name": "redis", "state": "down", "required": false},
        ]})
    );
}

#[actix_web::test]
async fn a_server_without_its_database_is_not_ready_and_gives_no_reason() {
    // G11, G10
    let reply = readyz(serving(), false, true).await;

    reply.assert_problem(503, "not_ready");
    assert_ne!(reply.header("retry-after"), "");
    assert_eq!(reply.json()["parts"][0]["state"], "down");
    assert!(!reply.text().contains("hunter2"));
}

#[actix_web::test]
async fn a_server_that_starts_or_stops_is_not_ready() {
    // I13, I14
    let stopping = serving();
    stopping.stop();

    for lifecycle in [Lifecycle::default(), stopping] {
        readyz(lifecycle, true, true)
            .await
            .assert_problem(503, "not_ready");
    }
}
