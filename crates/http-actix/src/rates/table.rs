//! The one table of limited routes. It is about their POST; those that are limited by network have no other method.

use application::NamedQuota;
use application::limits::Limits;
use domain::limit::Quota;

/// Which requests of a route use its quota up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counted {
    /// Every one that comes.
    Every,
    /// Those whose credentials were wrong. Each is counted before it is judged, and given back unless they were: of
    /// many that come together none has failed yet when the others are let in. So as many log-ins of one network
    /// may be under way as may fail, which is more than a machine hashes at a time.
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

/// Every route that is limited by network. Routes with a quota of the same name share it.
pub(crate) const LIMITED_ROUTES: &[LimitedRoute] = &[
    codes("/api/v1/auth/register/initiate"),
    codes("/api/v1/auth/register/resend-otp"),
    log_ins("/api/v1/auth/login"),
    log_ins("/api/v1/login/access-token"),
    recoveries("/api/v1/password-recovery/{email}"),
    sign_ups("/api/v1/users/signup"),
];

/// Every route that is limited by user: each of their handlers counts, once it knows who asks.
pub(crate) const LIMITED_FOR_USERS: &[LimitedRoute] = &[EXPORTS];

/// Personal-data exports, each of which reads everything that is kept of somebody.
pub(crate) const EXPORTS: LimitedRoute = LimitedRoute {
    path: "/api/v1/users/me/export",
    counted: Counted::Every,
    name: "exports_per_user",
    quota: |limits| limits.exports_per_user,
};

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

const fn recoveries(path: &'static str) -> LimitedRoute {
    LimitedRoute {
        path,
        counted: Counted::Every,
        name: "recoveries_per_network",
        quota: |limits| limits.recoveries_per_network,
    }
}

const fn sign_ups(path: &'static str) -> LimitedRoute {
    LimitedRoute {
        path,
        counted: Counted::Every,
        name: "signups_per_network",
        quota: |limits| limits.signups_per_network,
    }
}

impl LimitedRoute {
    /// Whether a request for this path is one of the route's.
    pub(super) fn answers(&self, path: &str) -> bool {
        let mut segments = path.split('/');
        let fits = |expected: &str| {
            let segment = segments.next();
            segment
                .is_some_and(|it| it == expected || (expected.starts_with('{') && !it.is_empty()))
        };
        self.path.split('/').all(fits) && segments.next().is_none()
    }

    /// The quota under its name.
    pub(super) fn quota(&self, limits: &Limits) -> NamedQuota {
        NamedQuota {
            name: self.name,
            quota: (self.quota)(limits),
        }
    }
}
