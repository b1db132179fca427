//! What must hold, whatever happens.

use portico_domain::session::{RenewalVerdict, RevocationReason};
use portico_domain::timestamp::Timestamp;
use portico_domain::token::{Claims, TokenPhase};

use crate::server::Outcome;
use crate::state::{State, index};
use crate::world::World;

/// A promise that was broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    HonestClientRefused,
    DeadSessionServed,
    TwoSuccessors,
    ExpiredTokenHandedOut,
    TheftUnnoticed,
}

/// No honest client is refused while its session and its token are within their limits. What a thief has set
/// off is not the rules' fault: with two holders of one copy, nobody knows which is honest.
pub(crate) fn refusal_is_fair(
    state: &State,
    presented: &Claims,
    world: &World,
) -> Result<(), Broken> {
    let renewable_until = presented
        .expires_at
        .plus(world.policy.leeway + world.renewal.window);
    let is_fair = state.history.thief_struck
        || state.history.killed_at.is_some()
        || state.row.check_alive(state.now).is_err()
        || state.now > renewable_until;
    is_fair.then_some(()).ok_or(Broken::HonestClientRefused)
}

/// No token works after its kill: not at the row, and elsewhere not once a copy of it is too old.
pub(crate) fn session_may_be_served(
    state: &State,
    by_a_copy: bool,
    world: &World,
) -> Result<(), Broken> {
    let copies_end = |killed_at: Timestamp| match world.copy_lives {
        Some(span) if by_a_copy => killed_at.plus(span),
        _ => killed_at,
    };
    match state.history.killed_at {
        Some(killed_at) if state.now >= copies_end(killed_at) => Err(Broken::DeadSessionServed),
        _ => Ok(()),
    }
}

/// A generation has one token, it can be used by whoever gets it, and it does not outlive its session.
pub(crate) fn token_is_good(state: &State, given: &Claims, world: &World) -> Result<(), Broken> {
    if state.history.tokens.get(index(given.generation)) != Some(&given.token) {
        return Err(Broken::TwoSuccessors);
    }
    let session_end = state.row.absolute_expires_at.floor_to_second();
    let is_live = given.phase(state.now, world.policy.leeway) == TokenPhase::Live;
    let lasts = given.expires_at > state.now || given.expires_at == session_end;
    (is_live && lasts && given.expires_at <= session_end)
        .then_some(())
        .ok_or(Broken::ExpiredTokenHandedOut)
}

/// Whoever brings an expired token of an older generation later than the grace time after its successor was first
/// used ends the session. `before` is the state before the row judged.
pub(crate) fn theft_is_noticed(
    before: &State,
    after: &State,
    presented: &Claims,
    outcome: &Outcome,
    world: &World,
) -> Result<(), Broken> {
    let has_expired = presented.phase(before.now, world.policy.leeway) == TokenPhase::Expired;
    let grace_is_over = before
        .history
        .taken(presented.generation.next())
        .is_some_and(|at| before.now >= at.plus(world.renewal.grace));
    let is_alive = before.row.check_alive(before.now).is_ok();
    let was_ended = *outcome == Outcome::Refused(Some(RenewalVerdict::Reuse))
        && after.row.revoked == Some((before.now, RevocationReason::TokenReuse));
    (was_ended || !(has_expired && grace_is_over && is_alive))
        .then_some(())
        .ok_or(Broken::TheftUnnoticed)
}
