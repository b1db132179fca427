//! Schemas: the types of a generated client.

use serde_json::Value;

use crate::comparison::{Comparison, Way};
use crate::form::Form;
use crate::members;

/// What the template says about a text is said here too, where the template says it.
const SAID_OF_TEXT: [&str; 3] = ["format", "minLength", "maxLength"];

impl<'a> Comparison<'a> {
    pub(crate) fn schema(&mut self, place: &str, there: &'a Value, here: &'a Value, way: Way) {
        let (there, here) = (Form::of(there), Form::of(here));
        match way {
            Way::Sent if there.is_nullable && !here.is_nullable => {
                self.note(place, "cannot be null");
            }
            Way::Received if here.is_nullable && !there.is_nullable => {
                self.note(place, "can be null");
            }
            _ => {}
        }
        if there.kind != here.kind {
            let difference = format!("is {:?}, not {:?}", here.kind, there.kind);
            return self.note(place, difference);
        }
        for name in SAID_OF_TEXT {
            if !there.schema[name].is_null() {
                self.equal(place, name, &there.schema[name], &here.schema[name]);
            }
        }
        match (there.name(), there.kind) {
            (Some(name), _) => self.named(name, way),
            (None, "array") => {
                self.schema(place, &there.schema["items"], &here.schema["items"], way);
            }
            (None, _) => self.object(place, there.schema, here.schema, way),
        }
    }

    pub(crate) fn object(&mut self, place: &str, there: &'a Value, here: &'a Value, way: Way) {
        for (name, theirs) in members(&there["properties"]) {
            let place = format!("{place}.{name}");
            let ours = &here["properties"][name];
            if ours.is_null() {
                self.note(&place, "is missing");
                continue;
            }
            if requires(there, name) && !requires(here, name) {
                self.note(&place, "is optional");
            }
            self.schema(&place, theirs, ours, way);
        }
        for (name, _) in members(&here["properties"]) {
            if way == Way::Sent && requires(here, name) && !requires(there, name) {
                self.note(&format!("{place}.{name}"), "is required");
            }
        }
    }
}

fn requires(schema: &Value, name: &str) -> bool {
    let required = schema["required"].as_array();
    required.is_some_and(|names| names.iter().any(|it| it == name))
}
