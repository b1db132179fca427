//! Sessions: log-in starts one, every token is checked against it, renewal carries it on, and it ends the
//! moment it should.

mod activity_log;
mod announcer;
mod authenticate;
mod end_session;
mod list_sessions;
mod log_in;
mod log_out;
mod login_throttle;
mod read_records;
mod record_denial;
mod rehash;
mod renew;
mod session_starter;
mod sweep_sessions;
mod user_data;

pub use activity_log::{ActivityLog, FlushActivity};
pub(crate) use announcer::Announcer;
pub use authenticate::{Authenticate, Authenticated, ExpiredTokens, Unauthenticated};
pub use end_session::{EndAllSessions, EndSession, EndSessionCommand, NoSuchSession};
pub use list_sessions::ListSessions;
pub use log_in::{LogIn, LogInCommand, LogInRefusal, LoggedIn};
pub use log_out::LogOut;
pub(crate) use login_throttle::LoginThrottle;
pub use read_records::{NoSuchRecord, ReadRecords};
pub use record_denial::RecordDenial;
pub use renew::{Refresh, Renewed};
pub use session_starter::IssuedToken;
pub(crate) use session_starter::SessionStarter;
pub use sweep_sessions::{SweepSessions, Swept};

use crate::{Policies, Ports};

/// Everything that is done with sessions.
#[derive(Clone)]
pub struct UseCases {
    /// Starts a session.
    pub log_in: LogIn,
    /// Checks a token, and renews it where that is allowed.
    pub authenticate: Authenticate,
    /// Renews a token on demand.
    pub refresh: Refresh,
    /// Ends the session of a token, whatever state it is in.
    pub log_out: LogOut,
    /// Lists a user's sessions.
    pub list: ListSessions,
    /// Ends one session of a user.
    pub end: EndSession,
    /// Ends every session of a user.
    pub end_all: EndAllSessions,
    /// Reads the documented keys.
    pub records: ReadRecords,
    /// Writes down that a right was missing.
    pub record_denial: RecordDenial,
}

impl UseCases {
    /// Makes them over these adapters. Uses of sessions are noted in `activity`.
    #[must_use]
    pub fn new(ports: &Ports, policies: &Policies, activity: &ActivityLog) -> Self {
        Self {
            log_in: LogIn::new(ports, policies),
            authenticate: Authenticate::new(ports, policies, activity),
            refresh: Refresh::new(ports, policies),
            log_out: LogOut::new(ports),
            list: ListSessions::new(ports),
            end: EndSession::new(ports),
            end_all: EndAllSessions::new(ports),
            records: ReadRecords::new(ports, policies),
            record_denial: RecordDenial::new(ports, policies),
        }
    }
}
