//! Versions of rows, and what clients expect of them.

use portico_domain::version::{Precondition, PreconditionFailed, Version};
use rstest::rstest;

fn versions(numbers: &[i64]) -> Vec<Version> {
    numbers.iter().copied().map(Version::from_stored).collect()
}

#[test]
fn versions_count_from_one() {
    assert_eq!(Version::FIRST.get(), 1);
    assert_eq!(Version::FIRST.next(), Version::from_stored(2));
    assert!(Version::FIRST.next() > Version::FIRST);
}

#[test]
fn the_last_version_stays_the_last() {
    let last = Version::from_stored(i64::MAX);
    assert_eq!(last.next(), last);
}

#[test]
fn whoever_expects_nothing_is_content_with_every_version() {
    for version in versions(&[1, 2, i64::MAX]) {
        assert_eq!(Precondition::default().check(version), Ok(()));
    }
}

// RFC 9110 §13.1.1: one of the tags is enough; none of them is not.
#[rstest]
#[case::the_one(&[3], true)]
#[case::among_others(&[1, 3, 9], true)]
#[case::an_older_one(&[2], false)]
#[case::a_newer_one(&[4], false)]
#[case::several_others(&[1, 2, 4], false)]
#[case::a_tag_of_something_else(&[], false)]
fn a_row_is_changed_by_whoever_saw_it_as_it_is(#[case] seen: &[i64], #[case] passes: bool) {
    let precondition = Precondition::OneOf(versions(seen));
    let verdict = precondition.check(Version::from_stored(3));
    let expected = if passes {
        Ok(())
    } else {
        Err(PreconditionFailed)
    };
    assert_eq!(verdict, expected);
}
