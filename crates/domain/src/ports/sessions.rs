//! Sessions in storage: the truth that every token is checked against.

use async_trait::async_trait;

use super::StorageError;
use crate::page::{Page, PageRequest};
use crate::session::{
    RevocationReason, Session, SessionActivity, SessionId, SessionWithUser, TokenId,
};
use crate::timestamp::Timestamp;
use crate::user::UserId;

/// Sessions inside a transaction.
#[async_trait]
pub trait SessionRepository: Send {
    /// Adds a session. MUST keep every field exactly. (contract: `a_session_comes_back_as_it_was`)
    async fn insert(&mut self, session: &Session) -> Result<(), StorageError>;

    /// Reads a session with its user and keeps every other unit from changing the session until this one
    /// ends. MUST make racing units judge one after the other. (contract: `locked_sessions_are_judged_in_turn`)
    async fn lock(&mut self, id: SessionId) -> Result<Option<SessionWithUser>, StorageError>;

    /// Stores a session that was locked in this unit. MUST keep every field exactly.
    /// (contract: `a_saved_session_comes_back_as_it_was`)
    async fn save(&mut self, session: &Session) -> Result<(), StorageError>;

    /// Ends the oldest live sessions of a user beyond the newest `keep`; gives those that were ended as they are now.
    /// MUST let racing log-ins of one user leave no more than `keep` once all have committed.
    /// (contract: `the_oldest_sessions_give_way`)
    async fn displace(
        &mut self,
        user: UserId,
        keep: u32,
        now: Timestamp,
    ) -> Result<Vec<Session>, StorageError>;

    /// Ends every live session of a user, save one if it is given; gives those that were ended.
    /// (contract: `all_sessions_of_a_user_end_but_one`)
    async fn revoke_all(
        &mut self,
        user: UserId,
        except: Option<SessionId>,
        reason: RevocationReason,
        now: Timestamp,
    ) -> Result<Vec<SessionId>, StorageError>;

    /// Writes uses down. MUST acknowledge a token only while it is the newest and was not acknowledged, never
    /// move a moment backwards, never touch a revoked session, and never move the idle limit past the
    /// absolute one. (contracts: `only_the_newest_token_is_acknowledged`, `activity_never_goes_backwards`)
    async fn record_activity(&mut self, activity: &[SessionActivity]) -> Result<(), StorageError>;

    /// Ends up to `limit` live sessions whose idle or absolute limit has come, soonest first, with the reason
    /// `Expired`; gives them as they are now. MUST find them through an index, and hand each to one of
    /// several racing sweepers. (contract: `each_expired_session_is_swept_once`)
    async fn sweep_expired(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Session>, StorageError>;

    /// Removes up to `limit` ended sessions whose absolute limit came at `before` or earlier, longest over first; says
    /// how many. What was not ended yet is left to the sweep. (contract: `only_ended_sessions_of_the_past_are_purged`)
    async fn purge_ended(&mut self, before: Timestamp, limit: u32) -> Result<u64, StorageError>;
}

/// Sessions as reads see them.
#[async_trait]
pub trait SessionQueries: Send + Sync {
    /// A session with the live record of its user, dead ones included. MUST see every unit that committed
    /// before the call. (contract: `reads_what_was_committed`)
    async fn find(&self, id: SessionId) -> Result<Option<SessionWithUser>, StorageError>;

    /// The live sessions of a user, newest first. (contract: `lists_live_sessions_newest_first`)
    async fn live_of_user(
        &self,
        user: UserId,
        now: Timestamp,
    ) -> Result<Vec<Session>, StorageError>;

    /// A page of everything that is kept of a user's sessions, ended ones included, newest first, ties by id.
    /// (contract: `lists_every_kept_session_newest_first`)
    async fn of_user(
        &self,
        user: UserId,
        request: &PageRequest,
    ) -> Result<Page<Session>, StorageError>;

    /// The live session whose newest or previous token this is. (contract: `finds_a_session_by_its_tokens`)
    async fn find_by_token(
        &self,
        token: TokenId,
        now: Timestamp,
    ) -> Result<Option<SessionWithUser>, StorageError>;
}
