//! The whole stack of conventions around a set of handlers, and short ways to ask it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use actix_web::body::{BoxBody, to_bytes};
use actix_web::dev::{Service, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::header::HeaderMap;
use actix_web::http::{Method, StatusCode};
use actix_web::test::{TestRequest, init_service};
use actix_web::{App, Error, HttpResponse};
use application::health::Lifecycle;
use domain::ports::IdGenerator;
use domain::timestamp::Timestamp;
use serde_json::Value;
use utoipa::openapi::OpenApi;
use utoipa_actix_web::AppExt;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::rates::no_limits;
use super::things;
use crate::conventions::{Conventions, with_conventions};
use crate::openapi::RouteTable;
use crate::rates::RateLimits;
use crate::settings::HttpSettings;

/// Ids that count up.
#[derive(Default)]
pub(super) struct CountingIds(AtomicU64);

impl IdGenerator for CountingIds {
    fn ordered(&self, _: Timestamp) -> Uuid {
        self.random()
    }

    fn random(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)))
    }
}

/// Settings of a server that clients reach at this address.
pub(super) fn settings(public_url: &str) -> HttpSettings {
    HttpSettings {
        public_url: public_url.parse().unwrap(),
        frontend_url: "http://localhost:5173/app".parse().unwrap(),
        cors_origins: vec!["https://Admin.example:443".parse().unwrap()],
        trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()],
        docs_enabled: true,
        development: true,
        project_name: "Portico".to_owned(),
    }
}

/// An application of these routes inside the stack of a server that serves.
pub(super) fn app_of(
    settings: HttpSettings,
    routes: impl FnOnce(&mut ServiceConfig<'_>) + 'static,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = Error,
        InitError = (),
    >,
> {
    limited_app_of(settings, no_limits(), routes)
}

/// The same with these limits.
pub(super) fn limited_app_of(
    settings: HttpSettings,
    rates: RateLimits,
    routes: impl FnOnce(&mut ServiceConfig<'_>) + 'static,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = Error,
        InitError = (),
    >,
> {
    let lifecycle = Lifecycle::default();
    lifecycle.serve();
    stack_of(lifecycle, settings, rates, routes)
}

/// An application of these routes at any stage of the server's life.
pub(super) fn app_at(
    lifecycle: Lifecycle,
    settings: HttpSettings,
    routes: impl FnOnce(&mut ServiceConfig<'_>) + 'static,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = Error,
        InitError = (),
    >,
> {
    stack_of(lifecycle, settings, no_limits(), routes)
}

fn stack_of(
    lifecycle: Lifecycle,
    settings: HttpSettings,
    rates: RateLimits,
    routes: impl FnOnce(&mut ServiceConfig<'_>) + 'static,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = Error,
        InitError = (),
    >,
> {
    let (app, api): (_, OpenApi) = App::new()
        .into_utoipa_app()
        .configure(routes)
        .split_for_parts();
    let conventions = Conventions {
        settings: Arc::new(settings),
        ids: Arc::new(CountingIds::default()),
        table: Arc::new(RouteTable::new(&api)),
        rates,
        lifecycle,
        handler_time: Duration::from_millis(100),
    };
    with_conventions(app, conventions)
}

/// A reply, read to its end.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Reply {
    pub(super) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The field's only value, or the empty text.
    pub(super) fn header(&self, name: &str) -> &str {
        let mut values = self.headers.get_all(name);
        let value = values.next().map_or("", |value| value.to_str().unwrap());
        assert!(values.next().is_none(), "{name} is there more than once");
        value
    }

    /// The fields of a 422 and the rules that they break, as `body.email missing`.
    #[track_caller]
    pub(super) fn broken_fields(&self) -> Vec<String> {
        self.assert_problem(422, "validation_failed");
        let problem = self.json();
        let errors = problem["errors"].as_array().unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        errors
            .iter()
            .map(|error| {
                let place: Vec<_> = error["loc"].as_array().unwrap().iter().map(text).collect();
                format!("{} {}", place.join("."), text(&error["type"]))
            })
            .collect()
    }

    /// Asserts that it is a problem of this status and code.
    #[track_caller]
    pub(super) fn assert_problem(&self, status: u16, code: &str) {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["status"], status);
        assert_eq!(problem["code"], code);
        assert_eq!(problem["request_id"], self.header("x-request-id"));
        for text in ["type", "title", "detail", "instance"] {
            assert!(
                problem[text].as_str().is_some_and(|text| !text.is_empty()),
                "{text}"
            );
        }
    }
}

/// Sends one request to a fresh application of these routes.
pub(super) async fn ask_of(
    settings: HttpSettings,
    routes: impl FnOnce(&mut ServiceConfig<'_>) + 'static,
    request: TestRequest,
) -> Reply {
    let service = init_service(app_of(settings, routes)).await;
    read(service.call(request.to_request()).await).await
}

/// Sends one request to the test handlers of a server at this stage.
pub(super) async fn ask_at(lifecycle: Lifecycle, request: TestRequest) -> Reply {
    let app = app_at(lifecycle, settings("http://api.example"), things::routes);
    read(init_service(app).await.call(request.to_request()).await).await
}

/// Sends one request to the test handlers.
pub(super) async fn ask(request: TestRequest) -> Reply {
    ask_of(settings("http://api.example"), things::routes, request).await
}

/// Sends a request without a body.
pub(super) async fn send(method: Method, path: &str) -> Reply {
    ask(TestRequest::with_uri(path).method(method)).await
}

/// Sends a GET request.
pub(super) async fn get(path: &str) -> Reply {
    send(Method::GET, path).await
}

/// What a client reads, whether a handler or a layer around it answered.
pub(super) async fn read(outcome: Result<ServiceResponse, Error>) -> Reply {
    let response: HttpResponse = match outcome {
        Ok(reply) => reply.into_parts().1,
        Err(error) => error.error_response(),
    };
    let (status, headers) = (response.status(), response.headers().clone());
    let body = to_bytes(response.into_body()).await.unwrap().to_vec();
    Reply {
        status,
        headers,
        body,
    }
}
