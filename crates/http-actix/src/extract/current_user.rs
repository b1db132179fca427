//! Who sends a request.

use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use application::sessions::{Authenticated, Unauthenticated, UseCases};
use futures_util::future::LocalBoxFuture;

use super::bearer_token;
use crate::problem::{ErrorCode, Problem};

/// The user of a live session. A handler that takes one answers 401 to everybody else (D5).
#[derive(Clone, Debug)]
pub(crate) struct CurrentUser(Authenticated);

impl Deref for CurrentUser {
    type Target = Authenticated;

    fn deref(&self) -> &Authenticated {
        &self.0
    }
}

impl FromRequest for CurrentUser {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let token = bearer_token(request.headers()).map(|token| token.map(str::to_owned));
        let sessions = request.app_data::<Data<UseCases>>().cloned();
        Box::pin(async move {
            let token = token?.ok_or(Problem::new(ErrorCode::NotAuthenticated))?;
            let sessions = sessions.ok_or(Problem::new(ErrorCode::InternalError))?;
            let authenticated = sessions.authenticate.execute(&token).await?;
            Ok(Self(authenticated))
        })
    }
}

impl From<Unauthenticated> for Problem {
    fn from(_: Unauthenticated) -> Self {
        Self::new(ErrorCode::InvalidToken)
    }
}
