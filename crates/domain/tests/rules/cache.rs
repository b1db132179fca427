//! The names of cached replies.

use std::collections::HashSet;

use portico_domain::cache::{CacheKey, CacheScope, CacheVersion};
use portico_domain::item::ItemScope;
use portico_domain::user::UserId;
use rstest::rstest;
use uuid::Uuid;

const USER: Uuid = Uuid::from_u128(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef);
const SHOWN: &str = "01234567-89ab-cdef-0123-456789abcdef";

fn of(user: Uuid) -> CacheScope {
    CacheScope::ItemsOf(UserId::from_uuid(user))
}

fn key(scope: CacheScope, version: u128, part: &str) -> String {
    let key = CacheKey {
        scope,
        version: CacheVersion::from_uuid(Uuid::from_u128(version)),
        part: part.to_owned(),
    };
    key.to_string()
}

#[test]
fn a_scope_is_read_as_it_is_shown() {
    assert_eq!(of(USER).to_string(), format!("items:own:{SHOWN}"));
    assert_eq!(CacheScope::AllItems.to_string(), "items:all");
    for scope in [of(USER), CacheScope::AllItems] {
        assert_eq!(CacheScope::parse(&scope.to_string()), Some(scope));
    }
}

#[rstest]
#[case("")]
#[case("items")]
#[case("items:")]
#[case("items:all:")]
#[case("items:own:")]
#[case("items:own:*")]
#[case("items:own:../all")]
#[case("users:all")]
fn other_texts_are_no_scopes(#[case] text: &str) {
    assert_eq!(CacheScope::parse(text), None);
}

#[test]
fn whoever_sees_a_list_reads_its_scope() {
    let user = UserId::from_uuid(USER);
    assert_eq!(CacheScope::from(ItemScope::Own(user)), of(USER));
    assert_eq!(CacheScope::from(ItemScope::All), CacheScope::AllItems);
}

// Two values under one name would show somebody's items to somebody else.
#[test]
fn keys_of_different_lists_versions_and_parts_differ() {
    let scopes = [of(USER), of(Uuid::nil()), CacheScope::AllItems];
    let keys = scopes.iter().flat_map(|scope| {
        [(1, "a"), (1, "b"), (2, "a"), (2, "b")].map(|(version, part)| key(*scope, version, part))
    });
    assert_eq!(keys.collect::<HashSet<_>>().len(), 12);
}
