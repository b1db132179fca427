//! How often a client may take requests back.

use std::time::Duration;

use tokio::time::Instant;

/// Most requests that a connection may take back within [`WINDOW`]: more than a page that is left in a hurry has.
const RESETS: u32 = 100;
const WINDOW: Duration = Duration::from_secs(10);

/// What one connection has left. A request that is taken back makes room for the next one at once, while a use case that
/// it began runs to its end; without a budget there is no end of them (CVE-2023-44487).
pub(super) struct ResetBudget {
    spent: u32,
    since: Instant,
}

impl ResetBudget {
    pub(super) const fn new(now: Instant) -> Self {
        Self {
            spent: 0,
            since: now,
        }
    }

    /// Counts one; `false` once it is one too many.
    pub(super) fn allow(&mut self, now: Instant) -> bool {
        if now.duration_since(self.since) >= WINDOW {
            *self = Self::new(now);
        }
        self.spent = self.spent.saturating_add(1);
        self.spent <= RESETS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // G2
    #[test]
    fn the_budget_is_whole_again_after_its_time() {
        let begun = Instant::now();
        let mut budget = ResetBudget::new(begun);
        let late = begun + WINDOW - Duration::from_millis(1);
        assert!((0..RESETS).all(|_| budget.allow(late)));
        assert!(!budget.allow(late));
        assert!(budget.allow(begun + WINDOW));
    }
}
