//! A session that requests come in.

use std::sync::Arc;
use std::time::Duration;

use application::limits::Limits;
use application::sessions::{ActivityLog, ExpiredTokens, UseCases};
use application::{AccountPolicy, EmailChangeMode, Policies, Ports};
use async_trait::async_trait;
use domain::page::{Page, PageRequest};
use domain::password::PasswordPolicy;
use domain::ports::{
    InvalidToken, MAX_SESSION_AGE, SealTokenError, SessionQueries, StorageError, TokenCodec,
};
use domain::request_origin::RequestOrigin;
use domain::session::{RenewalPolicy, ReuseAction, Session, SessionId, SessionWithUser, TokenId};
use domain::timestamp::Timestamp;
use domain::token::{AccessToken, Claims};
use domain::user::{User, UserId};
use port_contracts::fixtures::{a_session_of, a_user, registration_policy, session_policy};

use super::ports::never;

/// The session, and every token is its newest one.
#[derive(Clone)]
pub(crate) struct UsedSession {
    user: User,
    session: Session,
}

impl UsedSession {
    pub(crate) fn new() -> Self {
        let user = a_user().build();
        let session = a_session_of(&user).build();
        Self { user, session }
    }

    pub(crate) const fn id(&self) -> SessionId {
        self.session.id
    }

    /// A request comes in.
    pub(crate) async fn is_used(&self, ports: &Ports, log: &ActivityLog) {
        let mut ports = ports.clone();
        ports.storage.sessions = Arc::new(self.clone());
        ports.crypto.tokens = Arc::new(self.clone());
        let authenticate = UseCases::new(&ports, &policies(), log).authenticate;
        let (expired, origin) = (ExpiredTokens::Refuse, RequestOrigin::default());
        let outcome = authenticate.execute("token", expired, &origin).await;
        outcome.expect("the session lives");
    }
}

fn policies() -> Policies {
    Policies {
        registration: registration_policy(),
        passwords: PasswordPolicy::new(8, 128).expect("a policy"),
        sessions: session_policy(),
        renewal: RenewalPolicy {
            transparent: false,
            window: Duration::ZERO,
            grace: Duration::ZERO,
            on_reuse: ReuseAction::Reject,
        },
        limits: Limits::default(),
        accounts: AccountPolicy {
            open_signup: false,
            email_change: EmailChangeMode::Confirmed,
            deletion_wants_fresh_token: true,
        },
        list_ttl: Duration::ZERO,
        session_cache_age: MAX_SESSION_AGE,
        project_name: String::new(),
    }
}

impl TokenCodec for UsedSession {
    fn seal(&self, _: &Claims) -> Result<AccessToken, SealTokenError> {
        never()
    }

    fn open(&self, _: &str) -> Result<Claims, InvalidToken> {
        Ok(self.session.current_claims(&session_policy()))
    }
}

#[async_trait]
impl SessionQueries for UsedSession {
    async fn find(&self, _: SessionId) -> Result<Option<SessionWithUser>, StorageError> {
        let (session, user) = (self.session.clone(), self.user.clone());
        Ok(Some(SessionWithUser { session, user }))
    }

    async fn live_of_user(&self, _: UserId, _: Timestamp) -> Result<Vec<Session>, StorageError> {
        never()
    }

    async fn of_user(&self, _: UserId, _: &PageRequest) -> Result<Page<Session>, StorageError> {
        never()
    }

    async fn find_by_token(
        &self,
        _: TokenId,
        _: Timestamp,
    ) -> Result<Option<SessionWithUser>, StorageError> {
        never()
    }
}
