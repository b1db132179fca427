//! Where a session was started from.

use std::net::IpAddr;

use domain::ports::CacheError;
use domain::request_origin::{RequestId, RequestOrigin, UserAgent};
use serde::{Deserialize, Serialize};

use super::parsed;

#[derive(Serialize, Deserialize)]
pub(super) struct StoredOrigin {
    ip: Option<IpAddr>,
    user_agent: Option<String>,
    request_id: Option<String>,
}

impl From<&RequestOrigin> for StoredOrigin {
    fn from(origin: &RequestOrigin) -> Self {
        Self {
            ip: origin.ip,
            user_agent: origin.user_agent.as_ref().map(|it| it.as_str().to_owned()),
            request_id: origin.request_id.as_ref().map(|it| it.as_str().to_owned()),
        }
    }
}

impl TryFrom<StoredOrigin> for RequestOrigin {
    type Error = CacheError;

    fn try_from(stored: StoredOrigin) -> Result<Self, Self::Error> {
        let known = |id: String| RequestId::parse(&id).ok_or("it has another form");
        let request_id = stored.request_id.map(known).transpose();
        Ok(Self {
            ip: stored.ip,
            user_agent: stored.user_agent.as_deref().map(UserAgent::from_header),
            request_id: parsed("request id", request_id)?,
        })
    }
}
