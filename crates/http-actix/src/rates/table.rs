//! The one table of limited routes. Each of them has POST alone, and no parameter in its path.

use application::NamedQuota;
use application::limits::Limits;
use domain::limit::Quota;

/// Which requests of a route use its quota up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counted {
    /// Every one that comes.
    Every,
    /// Those whose credentials were wrong.
    WrongCredentials,
}

/// A route and what limits it.
pub(crate) struct LimitedRoute {
    /// The path, as the document lists it.
    pub(crate) path: &'static str,
    /// What is counted.
    pub(crate) counted: Counted,
    name: &'static str,
    quota: fn(&Limits) -> Quota,
}

/// Every limited route. Routes with a quota of the same name share it.
pub(crate) const LIMITED_ROUTES: &[LimitedRoute] = &[
    codes("/api/v1/auth/register/initiate"),
    codes("/api/v1/auth/register/resend-otp"),
    log_ins("/api/v1/auth/login"),
    log_ins("/api/v1/login/access-token"),
];

const fn codes(path: &'static str) -> LimitedRoute {
    LimitedRoute {
        path,
        counted: Counted::Every,
        name: "codes_per_network",
        quota: |limits| limits.codes_per_network,
    }
}

const fn log_ins(path: &'static str) -> LimitedRoute {
    LimitedRoute {
        path,
        counted: Counted::WrongCredentials,
        name: "login_failures_per_network",
        quota: |limits| limits.login_failures_per_network,
    }
}

impl LimitedRoute {
    /// The quota under its name.
    pub(super) fn quota(&self, limits: &Limits) -> NamedQuota {
        NamedQuota {
            name: self.name,
            quota: (self.quota)(limits),
        }
    }
}
