//! What a client does with a session once it has one.

use std::time::Duration;

use domain::request_origin::RequestOrigin;
use domain::session::{Session, SessionActivity};
use domain::timestamp::Timestamp;
use domain::token::Claims;
use port_contracts::fixtures::{a_session_of, a_user};
use portico_application::UseCaseError;
use portico_application::sessions::{
    Authenticated, ExpiredTokens, FlushActivity, IssuedToken, Renewed, Unauthenticated,
};

use super::World;

pub(crate) type Authentication = Result<Authenticated, UseCaseError<Unauthenticated>>;
pub(crate) type Renewal = Result<Renewed, UseCaseError<Unauthenticated>>;

pub(crate) const REFUSED: Authentication = Err(UseCaseError::Refused(Unauthenticated));

/// A request from this address.
pub(crate) fn from_address(ip: &str) -> RequestOrigin {
    RequestOrigin {
        ip: Some(ip.parse().expect("an address")),
        ..RequestOrigin::default()
    }
}

impl World {
    /// An account, and the token of its first session.
    pub(crate) async fn kims_token(&self) -> IssuedToken {
        self.account("kim@example.com", "kim").await.token
    }

    /// A request to an ordinary route.
    pub(crate) async fn authenticate(&self, token: &str) -> Authentication {
        self.present(token, ExpiredTokens::Renew).await
    }

    /// A request to a route that treats expired tokens like this.
    pub(crate) async fn present(&self, token: &str, expired: ExpiredTokens) -> Authentication {
        let nowhere = RequestOrigin::default();
        let authenticate = &self.sessions.authenticate;
        authenticate.execute(token, expired, &nowhere).await
    }

    /// A request that must be renewed; gives the successor.
    pub(crate) async fn renew(&self, token: &str) -> IssuedToken {
        let answer = self.authenticate(token).await.expect("a renewable token");
        answer.renewed.expect("a successor")
    }

    pub(crate) async fn refresh(&self, token: &str) -> Renewal {
        let refresh = &self.sessions.refresh;
        refresh.execute(token, RequestOrigin::default()).await
    }

    pub(crate) async fn log_out(&self, token: &str) {
        let nowhere = RequestOrigin::default();
        let done = self.sessions.log_out.execute(token, &nowhere).await;
        done.expect("log-out refuses nobody");
    }

    /// Writes down what the hot path noted; says of how many sessions.
    pub(crate) async fn flush(&self) -> usize {
        let flush = FlushActivity::new(&self.ports, &self.activity);
        flush.execute().await.expect("a flush")
    }

    /// Moves to the first moment at which this token is expired.
    pub(crate) fn outlive(&self, token: &IssuedToken) {
        let leeway = self.policies.sessions.leeway + Duration::from_secs(1);
        self.clock.set(token.expires_at.plus(leeway));
    }

    pub(crate) fn claims(&self, token: &str) -> Claims {
        self.ports.crypto.tokens.open(token).expect("our token")
    }

    /// A genuine token with these claims.
    pub(crate) fn seal(&self, claims: &Claims) -> String {
        let token = self.ports.crypto.tokens.seal(claims).expect("a token");
        token.expose().to_owned()
    }

    /// A session of a new user, as given, and the claims of its token.
    pub(crate) async fn stored(&self, change: impl FnOnce(Session) -> Session) -> Claims {
        let user = a_user().build();
        let session = change(a_session_of(&user).build());
        let mut unit = self.ports.storage.units.begin().await.expect("a unit");
        let inserted = unit.users().insert(&user, None).await;
        inserted.expect("a user");
        let inserted = unit.sessions().insert(&session).await;
        inserted.expect("a session");
        unit.commit().await.expect("a commit");
        session.current_claims(&self.policies.sessions)
    }

    /// The row of a session.
    pub(crate) async fn row(&self, claims: &Claims) -> Session {
        let found = self.ports.storage.sessions.find(claims.session).await;
        found.expect("a read").expect("a session").session
    }

    /// Writes a first use of this token down, as another instance would.
    pub(crate) async fn acknowledge(&self, claims: &Claims, at: Timestamp) {
        let mut unit = self.ports.storage.units.begin().await.expect("a unit");
        let used = SessionActivity {
            session: claims.session,
            last_seen_at: at,
            idle_expires_at: at.plus(self.policies.sessions.idle_timeout),
            acknowledged: Some((claims.token, at)),
        };
        let written = unit.sessions().record_activity(&[used]).await;
        written.expect("a write");
        unit.commit().await.expect("a commit");
    }
}
