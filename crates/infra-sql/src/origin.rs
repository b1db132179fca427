//! The three columns of a request's origin, as sessions and audit events keep it.

use domain::ports::StorageError;
use domain::request_origin::{RequestId, RequestOrigin, UserAgent};

use crate::stored;

/// An origin as text.
pub(crate) struct OriginColumns {
    pub(crate) ip: Option<String>,
    pub(crate) user_agent: Option<String>,
    pub(crate) request_id: Option<String>,
}

impl From<&RequestOrigin> for OriginColumns {
    fn from(origin: &RequestOrigin) -> Self {
        Self {
            ip: origin.ip.map(|ip| ip.to_string()),
            user_agent: origin.user_agent.as_ref().map(|it| it.as_str().to_owned()),
            request_id: origin.request_id.as_ref().map(|it| it.as_str().to_owned()),
        }
    }
}

impl TryFrom<OriginColumns> for RequestOrigin {
    type Error = StorageError;

    fn try_from(columns: OriginColumns) -> Result<Self, Self::Error> {
        let ip = columns.ip.map(|text| stored::parsed("ip", text.parse()));
        let request_id = columns.request_id;
        let request_id = request_id.map(|id| stored::known("request_id", RequestId::parse(&id)));
        Ok(Self {
            ip: ip.transpose()?,
            user_agent: columns.user_agent.as_deref().map(UserAgent::from_header),
            request_id: request_id.transpose()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(ip: &str, request_id: &str) -> OriginColumns {
        OriginColumns {
            ip: Some(ip.to_owned()),
            user_agent: Some("curl/8".to_owned()),
            request_id: Some(request_id.to_owned()),
        }
    }

    #[test]
    fn an_origin_comes_back_as_it_was() {
        let origin = RequestOrigin::try_from(columns("2001:db8::1", "a-1")).unwrap();
        let again = RequestOrigin::try_from(OriginColumns::from(&origin)).unwrap();
        assert_eq!(origin, again);
        assert_eq!(origin.ip.unwrap().to_string(), "2001:db8::1");
    }

    #[test]
    fn a_bad_origin_is_an_error() {
        assert!(RequestOrigin::try_from(columns("here", "a-1")).is_err());
        assert!(RequestOrigin::try_from(columns("::1", "a\nb")).is_err());
    }
}
