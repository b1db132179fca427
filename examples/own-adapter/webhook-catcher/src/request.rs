//! A request as it was caught.

use std::io::BufRead;

use serde_json::Value;

/// A request with a JSON body.
#[derive(Clone, Debug, PartialEq)]
pub struct CaughtRequest {
    /// The request line and the header fields, one to a line.
    pub head: Vec<String>,
    /// The body; null when it is not JSON.
    pub body: Value,
}

impl CaughtRequest {
    /// Reads a request whose body has a `Content-Length`; nothing when it is cut off.
    pub(crate) fn read(from: &mut impl BufRead) -> Option<Self> {
        let mut head = Vec::new();
        for line in from.by_ref().lines() {
            let line = line.ok()?;
            if line.is_empty() {
                break;
            }
            head.push(line);
        }
        let mut body = vec![0; length(&head)?];
        from.read_exact(&mut body).ok()?;
        let body = serde_json::from_slice(&body).unwrap_or_default();
        Some(Self { head, body })
    }

    /// The value of a header field; empty when it is absent.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        header(&self.head, name).unwrap_or_default()
    }
}

fn header<'a>(head: &'a [String], name: &str) -> Option<&'a str> {
    let fields = head.iter().filter_map(|line| line.split_once(": "));
    let mut same = fields.filter(|(field, _)| field.eq_ignore_ascii_case(name));
    same.next().map(|(_, value)| value)
}

fn length(head: &[String]) -> Option<usize> {
    header(head, "content-length")?.parse().ok()
}
