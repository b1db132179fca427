//! Operations: what a generated function is called, and what it takes and gives.

use serde_json::Value;

use crate::comparison::{Comparison, Way};
use crate::{ASIDE, members};

impl<'a> Comparison<'a> {
    pub(crate) fn paths(&mut self) {
        let (template, ours) = (self.template, self.ours);
        for (path, operations) in members(&template["paths"]) {
            for (method, there) in members(operations) {
                let place = format!("{method} {path}");
                match &ours["paths"][path][method] {
                    Value::Null => self.note(&place, "is missing"),
                    here => self.operation(&place, there, here),
                }
            }
        }
    }

    fn operation(&mut self, place: &str, there: &'a Value, here: &'a Value) {
        // Both make the name of the generated function.
        for name in ["operationId", "tags"] {
            self.equal(place, name, &there[name], &here[name]);
        }
        if there["security"].is_null() != here["security"].is_null() {
            self.note(place, "who may call it differs");
        }
        // Clients pass such functions on, as in `queryFn: UsersService.readUserMe`.
        if takes_nothing(there) && !takes_nothing(here) {
            self.note(place, "takes something, and nothing there");
        }
        self.parameters(place, there, here);
        self.body(place, &there["requestBody"], &here["requestBody"]);
        self.replies(place, &there["responses"], &here["responses"]);
    }

    fn parameters(&mut self, place: &str, there: &'a Value, here: &'a Value) {
        for theirs in parameters(there) {
            let (name, location) = (text(theirs, "name"), text(theirs, "in"));
            let place = format!("{place}: {location} {name}");
            let Some(ours) = parameters(here).find(|it| is_same(it, theirs)) else {
                self.note(&place, "is missing");
                continue;
            };
            let (was_required, is_required) = (is_required(theirs), is_required(ours));
            if was_required != is_required {
                self.note(&place, "is required on one side only");
            }
            self.schema(&place, &theirs["schema"], &ours["schema"], Way::Sent);
        }
        for ours in parameters(here).filter(|it| is_required(it)) {
            if !parameters(there).any(|it| is_same(it, ours)) {
                let (name, location) = (text(ours, "name"), text(ours, "in"));
                self.note(place, format_args!("{location} {name} is required"));
            }
        }
    }

    fn body(&mut self, place: &str, there: &'a Value, here: &'a Value) {
        if is_required(here) && !is_required(there) {
            self.note(place, "the body is required");
        }
        self.contents(place, there, here, Way::Sent);
    }

    fn replies(&mut self, place: &str, there: &'a Value, here: &'a Value) {
        for (status, theirs) in members(there) {
            let ours = &here[status];
            if ours.is_null() {
                self.note(place, format_args!("status {status} is missing"));
            } else if status.starts_with('2') {
                self.contents(place, theirs, ours, Way::Received);
            }
        }
    }

    fn contents(&mut self, place: &str, there: &'a Value, here: &'a Value, way: Way) {
        for (media_type, theirs) in members(&there["content"]) {
            let place = format!("{place}: {way:?} {media_type}");
            // A body that may be anything is not described there, its media type included.
            if members(&theirs["schema"]).next().is_none() {
                continue;
            }
            match &here["content"][media_type] {
                Value::Null => self.note(&place, "is missing"),
                ours => self.schema(&place, &theirs["schema"], &ours["schema"], way),
            }
        }
    }

    pub(crate) fn named(&mut self, name: &'a str, way: Way) {
        if ASIDE.contains(&name) || !self.compared.insert((name, way)) {
            return;
        }
        let [there, here] =
            [self.template, self.ours].map(|document| &document["components"]["schemas"][name]);
        if here.is_null() {
            self.note(name, "is missing");
        } else {
            self.object(&format!("{way:?} {name}"), there, here, way);
        }
    }
}

fn parameters(operation: &Value) -> impl Iterator<Item = &Value> {
    operation["parameters"].as_array().into_iter().flatten()
}

fn takes_nothing(operation: &Value) -> bool {
    operation["requestBody"].is_null() && parameters(operation).next().is_none()
}

fn is_same(one: &Value, other: &Value) -> bool {
    one["name"] == other["name"] && one["in"] == other["in"]
}

fn is_required(value: &Value) -> bool {
    value["required"] == true
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}
