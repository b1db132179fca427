//! A state as bytes: equal for states that behave equally, different for all others.

use portico_domain::session::Session;
use portico_domain::timestamp::Timestamp;
use portico_domain::token::Claims;

use crate::state::{Request, START, Stage, State};
use crate::world::{SECOND, World};

/// Writes down what can make a difference, and nothing else: moments that are past their effect, or beyond the
/// end of the model, are all alike; a token's id follows from its generation.
pub(crate) fn fingerprint(state: &State, world: &World) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(96);
    let grace_over = |at: &Timestamp| state.now >= at.plus(world.renewal.grace);
    let put_use = |bytes: &mut Vec<u8>, at: Option<Timestamp>| match at {
        None => bytes.push(0xff),
        Some(at) if grace_over(&at) => bytes.push(0xfc),
        Some(at) => put_time(bytes, at),
    };
    let put_session = |bytes: &mut Vec<u8>, session: &Session| {
        bytes.push(number(session.generation.get()));
        put_time(bytes, session.current_expires_at);
        put_use(bytes, session.current_used_at);
        put_use(bytes, session.previous_used_at);
        put_limits(bytes, session, world);
    };
    put_time(&mut bytes, state.now);
    put_session(&mut bytes, &state.row);
    put_optional(&mut bytes, state.note.as_ref(), |bytes, note| {
        put_time(bytes, note.last_seen_at);
        put_optional(bytes, note.acknowledged.as_ref(), |bytes, (token, at)| {
            bytes.push(token.as_uuid().as_bytes()[15]);
            put_use(bytes, Some(*at));
        });
    });
    put_optional(&mut bytes, state.copy.as_ref(), |bytes, (session, at)| {
        put_session(bytes, session);
        put_time(bytes, *at);
    });
    put_optional(&mut bytes, state.store.as_ref(), put_claims);
    put_requests(&mut bytes, &state.requests);
    put_optional(&mut bytes, state.loot.first(), put_claims);
    put_optional(&mut bytes, state.loot.get(1), put_claims);
    for taken in &state.history.taken {
        put_use(&mut bytes, *taken);
    }
    put_optional(&mut bytes, state.history.killed_at.as_ref(), |bytes, at| {
        put_time(bytes, *at);
    });
    bytes.push(u8::from(state.history.thief_struck));
    bytes
}

/// When the session ends, and when a use is next worth writing down.
fn put_limits(bytes: &mut Vec<u8>, session: &Session, world: &World) {
    let end = START.plus(world.horizon + SECOND);
    let rest = (world.policy.idle_timeout / 10).min(SECOND * 60);
    put_time(bytes, session.idle_expires_at.min(end));
    put_time(bytes, session.last_seen_at.plus(rest).min(end));
    bytes.push(u8::from(session.revoked.is_some()));
}

fn put_requests(bytes: &mut Vec<u8>, requests: &[Request]) {
    let mut parts: Vec<Vec<u8>> = requests.iter().map(request).collect();
    parts.sort_unstable();
    bytes.push(number(parts.len()));
    bytes.extend(parts.concat());
}

fn request(request: &Request) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(16);
    match request.stage {
        // Where it came from and when matters no more.
        Stage::Answered(given) => {
            bytes.push(2);
            put_optional(&mut bytes, given.as_ref(), put_claims);
        }
        Stage::Sent | Stage::AtTheRow => {
            bytes.push(u8::from(request.stage == Stage::AtTheRow));
            bytes.push(request.occasion as u8);
            put_claims(&mut bytes, &request.presented);
            put_time(&mut bytes, request.sent_at);
        }
    }
    bytes
}

fn put_claims(bytes: &mut Vec<u8>, claims: &Claims) {
    bytes.push(number(claims.generation.get()));
    put_time(bytes, claims.expires_at);
}

fn put_optional<T>(bytes: &mut Vec<u8>, value: Option<&T>, put: impl Fn(&mut Vec<u8>, &T)) {
    match value {
        None => bytes.push(0xff),
        Some(value) => {
            bytes.push(0xfe);
            put(bytes, value);
        }
    }
}

/// In tenths of a second since shortly before the start: every number of the models is a multiple of that.
fn put_time(bytes: &mut Vec<u8>, at: Timestamp) {
    let tenths = at.plus(SECOND * 60).since(START).as_millis() / 100;
    let tenths = u16::try_from(tenths).expect("the models are short");
    bytes.extend(tenths.to_be_bytes());
}

fn number(value: impl TryInto<u8>) -> u8 {
    value.try_into().ok().expect("the models are small")
}
