//! Finds out who sends a request, once for all the extractors that want to know.

use std::future::Future;

use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest};
use application::sessions::{Authenticated, ExpiredTokens, Unauthenticated, UseCases};

use super::BearerToken;
use super::origin::origin_of;
use crate::denials::Caller;
use crate::problem::{ErrorCode, Problem};
use crate::task::run_to_completion;
use crate::token_delivery::TokenDelivery;

/// Checks the request's token. A renewal runs to its end even when the client goes away (I19), and leaves the new token
/// for the reply.
///
/// # Errors
/// 401 to everybody whose token does not count (D5).
pub(super) fn authenticate(
    request: &HttpRequest,
    expired: ExpiredTokens,
) -> impl Future<Output = Result<Authenticated, Problem>> + 'static {
    let token = BearerToken::of(request);
    let sessions = request.app_data::<Data<UseCases>>().cloned();
    let delivery = request.extensions().get::<TokenDelivery>().cloned();
    let caller = request.extensions().get::<Caller>().cloned();
    let origin = origin_of(request);
    async move {
        let token = token?;
        let sessions = sessions.ok_or(Problem::new(ErrorCode::InternalError))?;
        run_to_completion(async move {
            let checked = sessions
                .authenticate
                .execute(token.expose(), expired, &origin);
            let authenticated = checked.await.map_err(Problem::from)?;
            leave_renewed(delivery, &authenticated);
            if let Some(caller) = caller {
                caller.leave(&authenticated);
            }
            Ok::<_, Problem>(authenticated)
        })
        .await
    }
}

fn leave_renewed(delivery: Option<TokenDelivery>, authenticated: &Authenticated) {
    if let (Some(delivery), Some(token)) = (delivery, &authenticated.renewed) {
        delivery.leave(token.clone());
    }
}

impl From<Unauthenticated> for Problem {
    fn from(_: Unauthenticated) -> Self {
        Self::new(ErrorCode::InvalidToken)
    }
}
