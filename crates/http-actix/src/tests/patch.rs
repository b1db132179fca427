//! Absent, `null` and a value are three things.

use serde::Deserialize;

use crate::Patch;

#[derive(Debug, Deserialize)]
struct Update {
    #[serde(default)]
    name: Patch<String>,
}

fn name_in(json: &str) -> Patch<String> {
    serde_json::from_str::<Update>(json).unwrap().name
}

#[test]
fn absent_null_and_a_value_are_told_apart() {
    assert_eq!(name_in("{}"), Patch::Absent);
    assert_eq!(name_in(r#"{"name": null}"#), Patch::Null);
    assert_eq!(
        name_in(r#"{"name": "Ada"}"#),
        Patch::Value("Ada".to_owned())
    );
}

#[test]
fn a_wrong_type_is_an_error_and_not_an_absence() {
    assert!(serde_json::from_str::<Update>(r#"{"name": 5}"#).is_err());
}

#[test]
fn absent_keeps_null_clears_and_a_value_replaces() {
    assert_eq!(Patch::Absent.apply(Some(1)), Some(1));
    assert_eq!(Patch::Null.apply(Some(1)), None);
    assert_eq!(Patch::Value(2).apply(Some(1)), Some(2));
}
