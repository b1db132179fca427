//! The entity tags of lists, which have no version of their own.

use std::sync::Arc;

use domain::ports::SubjectDigester;

use crate::Ports;

/// Makes tags of what a list shows, so that one which was read anew and is the same still has its tag.
#[derive(Clone)]
pub(crate) struct ListTags(Arc<dyn SubjectDigester>);

impl ListTags {
    pub(crate) fn new(ports: &Ports) -> Self {
        Self(ports.crypto.subjects.clone())
    }

    /// The first half of a keyed digest, in quotes, as entity tags are (RFC 9110 §8.8.3).
    pub(crate) fn tag_of(&self, shown: &[&str]) -> String {
        let digest = self.0.digest("list-page", shown);
        let (half, _) = digest.split_at(16);
        let half = half
            .iter()
            .fold(0_u128, |sum, byte| sum << 8 | u128::from(*byte));
        format!("\"{half:032x}\"")
    }
}
