//! What `deploy/` ships and `docs/deployment.md` tells of, as it stands there: the unit of systemd, the site of nginx, and
//! the roles of PostgreSQL.
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

mod behind_nginx;
mod least_privilege;
mod rolling_restart;
mod service;
mod site;
mod unit;
