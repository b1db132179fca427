//! Two documents side by side.

use std::collections::BTreeSet;
use std::fmt::Display;

use serde_json::Value;

/// Which way a value goes, as a client sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Way {
    /// In a parameter or a body: what could be sent there can be sent here.
    Sent,
    /// In a reply: what could be relied upon there can be relied upon here.
    Received,
}

/// The template's document, ours, and what was found.
pub(crate) struct Comparison<'a> {
    pub(crate) template: &'a Value,
    pub(crate) ours: &'a Value,
    /// One line for each difference: where it is and what it is.
    pub(crate) differences: Vec<String>,
    /// The named schemas that were met, so that each is compared once.
    pub(crate) compared: BTreeSet<(&'a str, Way)>,
}

impl<'a> Comparison<'a> {
    pub(crate) fn of(template: &'a Value, ours: &'a Value) -> Self {
        let mut comparison = Self {
            template,
            ours,
            differences: Vec::new(),
            compared: BTreeSet::new(),
        };
        comparison.paths();
        comparison
    }

    pub(crate) fn note(&mut self, place: &str, difference: impl Display) {
        self.differences.push(format!("{place}: {difference}"));
    }

    /// Notes a difference unless these are equal.
    pub(crate) fn equal(&mut self, place: &str, name: &str, there: &Value, here: &Value) {
        if there != here {
            self.note(place, format_args!("{name} is {here}, not {there}"));
        }
    }
}
