//! Uses that wait to be written down (section 2.4).

use portico_domain::session::{SessionActivity, SessionId, TokenId};
use portico_domain::timestamp::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

use super::{MICROSECOND, NOW};

fn token(number: u128) -> TokenId {
    TokenId::from_uuid(Uuid::from_u128(number))
}

fn used_at(at: Timestamp, acknowledged: Option<(TokenId, Timestamp)>) -> SessionActivity {
    SessionActivity {
        session: SessionId::from_uuid(Uuid::from_u128(1)),
        last_seen_at: at,
        idle_expires_at: at.plus(MICROSECOND * 100),
        acknowledged,
    }
}

prop_compose! {
    fn a_use()(
        seen in 0..5_u32, idle in 0..5_u32, acknowledged in prop::option::of((0..3_u128, 0..5_u32)),
    ) -> SessionActivity {
        SessionActivity {
            idle_expires_at: NOW.plus(MICROSECOND * idle),
            ..used_at(
                NOW.plus(MICROSECOND * seen),
                acknowledged.map(|(number, at)| (token(number), NOW.plus(MICROSECOND * at))),
            )
        }
    }
}

#[test]
fn the_latest_use_counts() {
    let (first, second) = (used_at(NOW, None), used_at(NOW.plus(MICROSECOND), None));
    assert_eq!(first.merged_with(second), second);
    assert_eq!(second.merged_with(first), second);
}

#[test]
fn an_acknowledgement_is_not_lost_to_a_use_without_one() {
    let first = used_at(NOW, Some((token(1), NOW)));
    let merged = first.merged_with(used_at(NOW.plus(MICROSECOND), None));
    assert_eq!(merged.acknowledged, first.acknowledged);
}

// The newest token is acknowledged, so what waits for an older one is worth nothing.
#[test]
fn the_later_acknowledgement_stays() {
    let later = NOW.plus(MICROSECOND);
    let merged =
        used_at(NOW, Some((token(1), NOW))).merged_with(used_at(later, Some((token(2), later))));
    assert_eq!(merged.acknowledged, Some((token(2), later)));
}

proptest! {
    // Uses are queued by many threads: neither their order nor how they are grouped makes a difference.
    #[test]
    fn merging_is_associative(a in a_use(), b in a_use(), c in a_use()) {
        prop_assert_eq!(a.merged_with(b).merged_with(c), a.merged_with(b.merged_with(c)));
    }

    #[test]
    fn merging_is_commutative(a in a_use(), b in a_use()) {
        prop_assert_eq!(a.merged_with(b), b.merged_with(a));
    }

    #[test]
    fn a_use_that_is_noted_twice_is_one(a in a_use()) {
        prop_assert_eq!(a.merged_with(a), a);
    }
}
