//! A newest key, which makes, and older ones, which only open.

/// The keys of a ring in the form that one adapter needs. Never empty.
#[derive(Clone)]
pub(crate) struct KeySet<K> {
    newest: K,
    older: Vec<K>,
}

impl<K> KeySet<K> {
    pub(super) const fn new(newest: K, older: Vec<K>) -> Self {
        Self { newest, older }
    }

    /// The key that mints, seals and digests.
    pub(crate) const fn newest(&self) -> &K {
        &self.newest
    }

    /// The first key that fits.
    pub(crate) fn find(&self, fits: impl Fn(&K) -> bool) -> Option<&K> {
        self.iter().find(|key| fits(key))
    }

    /// Every key, newest first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &K> {
        std::iter::once(&self.newest).chain(&self.older)
    }

    /// The same set with each key in another form.
    pub(super) fn map<L>(&self, make: impl Fn(&K) -> L) -> KeySet<L> {
        KeySet {
            newest: make(&self.newest),
            older: self.older.iter().map(make).collect(),
        }
    }
}
