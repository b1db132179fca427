//! Counts requests and how long they take.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};

use super::request_scope::status_of;
use crate::instruments::{InFlight, count_request};

/// Where the route table leaves the route of a request, for what is outside of it. In the request's extensions.
#[derive(Clone, Default)]
pub(super) struct MatchedRoute(Rc<OnceCell<Arc<str>>>);

impl MatchedRoute {
    /// Leaves the path as the document lists it.
    pub(super) fn leave(&self, template: &Arc<str>) {
        let _ = self.0.set(Arc::clone(template));
    }
}

/// Counts a request under its route, never under its path: paths have no end, and hold ids (H2).
pub(crate) async fn measure<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let (method, route) = (request.method().clone(), MatchedRoute::default());
    request.extensions_mut().insert(route.clone());
    let in_flight = InFlight::begin();
    let begun = Instant::now();
    let outcome = next.call(request).await;
    in_flight.answered();
    count_request(&method, route.0.get(), status_of(&outcome), begun.elapsed());
    outcome
}
