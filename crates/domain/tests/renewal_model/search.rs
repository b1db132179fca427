//! Visits every state that can be reached, nearest first, so that a counterexample is a shortest one.

use std::collections::{HashSet, VecDeque};

use crate::fingerprint::fingerprint;
use crate::property::Broken;
use crate::state::State;
use crate::step::{Action, actions, apply};
use crate::world::World;

/// How a promise was broken.
#[derive(Debug)]
pub(crate) struct Counterexample {
    pub(crate) broken: Broken,
    /// What happened, from the start.
    pub(crate) steps: Vec<Action>,
}

/// How each state that was visited came about: from which one, by what.
type Origins = Vec<Option<(usize, Action)>>;

/// Says how many states there are, if every promise holds in all of them.
pub(crate) fn explore(world: &World) -> Result<usize, Counterexample> {
    let first = State::first(world);
    let mut seen = HashSet::from([fingerprint(&first, world)]);
    let mut origins: Origins = vec![None];
    let mut frontier = VecDeque::from([(0, first)]);
    while let Some((number, state)) = frontier.pop_front() {
        for action in actions(&state, world) {
            let next = apply(&state, action, world).map_err(|broken| Counterexample {
                broken,
                steps: path(&origins, number, action),
            })?;
            if seen.insert(fingerprint(&next, world)) {
                frontier.push_back((origins.len(), next));
                origins.push(Some((number, action)));
            }
        }
    }
    Ok(origins.len())
}

fn path(origins: &Origins, mut number: usize, last: Action) -> Vec<Action> {
    let mut steps = vec![last];
    while let Some((from, action)) = origins[number] {
        steps.push(action);
        number = from;
    }
    steps.reverse();
    steps
}
