//! Everything that can happen next.

use portico_domain::session::{RenewalVerdict, RevocationReason, SessionActivity};
use portico_domain::timestamp::Timestamp;
use portico_domain::token::Claims;

use crate::property::{self, Broken};
use crate::server::{self, Admission, Outcome};
use crate::state::{Occasion, Request, START, Stage, State, index, token};
use crate::world::{Adoption, SECOND, World};

/// One thing that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// A second passes.
    Tick,
    /// The client does nothing for longer.
    Nap,
    Send(Occasion),
    /// The request of this number reaches the instance that asks the database.
    Arrive(usize),
    /// It reaches the other instance, which may still remember the session.
    ArriveElsewhere(usize),
    /// The row judges.
    Settle(usize),
    /// The reply arrives.
    Reply(usize),
    /// The request, the instance or the reply is lost.
    Lose(usize),
    WriteDown,
    ForgetNote,
    LogOut,
    Copy,
    /// The thief uses a token, in band.
    Strike(usize),
}

/// Every action that is possible now.
pub(crate) fn actions(state: &State, world: &World) -> Vec<Action> {
    let mut actions = Vec::new();
    let mut offer = |is_possible: bool, action| {
        if is_possible {
            actions.push(action);
        }
    };
    offer(time_may_pass(state, world), Action::Tick);
    offer(may_nap(state, world), Action::Nap);
    let may_send = state.store.is_some() && state.requests.len() < world.in_flight;
    offer(may_send, Action::Send(Occasion::InBand));
    offer(
        may_send && world.early_refresh,
        Action::Send(Occasion::Demand),
    );
    for (number, request) in state.requests.iter().enumerate() {
        let elsewhere = world.copy_lives.is_some() && request.occasion == Occasion::InBand;
        match request.stage {
            Stage::Sent => {
                offer(true, Action::Arrive(number));
                offer(elsewhere, Action::ArriveElsewhere(number));
            }
            Stage::AtTheRow => offer(true, Action::Settle(number)),
            Stage::Answered(_) => offer(true, Action::Reply(number)),
        }
        offer(true, Action::Lose(number));
    }
    offer(state.note.is_some(), Action::WriteDown);
    offer(state.note.is_some(), Action::ForgetNote);
    offer(world.may_log_out && state.store.is_some(), Action::LogOut);
    offer(
        world.has_thief && state.loot.is_empty() && state.store.is_some(),
        Action::Copy,
    );
    for number in 0..state.loot.len() {
        offer(true, Action::Strike(number));
    }
    actions
}

/// Messages arrive within the grace time, and uses are written down or lost within a second.
fn time_may_pass(state: &State, world: &World) -> bool {
    let later = state.now.plus(SECOND);
    let is_in_time = |request: &Request| {
        matches!(request.stage, Stage::Answered(_))
            || later < request.sent_at.plus(world.renewal.grace)
    };
    later <= START.plus(world.horizon)
        && state.requests.iter().all(is_in_time)
        && state.note.is_none_or(|note| note.last_seen_at == state.now)
}

fn may_nap(state: &State, world: &World) -> bool {
    world.nap.is_some_and(|nap| {
        state.requests.is_empty()
            && state.note.is_none()
            && state.now.plus(nap) <= START.plus(world.horizon)
    })
}

/// What the action makes of the state.
pub(crate) fn apply(state: &State, action: Action, world: &World) -> Result<State, Broken> {
    let mut next = state.clone();
    match action {
        Action::Tick => next.now = next.now.plus(SECOND),
        Action::Nap => next.now = next.now.plus(world.nap.unwrap_or_default()),
        Action::Send(occasion) => send(&mut next, occasion),
        Action::Arrive(number) => arrive(&mut next, number, world)?,
        Action::ArriveElsewhere(number) => arrive_elsewhere(&mut next, number, world)?,
        Action::Settle(number) => settle_request(&mut next, number, world)?,
        Action::Reply(number) => adopt(&mut next, number, world.adoption),
        Action::Lose(number) => {
            next.requests.remove(number);
        }
        Action::WriteDown => write_down(&mut next),
        Action::ForgetNote => next.note = None,
        Action::LogOut => log_out(&mut next),
        Action::Copy => next.loot.extend(next.store),
        Action::Strike(number) => strike(&mut next, number, world)?,
    }
    Ok(next)
}

fn send(state: &mut State, occasion: Occasion) {
    let request = state.store.map(|presented| Request {
        presented,
        occasion,
        sent_at: state.now,
        stage: Stage::Sent,
    });
    state.requests.extend(request);
}

fn arrive(state: &mut State, number: usize, world: &World) -> Result<(), Broken> {
    let known = state.row.clone();
    let Request {
        presented,
        occasion,
        ..
    } = state.requests[number];
    let admission = server::admit(&known, &presented, occasion, world, state.now);
    admit_request(state, number, admission, false, world)
}

fn arrive_elsewhere(state: &mut State, number: usize, world: &World) -> Result<(), Broken> {
    let lives = world.copy_lives.unwrap_or_default();
    let is_fresh = |read_at: Timestamp| state.now < read_at.plus(lives);
    let remembered = state.copy.take().filter(|(_, read_at)| is_fresh(*read_at));
    let (known, read_at) = remembered.unwrap_or_else(|| (state.row.clone(), state.now));
    let Request {
        presented,
        occasion,
        ..
    } = state.requests[number];
    let admission = server::admit(&known, &presented, occasion, world, state.now);
    state.copy = Some((known, read_at));
    admit_request(state, number, admission, true, world)
}

fn admit_request(
    state: &mut State,
    number: usize,
    admission: Admission,
    by_a_copy: bool,
    world: &World,
) -> Result<(), Broken> {
    match admission {
        Admission::Refused => refuse(state, number, world)?,
        Admission::Accepted(note) => {
            property::session_may_be_served(state, by_a_copy, world)?;
            keep_note(state, note);
            state.requests[number].stage = Stage::Answered(None);
        }
        Admission::ToTheRow => state.requests[number].stage = Stage::AtTheRow,
    }
    Ok(())
}

fn refuse(state: &mut State, number: usize, world: &World) -> Result<(), Broken> {
    let request = state.requests.remove(number);
    property::refusal_is_fair(state, &request.presented, world)
}

fn settle_request(state: &mut State, number: usize, world: &World) -> Result<(), Broken> {
    let Request {
        presented,
        occasion,
        ..
    } = state.requests[number];
    let before = state.clone();
    match at_the_row(state, &presented, occasion, world)? {
        Outcome::Given(_, given) => state.requests[number].stage = Stage::Answered(Some(given)),
        Outcome::Refused(_) => {
            state.requests.remove(number);
            property::refusal_is_fair(&before, &presented, world)?;
        }
    }
    Ok(())
}

/// The conditional step, and what must hold about it.
fn at_the_row(
    state: &mut State,
    presented: &Claims,
    occasion: Occasion,
    world: &World,
) -> Result<Outcome, Broken> {
    let before = state.clone();
    let fresh = token(state.history.tokens.len() + 1);
    let outcome = server::settle(&mut state.row, presented, occasion, fresh, world, state.now);
    record(state, &before, presented, &outcome)?;
    if let Outcome::Given(_, given) = &outcome {
        property::session_may_be_served(state, false, world)?;
        property::token_is_good(state, given, world)?;
    }
    property::theft_is_noticed(&before, state, presented, &outcome, world)?;
    Ok(outcome)
}

fn record(
    state: &mut State,
    before: &State,
    presented: &Claims,
    outcome: &Outcome,
) -> Result<(), Broken> {
    if let Outcome::Given(RenewalVerdict::Rotate, given) = outcome {
        if index(given.generation) != state.history.tokens.len() {
            return Err(Broken::TwoSuccessors);
        }
        if presented.generation == before.row.generation {
            state.history.take(presented.generation, state.now);
        }
        state.history.tokens.push(given.token);
        state.history.taken.push(None);
    }
    if state.row.revoked.is_some() {
        state.history.killed_at.get_or_insert(state.now);
    }
    Ok(())
}

fn adopt(state: &mut State, number: usize, adoption: Adoption) {
    let request = state.requests.remove(number);
    let (Stage::Answered(Some(given)), Some(store)) = (request.stage, &mut state.store) else {
        return;
    };
    let is_newer = match adoption {
        Adoption::NewerGeneration => given.generation > store.generation,
        Adoption::LaterExpiry => given.expires_at > store.expires_at,
    };
    if is_newer {
        *store = given;
    }
}

fn keep_note(state: &mut State, note: Option<SessionActivity>) {
    state.note = match (state.note, note) {
        (Some(earlier), Some(later)) => Some(earlier.merged_with(later)),
        (earlier, later) => later.or(earlier),
    };
}

fn write_down(state: &mut State) {
    let Some(note) = state.note.take() else {
        return;
    };
    if let (true, Some((_, used_at))) =
        (server::write_down(&mut state.row, &note), note.acknowledged)
    {
        state.history.take(state.row.generation, used_at);
    }
}

fn log_out(state: &mut State) {
    state.row.revoke(RevocationReason::LogOut, state.now);
    state.history.killed_at.get_or_insert(state.now);
    state.store = None;
}

/// The thief's requests take no time: what he could do by waiting, he does by striking later.
fn strike(state: &mut State, number: usize, world: &World) -> Result<(), Broken> {
    state.history.thief_struck = true;
    let presented = state.loot[number];
    let admission = server::admit(&state.row, &presented, Occasion::InBand, world, state.now);
    match admission {
        Admission::Refused => {}
        Admission::Accepted(note) => {
            property::session_may_be_served(state, false, world)?;
            keep_note(state, note);
        }
        Admission::ToTheRow => {
            if let Outcome::Given(_, given) =
                at_the_row(state, &presented, Occasion::InBand, world)?
            {
                state.loot.truncate(1);
                state.loot.push(given);
            }
        }
    }
    Ok(())
}
