//! Answers as clients send them, whatever they answer.

use std::collections::BTreeMap;
use std::fmt;

use domain::onboarding::GivenAnswer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// The member `answers`: what it holds is judged against the questions, not here. A key that comes twice is refused,
/// since nobody knows which of the two is meant.
#[derive(Debug)]
pub(super) struct GivenAnswers(pub(super) BTreeMap<String, GivenAnswer>);

impl<'de> Deserialize<'de> for GivenAnswers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Answers).map(Self)
    }
}

struct Answers;

impl<'de> Visitor<'de> for Answers {
    type Value = BTreeMap<String, GivenAnswer>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map of answers")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut answers = BTreeMap::new();
        while let Some((key, json)) = map.next_entry::<String, Box<RawValue>>()? {
            if answers.contains_key(&key) {
                return Err(Error::custom(format_args!("duplicate field `{key}`")));
            }
            answers.insert(key, answer_in(json.get()));
        }
        Ok(answers)
    }
}

/// A number is taken in its own digits: a float would round it.
fn answer_in(json: &str) -> GivenAnswer {
    let other = GivenAnswer::Other;
    match json.bytes().next() {
        Some(b'"') => serde_json::from_str(json).map_or(other, GivenAnswer::Text),
        Some(b'[') => serde_json::from_str(json).map_or(other, GivenAnswer::Texts),
        Some(b't' | b'f') => GivenAnswer::Boolean(json == "true"),
        Some(b'-' | b'0'..=b'9') => GivenAnswer::Number(json.to_owned()),
        _ => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<BTreeMap<String, GivenAnswer>, serde_json::Error> {
        serde_json::from_str::<GivenAnswers>(json).map(|answers| answers.0)
    }

    #[test]
    fn an_answer_is_of_the_type_that_it_has_in_json() {
        let texts = |texts: &[&str]| {
            GivenAnswer::Texts(texts.iter().map(|&text| text.to_owned()).collect())
        };
        for (json, answer) in [
            (r#""""#, GivenAnswer::Text(String::new())),
            (r#" "a\n\u00e9" "#, GivenAnswer::Text("a\né".to_owned())),
            (r#""true""#, GivenAnswer::Text("true".to_owned())),
            (" 1.50 ", GivenAnswer::Number("1.50".to_owned())),
            ("-0", GivenAnswer::Number("-0".to_owned())),
            (
                "12345678901234567890.1",
                GivenAnswer::Number("12345678901234567890.1".to_owned()),
            ),
            ("1e999", GivenAnswer::Number("1e999".to_owned())),
            ("true", GivenAnswer::Boolean(true)),
            ("false", GivenAnswer::Boolean(false)),
            ("[]", texts(&[])),
            (r#"["b","a"]"#, texts(&["b", "a"])),
            (r#"["a",1]"#, GivenAnswer::Other),
            ("[null]", GivenAnswer::Other),
            (r#"{"a":1}"#, GivenAnswer::Other),
            ("null", GivenAnswer::Other),
            (r#""\ud800""#, GivenAnswer::Other),
        ] {
            let read = read(&format!("{{\"key\":{json}}}")).unwrap();
            assert_eq!(read.get("key"), Some(&answer), "{json}");
        }
    }

    #[test]
    fn a_key_that_comes_twice_is_no_answer() {
        let error = read(r#"{"a":1,"b":2,"a":1}"#).unwrap_err();
        assert!(error.to_string().contains("duplicate field `a`"), "{error}");
    }
}
