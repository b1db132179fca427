//! Who was refused for want of a right is written down, whichever handler refused them (H4).

use std::sync::{Arc, OnceLock};

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage};
use application::sessions::{Authenticated, UseCases};

use crate::extract::origin_of;
use crate::problem::Problem;
use crate::task::run_to_completion;

/// Where the extractors leave whoever sends a request. In the request's extensions.
#[derive(Clone, Default)]
pub(crate) struct Caller(Arc<OnceLock<Authenticated>>);

impl Caller {
    /// Leaves whose token it is; a request has one at most.
    pub(crate) fn leave(&self, caller: &Authenticated) {
        let _ = self.0.set(caller.clone());
    }
}

/// Records what was denied before it is told. Where that fails, what is denied stays so.
pub(crate) async fn record_denials<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let (caller, origin) = (Caller::default(), origin_of(request.request()));
    let sessions = request.app_data::<Data<UseCases>>().cloned();
    request.extensions_mut().insert(caller.clone());
    let reply = next.call(request).await?;
    let denied = denial_of(&reply);
    if let (Some(reason), Some(caller), Some(sessions)) = (denied, caller.0.get(), sessions) {
        let (record, caller) = (sessions.record_denial.clone(), caller.clone());
        let recorded = run_to_completion(async move {
            let recorded = record.execute(&caller, reason, &origin).await;
            Ok::<_, Problem>(recorded.inspect_err(
                |error| tracing::warn!(%error, reason, "a denial could not be written down"),
            ))
        });
        let _ = recorded.await;
    }
    Ok(reply)
}

/// Which right was missing, if that is why the request was refused.
fn denial_of<B>(reply: &ServiceResponse<B>) -> Option<&'static str> {
    let extensions = reply.response().extensions();
    let code = extensions.get::<Problem>()?.code();
    code.means_missing_right().then_some(code.as_str())
}
