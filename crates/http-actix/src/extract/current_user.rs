//! Who sends a request, as handlers want to know it.

use std::ops::Deref;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use application::sessions::{Authenticated, ExpiredTokens};
use futures_util::future::LocalBoxFuture;

use super::authentication::authenticate;
use super::precedence::judge_caller;
use crate::problem::{ErrorCode, Problem};

/// The user of a live session. A handler that takes one answers 401 to everybody else (D5); an expired token is
/// renewed on the way, where configuration lets it.
#[derive(Clone, Debug)]
pub(crate) struct CurrentUser(Arc<Authenticated>);

/// The user of a live session, by any genuine token of it: an expired one counts, renewed or not (E3).
#[derive(Clone, Debug)]
pub(crate) struct TokenHolder(Arc<Authenticated>);

/// A [`CurrentUser`] who may administer others, by the live record (D9). Other users are answered 403.
#[derive(Clone, Debug)]
pub(crate) struct Superuser(Arc<Authenticated>);

/// Makes an extractor of a type around [`Authenticated`].
macro_rules! authenticated {
    ($extractor:ident, $expired:ident, $judge:expr) => {
        impl Deref for $extractor {
            type Target = Authenticated;

            fn deref(&self) -> &Authenticated {
                &self.0
            }
        }

        impl FromRequest for $extractor {
            type Error = Problem;
            type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                let found = authenticate(request, ExpiredTokens::$expired);
                let caller = judge_caller(request, async move { found.await.and_then($judge) });
                Box::pin(async move { caller.await.map(Self) })
            }
        }
    };
}

authenticated!(CurrentUser, Renew, Ok);
authenticated!(TokenHolder, Accept, Ok);
authenticated!(Superuser, Renew, must_be_superuser);

fn must_be_superuser(found: Authenticated) -> Result<Authenticated, Problem> {
    if found.user.is_superuser {
        Ok(found)
    } else {
        Err(Problem::new(ErrorCode::InsufficientPrivileges))
    }
}
