//! What an update says about one member.

use portico_domain::change::Change;

#[test]
fn a_member_that_is_not_mentioned_stays() {
    assert_eq!(Change::Keep.or("old"), "old");
    assert_eq!(Change::<&str>::Keep.value(), None);
    assert_eq!(Change::<&str>::default(), Change::Keep);
}

#[test]
fn a_member_that_is_mentioned_becomes_what_is_said() {
    assert_eq!(Change::To("new").or("old"), "new");
    assert_eq!(Change::To("new").value(), Some(&"new"));
}

#[test]
fn an_optional_member_can_be_cleared() {
    assert_eq!(Change::To(None).or(Some("old")), None);
    assert_eq!(Change::Keep.or(Some("old")), Some("old"));
}
