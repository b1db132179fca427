//! Renewal: which expired tokens get a successor, and which betray a theft (security.md 2.5).
//!
//! A session has one newest token. Whoever presents it once it has expired moves the session to its next
//! generation; everybody else who held the old one gets the same successor. A token that comes back long
//! after its successor was in use is held by somebody who does not share the honest client's store.

use std::time::Duration;

use super::{Generation, RevocationReason, Session, SessionPolicy, TokenId};
use crate::timestamp::Timestamp;
use crate::token::{Claims, TokenPhase};

/// The numbers of renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RenewalPolicy {
    /// Whether an expired token is renewed in band, by any request; otherwise by `POST /auth/refresh` alone.
    pub transparent: bool,
    /// How long after its expiry a token can be renewed.
    pub window: Duration,
    /// How long after its successor's first use an old token still gets that successor: late replies and
    /// retries of an honest client arrive within it.
    pub grace: Duration,
    /// What becomes of a session whose old token came back too late.
    pub on_reuse: ReuseAction,
}

/// What becomes of a session whose old token came back too late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReuseAction {
    /// It ends: one of two holders is a thief, and nobody knows which (RFC 9700 §4.14.2).
    Revoke,
    /// Only the token is refused.
    Reject,
}

/// What becomes of an expired token of a live session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenewalVerdict {
    /// The newest token is live: this is it, sealed anew.
    HandOut,
    /// The newest token gets new times, at the same generation: it expired before anybody took it, or the
    /// session has moved on twice within the grace time already.
    Refresh,
    /// The session moves to its next generation.
    Rotate,
    /// Too late for any renewal.
    TooLate,
    /// The successor was in use for longer than the grace time: somebody kept a copy.
    Reuse,
}

impl RenewalPolicy {
    /// Whether a token's grace still runs, given when its successor was first used.
    fn grace_runs(&self, successor_used_at: Option<Timestamp>, now: Timestamp) -> bool {
        successor_used_at.is_some_and(|at| now < at.plus(self.grace))
    }
}

impl Session {
    /// Judges a genuine token that has expired. The session must be alive.
    ///
    /// A copy betrays itself however old it is, so that is judged before the renewal window.
    #[must_use]
    pub fn judge_renewal(
        &self,
        presented: &Claims,
        policy: &SessionPolicy,
        renewal: &RenewalPolicy,
        now: Timestamp,
    ) -> RenewalVerdict {
        if !self.is_within_grace(presented.generation, renewal, now) {
            RenewalVerdict::Reuse
        } else if now > presented.expires_at.plus(policy.leeway + renewal.window) {
            RenewalVerdict::TooLate
        } else {
            self.judge_successor(presented.generation, renewal, now)
        }
    }

    /// Judges a genuine token that asks for a successor by itself (`POST /auth/refresh`), live or expired. The
    /// session must be alive.
    #[must_use]
    pub fn judge_refresh(
        &self,
        presented: &Claims,
        policy: &SessionPolicy,
        renewal: &RenewalPolicy,
        now: Timestamp,
    ) -> RenewalVerdict {
        if presented.phase(now, policy.leeway) == TokenPhase::Expired {
            self.judge_renewal(presented, policy, renewal, now)
        } else if presented.generation == self.generation
            && !self.has_the_last_token()
            && self.may_move_on(renewal, now)
        {
            RenewalVerdict::Rotate
        } else {
            self.judge_successor(presented.generation, renewal, now)
        }
    }

    /// What somebody gets whose token has a successor already, or has expired within the grace time.
    fn judge_successor(
        &self,
        presented: Generation,
        renewal: &RenewalPolicy,
        now: Timestamp,
    ) -> RenewalVerdict {
        let somebody_has_it = presented == self.generation || self.current_used_at.is_some();
        if now < self.current_expires_at || self.has_the_last_token() {
            RenewalVerdict::HandOut
        } else if somebody_has_it && self.may_move_on(renewal, now) {
            RenewalVerdict::Rotate
        } else {
            RenewalVerdict::Refresh
        }
    }

    /// Whether an honest client may still hold a token of this generation as its newest: nobody has used the
    /// successor, or somebody did, but less than the grace time ago.
    fn is_within_grace(
        &self,
        presented: Generation,
        renewal: &RenewalPolicy,
        now: Timestamp,
    ) -> bool {
        match self.generation.get().saturating_sub(presented.get()) {
            // Below zero: storage was set back to an older state, which is nobody's theft.
            ..=0 => true,
            1 => self.current_used_at.is_none() || renewal.grace_runs(self.current_used_at, now),
            2 => renewal.grace_runs(self.previous_used_at, now),
            _ => false,
        }
    }

    /// Whether a further generation leaves nobody behind. Two moments of first use are known; one more rotation
    /// forgets the older of them, and with it the grace of the token that it succeeded.
    fn may_move_on(&self, renewal: &RenewalPolicy, now: Timestamp) -> bool {
        let somebody_would_be_left_behind = self.generation > Generation::FIRST.next()
            && renewal.grace_runs(self.previous_used_at, now);
        !somebody_would_be_left_behind
    }

    /// Whether the newest token lives as long as the session can: another one would gain nothing, and in the
    /// session's last, broken second it would be born expired.
    fn has_the_last_token(&self) -> bool {
        self.current_expires_at >= self.absolute_expires_at.floor_to_second()
    }

    /// Moves to the next generation with a new token.
    pub fn rotate(&mut self, token: TokenId, policy: &SessionPolicy, now: Timestamp) {
        self.previous_token = Some(self.current_token);
        // Whoever brings a token back has received it.
        self.previous_used_at = self.current_used_at.or(Some(now));
        self.generation = self.generation.next();
        self.current_token = token;
        self.current_used_at = None;
        self.mint_times(policy, now);
        self.touch(policy, now);
    }

    /// Gives the newest token new times. Whoever has it keeps it: it stays the same token.
    pub fn refresh(&mut self, policy: &SessionPolicy, now: Timestamp) {
        self.mint_times(policy, now);
        self.touch(policy, now);
    }

    /// Times for the newest token; it never outlives the session (D13).
    pub(super) fn mint_times(&mut self, policy: &SessionPolicy, now: Timestamp) {
        self.current_issued_at = now.floor_to_second();
        self.current_expires_at = self
            .current_issued_at
            .plus(policy.access_ttl)
            .min(self.absolute_expires_at)
            .floor_to_second();
    }

    /// Whether the first use of the newest token is still to be written down. It matters only once there was
    /// an older token.
    #[must_use]
    pub fn awaits_acknowledgement(&self, presented: Generation) -> bool {
        presented == self.generation
            && self.previous_token.is_some()
            && self.current_used_at.is_none()
    }

    /// Slides the idle limit; never past the absolute one (D13).
    pub fn touch(&mut self, policy: &SessionPolicy, now: Timestamp) {
        self.last_seen_at = self.last_seen_at.max(now);
        let idle = self.last_seen_at.plus(policy.idle_timeout);
        self.idle_expires_at = idle.min(self.absolute_expires_at);
    }

    /// Whether a use of the session at `now` is worth writing down.
    #[must_use]
    pub fn is_worth_touching(&self, policy: &SessionPolicy, now: Timestamp) -> bool {
        now.since(self.last_seen_at) >= policy.touch_interval()
    }

    /// Ends the session; what ended it first stays written.
    pub fn revoke(&mut self, reason: RevocationReason, now: Timestamp) {
        self.revoked.get_or_insert((now, reason));
    }
}
