//! One member of a partial update.

/// What an update says about one member; an optional member's type is `Option`, so that it can be cleared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Change<T> {
    /// It stays as it is.
    #[default]
    Keep,
    /// It becomes this.
    To(T),
}

impl<T> Change<T> {
    /// The member after the update.
    #[must_use]
    pub fn or(self, current: T) -> T {
        match self {
            Self::Keep => current,
            Self::To(new) => new,
        }
    }

    /// What it becomes, if it is mentioned.
    #[must_use]
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Keep => None,
            Self::To(new) => Some(new),
        }
    }
}
