//! The contract of [`IdGenerator`].

use std::collections::HashSet;
use std::time::Duration;

use domain::ports::IdGenerator;
use uuid::{Uuid, Variant};

use crate::fixtures::A_MOMENT;

const MANY: usize = 10_000;

/// Ids of one moment and unguessable ids alike.
pub fn never_repeats(ids: &dyn IdGenerator) {
    let ordered = (0..MANY).map(|_| ids.ordered(A_MOMENT));
    let random = (0..MANY).map(|_| ids.random());
    let all: HashSet<Uuid> = ordered.chain(random).collect();
    assert_eq!(all.len(), 2 * MANY);
}

/// Rows that were made later come later in the index.
pub fn ordered_ids_follow_time(ids: &dyn IdGenerator) {
    let millisecond = |n| A_MOMENT.plus(Duration::from_millis(n));
    let made: Vec<Uuid> = (0..1_000).map(|n| ids.ordered(millisecond(n))).collect();
    assert!(made.is_sorted());
}

/// RFC 9562 §5.4 and §5.7.
pub fn ids_are_of_the_promised_versions(ids: &dyn IdGenerator) {
    let (ordered, random) = (ids.ordered(A_MOMENT), ids.random());
    assert_eq!(ordered.get_version_num(), 7);
    assert_eq!(random.get_version_num(), 4);
    assert_eq!(ordered.get_variant(), Variant::RFC4122);
    assert_eq!(random.get_variant(), Variant::RFC4122);
}

/// Runs the contract of `IdGenerator` on an adapter.
#[macro_export]
macro_rules! id_generator_contract {
    ($adapter:expr) => {
        $crate::__cases!(
            id_generator,
            $adapter,
            never_repeats,
            ordered_ids_follow_time,
            ids_are_of_the_promised_versions,
        );
    };
}
