//! The session row: the database's word on whether a token still counts.

use super::SessionPolicy;
use crate::identifier::uuid_identifier;
use crate::request_origin::RequestOrigin;
use crate::timestamp::Timestamp;
use crate::token::Claims;
use crate::user::{User, UserId};

uuid_identifier! {
    /// Names one session (`sid`). Random, always made here, never taken from a client (C9).
    SessionId
}

uuid_identifier! {
    /// Names one access token (`jti`). Random.
    TokenId
}

/// Counts a session's renewals (`gen`). Starts at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Generation(i64);

impl Generation {
    /// The generation of the token that starts a session.
    pub const FIRST: Self = Self(1);

    /// Takes a stored generation, or one out of a token.
    #[must_use]
    pub const fn from_stored(value: i64) -> Self {
        Self(value)
    }

    /// The number to store.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The generation after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// Why a session was ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevocationReason {
    /// The user logged out.
    LogOut,
    /// The user's password changed.
    PasswordChange,
    /// An expired token was used after its successor: it may be stolen.
    TokenReuse,
    /// An administrator, or the user from another session, ended it.
    Ended,
    /// The account was disabled.
    Disabled,
    /// Too many sessions; the oldest gave way (C10).
    Displaced,
    /// Its idle or absolute limit came (D13).
    Expired,
}

impl RevocationReason {
    /// Every reason.
    pub const ALL: [Self; 7] = [
        Self::LogOut,
        Self::PasswordChange,
        Self::TokenReuse,
        Self::Ended,
        Self::Disabled,
        Self::Displaced,
        Self::Expired,
    ];

    /// The name that storage and exports use; it never changes.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LogOut => "log_out",
            Self::PasswordChange => "password_change",
            Self::TokenReuse => "token_reuse",
            Self::Ended => "ended",
            Self::Disabled => "disabled",
            Self::Displaced => "displaced",
            Self::Expired => "expired",
        }
    }

    /// The reason of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == name)
    }
}

/// A session and the newest token in it (security.md 2.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// When it began.
    pub created_at: Timestamp,
    /// When the user last proved who they are.
    pub auth_time: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// When it ends unless it is used before.
    pub idle_expires_at: Timestamp,
    /// When it ends whatever happens.
    pub absolute_expires_at: Timestamp,
    /// How often its token was renewed.
    pub generation: Generation,
    /// The newest token.
    pub current_token: TokenId,
    /// When the newest token was minted; a whole second.
    pub current_issued_at: Timestamp,
    /// When the newest token expires; a whole second.
    pub current_expires_at: Timestamp,
    /// When the newest token was first used.
    pub current_used_at: Option<Timestamp>,
    /// The token before the newest.
    pub previous_token: Option<TokenId>,
    /// When the token before the newest was first used.
    pub previous_used_at: Option<Timestamp>,
    /// When and why it was ended before its time.
    pub revoked: Option<(Timestamp, RevocationReason)>,
    /// Where it was started from.
    pub origin: RequestOrigin,
}

/// A session together with the live record of its user: what a request is authenticated against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionWithUser {
    /// The session.
    pub session: Session,
    /// Its user, as of now.
    pub user: User,
}

/// Why a session does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SessionRefusal {
    /// It was ended (section 2.6).
    #[error("the session was ended")]
    Revoked,
    /// It rested too long, or its absolute end has come (D13).
    #[error("the session has expired")]
    Expired,
    /// Its user was disabled (D12).
    #[error("the account is disabled")]
    UserDisabled,
}

impl Session {
    /// Starts a session with its first token.
    #[must_use]
    pub fn start(
        id: SessionId,
        token: TokenId,
        user: UserId,
        origin: RequestOrigin,
        policy: &SessionPolicy,
        now: Timestamp,
    ) -> Self {
        let issued_at = now.floor_to_second();
        let absolute_expires_at = now.plus(policy.absolute_timeout);
        let mut session = Self {
            id,
            user,
            created_at: now,
            auth_time: issued_at,
            last_seen_at: now,
            idle_expires_at: absolute_expires_at,
            absolute_expires_at,
            generation: Generation::FIRST,
            current_token: token,
            current_issued_at: issued_at,
            current_expires_at: issued_at,
            current_used_at: None,
            previous_token: None,
            previous_used_at: None,
            revoked: None,
            origin,
        };
        session.mint_times(policy, now);
        session.touch(policy, now);
        session
    }

    /// The claims of its newest token (security.md 2.2).
    #[must_use]
    pub fn current_claims(&self, policy: &SessionPolicy) -> Claims {
        Claims {
            subject: self.user,
            session: self.id,
            token: self.current_token,
            generation: self.generation,
            issued_at: self.current_issued_at,
            not_before: self.current_issued_at.minus(policy.leeway),
            expires_at: self.current_expires_at,
            auth_time: self.auth_time,
        }
    }

    /// Whether the session is alive, whatever token is presented.
    ///
    /// # Errors
    /// Says why it is not.
    pub fn check_alive(&self, now: Timestamp) -> Result<(), SessionRefusal> {
        if self.revoked.is_some() {
            Err(SessionRefusal::Revoked)
        } else if now >= self.idle_expires_at || now >= self.absolute_expires_at {
            Err(SessionRefusal::Expired)
        } else {
            Ok(())
        }
    }
}

impl SessionWithUser {
    /// Whether a request in this session may go on: the session lives and its user is active
    /// (security.md 2.4, step 6).
    ///
    /// # Errors
    /// Says why it may not.
    pub fn check_alive(&self, now: Timestamp) -> Result<(), SessionRefusal> {
        self.session.check_alive(now)?;
        if self.user.is_active {
            Ok(())
        } else {
            Err(SessionRefusal::UserDisabled)
        }
    }
}
