//! HTTP/1.1, in clear and behind TLS.

use std::io;
use std::net::TcpListener;

use actix_http::body::BoxBody;
use actix_http::{HttpService, HttpServiceBuilder, Request, Response};
use actix_server::{GracefulShutdownSignal, ServerBuilder};
use actix_service::ServiceFactory;
use http_actix::{DISCONNECT_TIME, HEADER_TIME, KEEP_ALIVE};

use super::application::Application;

/// Has the workers of this server take connections in clear from the socket.
pub(super) fn listen(
    application: Application,
    server: ServerBuilder,
    socket: TcpListener,
) -> io::Result<ServerBuilder> {
    let stopping = server.graceful_shutdown_signal();
    server.listen("http", socket, move || {
        limited(stopping.clone()).h1(application.service()).tcp()
    })
}

/// How long a connection may take for what (G2).
pub(super) fn limited<T, S>(stopping: GracefulShutdownSignal) -> HttpServiceBuilder<T, S>
where
    S: ServiceFactory<
            Request,
            Config = (),
            Response = Response<BoxBody>,
            Error = Response<BoxBody>,
            InitError = (),
        >,
    S::Future: 'static,
    S::Service: 'static,
{
    HttpService::build()
        .keep_alive(KEEP_ALIVE)
        .client_request_timeout(HEADER_TIME)
        .client_disconnect_timeout(DISCONNECT_TIME)
        .graceful_shutdown_signal(move || {
            let stopping = stopping.clone();
            async move { stopping.notified().await }
        })
}
