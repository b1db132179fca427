//! The conventions that every route shares, as one stack of middleware.

use std::sync::Arc;
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, Error};
use application::health::Lifecycle;
use domain::ports::IdGenerator;

use crate::denials::record_denials;
use crate::extract::query_config;
use crate::middleware::{
    ReplyHeaders, RequestScope, canonical, contain, cors, limit_rate, limit_request, measure,
    scoped, wait_for_start,
};
use crate::openapi::RouteTable;
use crate::rates::RateLimits;
use crate::settings::HttpSettings;

/// What the stack needs.
#[derive(Clone)]
pub(crate) struct Conventions {
    pub(crate) settings: Arc<HttpSettings>,
    pub(crate) ids: Arc<dyn IdGenerator>,
    pub(crate) table: Arc<RouteTable>,
    pub(crate) rates: RateLimits,
    /// Where in its life the server is.
    pub(crate) lifecycle: Lifecycle,
    /// How long a request may take, its body included.
    pub(crate) handler_time: Duration,
}

impl Conventions {
    fn request_scope(&self) -> RequestScope {
        let url = &self.settings.public_url;
        RequestScope {
            ids: Arc::clone(&self.ids),
            settings: Arc::clone(&self.settings),
            public_url: url.to_string().into(),
            headers: ReplyHeaders {
                https: url.is_https(),
            },
        }
    }
}

/// Wraps an application. From the outside in: metrics; request id, log, problems and header fields; CORS; limits on
/// the head; whether the server has started; the route table; time and panics; rates; what is denied; the handlers.
pub(crate) fn with_conventions<T, B>(
    app: App<T>,
    conventions: Conventions,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = Error,
        InitError = (),
    > + use<T, B>,
>
where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = Error,
            InitError = (),
        > + 'static,
    B: MessageBody + 'static,
{
    let scope = conventions.request_scope();
    let Conventions {
        settings,
        table,
        rates,
        lifecycle,
        handler_time,
        ..
    } = conventions;
    app.app_data(query_config())
        .wrap(from_fn(record_denials))
        .wrap(from_fn(move |request, next| {
            limit_rate(rates.clone(), request, next)
        }))
        .wrap(from_fn(move |request, next| {
            contain(handler_time, request, next)
        }))
        .wrap(from_fn(move |request, next| {
            canonical(Arc::clone(&table), request, next)
        }))
        .wrap(from_fn(move |request, next| {
            wait_for_start(lifecycle.clone(), request, next)
        }))
        .wrap(from_fn(limit_request))
        .wrap(cors(&settings))
        .wrap(from_fn(move |request, next| {
            scoped(scope.clone(), request, next)
        }))
        .wrap(from_fn(measure))
}
