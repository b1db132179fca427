//! One active superuser stays (F4r).

use portico_domain::user::{LastSuperuser, LockedUser, User};
use rstest::rstest;

use super::a_user;

fn user(is_active: bool, is_superuser: bool) -> User {
    User {
        is_active,
        is_superuser,
        ..a_user()
    }
}

fn locked(user: User, other_superusers: u64) -> LockedUser {
    LockedUser {
        user,
        other_superusers,
    }
}

#[rstest]
#[case(true, true, true)]
#[case(true, false, false)]
#[case(false, true, false)]
#[case(false, false, false)]
fn an_active_superuser_administers(
    #[case] is_active: bool,
    #[case] is_superuser: bool,
    #[case] administers: bool,
) {
    assert_eq!(user(is_active, is_superuser).administers(), administers);
}

// F4r
#[rstest]
#[case::deleted(None)]
#[case::demoted(Some(user(true, false)))]
#[case::disabled(Some(user(false, true)))]
#[case::both(Some(user(false, false)))]
fn the_last_active_superuser_stays_one(#[case] after: Option<User>) {
    let last = locked(user(true, true), 0);
    assert_eq!(last.may_become(after.as_ref()), Err(LastSuperuser));
    let one_of_two = locked(user(true, true), 1);
    assert_eq!(one_of_two.may_become(after.as_ref()), Ok(()));
}

// F4r
#[test]
fn the_last_superuser_may_change_otherwise() {
    let last = locked(user(true, true), 0);
    let renamed = User {
        full_name: None,
        ..user(true, true)
    };
    assert_eq!(last.may_become(Some(&renamed)), Ok(()));
}

// F4r: whoever does not administer is not needed.
#[rstest]
#[case::somebody(user(true, false))]
#[case::a_disabled_superuser(user(false, true))]
fn everybody_else_may_go(#[case] before: User) {
    assert_eq!(locked(before, 0).may_become(None), Ok(()));
}
