//! The one way to take a query.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::precedence::{Judged, in_turn};
use super::{FieldErrors, QueryParameters};
use crate::problem::Problem;

/// What a route reads out of its query.
pub(crate) trait RequestQuery: 'static {
    /// What the handler gets: values that keep every rule.
    type Parsed;

    /// Parses every parameter and reports those that break a rule. `None` when one does.
    fn parse(query: &QueryParameters, errors: &mut FieldErrors) -> Option<Self::Parsed>;
}

/// A query whose every parameter keeps its rules; otherwise 422 with all that are broken.
#[derive(Debug)]
pub(crate) struct ValidQuery<Q: RequestQuery>(Q::Parsed);

impl<Q: RequestQuery> ValidQuery<Q> {
    /// The parsed query.
    pub(crate) fn into_inner(self) -> Q::Parsed {
        self.0
    }
}

impl<Q: RequestQuery> FromRequest for ValidQuery<Q> {
    type Error = Problem;
    type Future = Judged<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let mut errors = FieldErrors::in_query();
        let parsed = Q::parse(&QueryParameters::of(request), &mut errors);
        in_turn(request, errors.finish(parsed).map(Self))
    }
}
