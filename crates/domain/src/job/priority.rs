//! Which jobs go first.

/// How a job that is due ranks among the others. A lower one waits for as long as higher ones are due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum JobPriority {
    /// Somebody waits for it, with a form before them.
    High,
    /// Nearly everything.
    #[default]
    Normal,
    /// Large or never urgent: exports, purges.
    Low,
}

impl JobPriority {
    /// Every priority, in the order in which jobs are claimed.
    pub const ALL: [Self; 3] = [Self::High, Self::Normal, Self::Low];
}
