//! What a server does with a token: the real rules, in the order of the use cases.

use portico_domain::session::{
    RenewalVerdict, ReuseAction, RevocationReason, Session, SessionActivity, TokenId,
};
use portico_domain::timestamp::Timestamp;
use portico_domain::token::{Claims, TokenPhase};

use crate::state::Occasion;
use crate::world::World;

/// What becomes of a token that reaches an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    Refused,
    /// With a use that is to be written down, if it is worth it.
    Accepted(Option<SessionActivity>),
    /// The row is to judge.
    ToTheRow,
}

/// What becomes of a token at the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Refused(Option<RenewalVerdict>),
    Given(RenewalVerdict, Claims),
}

/// Judges a token by what an instance knows of the session.
pub(crate) fn admit(
    known: &Session,
    presented: &Claims,
    occasion: Occasion,
    world: &World,
    now: Timestamp,
) -> Admission {
    if known.check_alive(now).is_err() {
        return Admission::Refused;
    }
    match presented.phase(now, world.policy.leeway) {
        TokenPhase::NotYet => Admission::Refused,
        TokenPhase::Live if occasion == Occasion::InBand => {
            Admission::Accepted(note(known, presented, world, now))
        }
        _ => Admission::ToTheRow,
    }
}

fn note(
    known: &Session,
    presented: &Claims,
    world: &World,
    now: Timestamp,
) -> Option<SessionActivity> {
    let acknowledges = known.awaits_acknowledgement(presented.generation);
    (acknowledges || known.is_worth_touching(&world.policy, now)).then(|| SessionActivity {
        session: known.id,
        last_seen_at: now,
        idle_expires_at: now.plus(world.policy.idle_timeout),
        acknowledged: acknowledges.then_some((presented.token, now)),
    })
}

/// Judges a token with the row locked, and changes the row: one conditional step.
pub(crate) fn settle(
    row: &mut Session,
    presented: &Claims,
    occasion: Occasion,
    fresh: TokenId,
    world: &World,
    now: Timestamp,
) -> Outcome {
    let (policy, renewal) = (&world.policy, &world.renewal);
    if row.check_alive(now).is_err() {
        return Outcome::Refused(None);
    }
    let verdict = match occasion {
        Occasion::InBand => row.judge_renewal(presented, policy, renewal, now),
        Occasion::Demand => row.judge_refresh(presented, policy, renewal, now),
    };
    match verdict {
        RenewalVerdict::HandOut => {}
        RenewalVerdict::Refresh => row.refresh(policy, now),
        RenewalVerdict::Rotate => row.rotate(fresh, policy, now),
        RenewalVerdict::TooLate => return Outcome::Refused(Some(verdict)),
        RenewalVerdict::Reuse => {
            if renewal.on_reuse == ReuseAction::Revoke {
                row.revoke(RevocationReason::TokenReuse, now);
            }
            return Outcome::Refused(Some(verdict));
        }
    }
    Outcome::Given(verdict, row.current_claims(policy))
}

/// Writes a use down, as the repository does: nothing moves backwards, and only the newest token is
/// acknowledged, once. Says whether it was.
pub(crate) fn write_down(row: &mut Session, note: &SessionActivity) -> bool {
    if row.revoked.is_some() {
        return false;
    }
    row.last_seen_at = row.last_seen_at.max(note.last_seen_at);
    let idle = row.idle_expires_at.max(note.idle_expires_at);
    row.idle_expires_at = idle.min(row.absolute_expires_at);
    let used_at = note
        .acknowledged
        .filter(|(token, _)| *token == row.current_token && row.current_used_at.is_none());
    row.current_used_at = row.current_used_at.or(used_at.map(|(_, at)| at));
    used_at.is_some()
}
