//! The merged layers as a flat list of keys and values, read one typed key at a time.

use std::collections::BTreeMap;
use std::fmt::Display;

use config::{Map, Value, ValueKind};

use super::SettingsError;
use super::key::{self, Form};

/// The effective value of every key that is set, secrets included: it has no `Debug` (H2).
#[derive(Default)]
pub(crate) struct Values(BTreeMap<&'static str, Value>);

impl Values {
    /// Flattens merged layers.
    ///
    /// # Errors
    /// Names the first key that is not in the table, or that holds a table or a list where it may not.
    pub(crate) fn from_tree(tree: Map<String, Value>) -> Result<Self, SettingsError> {
        let mut values = Self::default();
        values.add("", tree)?;
        Ok(values)
    }

    fn add(&mut self, section: &str, tree: Map<String, Value>) -> Result<(), SettingsError> {
        for (name, value) in tree.into_iter().collect::<BTreeMap<_, _>>() {
            let path = if section.is_empty() {
                name
            } else {
                format!("{section}.{name}")
            };
            match value.kind {
                ValueKind::Table(children) => self.add(&path, children)?,
                _ => self.insert(&path, value)?,
            }
        }
        Ok(())
    }

    fn insert(&mut self, path: &str, value: Value) -> Result<(), SettingsError> {
        let key = key::find(path).ok_or_else(|| SettingsError::key(path, unknown(&value)))?;
        if matches!(value.kind, ValueKind::Array(_)) && key.form != Form::List {
            return Err(SettingsError::key(path, "may not be a list"));
        }
        self.0.insert(key.path, value);
        Ok(())
    }

    /// The value itself, unless the key is not set or set to nothing.
    pub(crate) fn get(&self, path: &str) -> Option<&Value> {
        let is_nothing = |value: &&Value| match &value.kind {
            ValueKind::Nil => true,
            ValueKind::String(text) => text.is_empty(),
            _ => false,
        };
        self.0.get(path).filter(|value| !is_nothing(value))
    }

    /// Reads a key that may be left out or empty.
    ///
    /// # Errors
    /// Names the key and the parser's reason.
    pub(crate) fn optional<T, E: Display>(
        &self,
        path: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, SettingsError> {
        let Some(value) = self.get(path) else {
            return Ok(None);
        };
        let text = value.clone().into_string().unwrap_or_default();
        parse(&text)
            .map(Some)
            .map_err(|reason| SettingsError::key(path, reason))
    }

    /// Reads a key that must have a value.
    ///
    /// # Errors
    /// As [`optional`](Self::optional), and when there is none.
    pub(crate) fn required<T, E: Display>(
        &self,
        path: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, SettingsError> {
        self.optional(path, parse)?
            .ok_or_else(|| SettingsError::key(path, "must be set"))
    }

    /// Reads a list: an array in a file, comma-separated in a variable.
    ///
    /// # Errors
    /// Names the key and the parser's reason.
    pub(crate) fn list<T, E: Display>(
        &self,
        path: &str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Result<Vec<T>, SettingsError> {
        let parse = |text: &String| parse(text).map_err(|reason| SettingsError::key(path, reason));
        self.texts(path).iter().map(parse).collect()
    }

    /// The elements of a list as texts.
    pub(crate) fn texts(&self, path: &str) -> Vec<String> {
        match self.get(path).map(|value| value.kind.clone()) {
            None => Vec::new(),
            Some(ValueKind::Array(elements)) => elements
                .into_iter()
                .map(|element| element.into_string().unwrap_or_default())
                .collect(),
            Some(other) => split_list(&other.to_string()),
        }
    }
}

fn unknown(value: &Value) -> String {
    value.origin().map_or_else(
        || "unknown key".to_owned(),
        |origin| format!("unknown key, set by {origin}"),
    )
}

fn split_list(text: &str) -> Vec<String> {
    text.split(',')
        .map(|element| element.trim().to_owned())
        .filter(|element| !element.is_empty())
        .collect()
}
