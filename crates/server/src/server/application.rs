//! The application as connections use it.

use actix_http::body::BoxBody;
use actix_http::{Request, Response};
use actix_service::{IntoServiceFactory, ServiceFactory, ServiceFactoryExt, map_config};
use actix_web::dev::{AppConfig, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, Error};
use application::health::Lifecycle;
use http_actix::Api;

use super::closing::close_when_stopping;

/// The interface with what it does when the server stops, ready to be given to any number of workers.
#[derive(Clone)]
pub(super) struct Application {
    api: Api,
    lifecycle: Lifecycle,
}

impl Application {
    pub(super) const fn new(api: Api, lifecycle: Lifecycle) -> Self {
        Self { api, lifecycle }
    }

    fn app(
        &self,
    ) -> App<
        impl ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<BoxBody>,
            Error = Error,
            InitError = (),
        > + use<>,
    > {
        let lifecycle = self.lifecycle.clone();
        self.api.app().wrap(from_fn(move |request, next| {
            close_when_stopping(lifecycle.clone(), request, next)
        }))
    }

    /// What takes requests and gives replies, over whichever protocol.
    pub(super) fn service(
        &self,
    ) -> impl ServiceFactory<
        Request,
        Config = (),
        Response = Response<BoxBody>,
        Error = Response<BoxBody>,
        InitError = (),
        Service: 'static,
        Future: 'static,
    > + use<> {
        let app = IntoServiceFactory::<_, Request>::into_factory(self.app());
        map_config(app, |()| AppConfig::default())
            .map(Response::from)
            .map_err(Response::from)
    }
}
