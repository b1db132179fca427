//! The count of a row's changes.

use portico_domain::user::Version;

#[test]
fn versions_count_from_one() {
    assert_eq!(Version::FIRST.get(), 1);
    assert!(Version::from_stored(2) > Version::FIRST);
}
