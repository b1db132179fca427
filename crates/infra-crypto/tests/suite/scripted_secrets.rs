//! Randomness that is known beforehand.

use std::collections::VecDeque;
use std::sync::Mutex;

use domain::ports::SecretGenerator;

/// Gives the bytes of a script, one after the other, and zeros after its end.
pub(crate) struct ScriptedSecrets(Mutex<VecDeque<u8>>);

impl ScriptedSecrets {
    pub(crate) fn new(script: impl IntoIterator<Item = u8>) -> Self {
        Self(Mutex::new(script.into_iter().collect()))
    }
}

impl SecretGenerator for ScriptedSecrets {
    fn fill(&self, buffer: &mut [u8]) {
        let mut script = self.0.lock().unwrap();
        buffer.fill_with(|| script.pop_front().unwrap_or(0));
    }
}
