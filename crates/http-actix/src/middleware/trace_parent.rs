//! The caller's place in a distributed trace (W3C Trace Context §3.2).

use actix_web::http::header::HeaderMap;

/// Lengths of version, trace id, parent id and flags, in hexadecimal digits.
const FIELD_LENGTHS: [usize; 4] = [2, 32, 16, 2];

/// The `traceparent` header, if it is well-formed; it goes into the log, so nothing else may.
pub(crate) fn trace_parent(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get("traceparent")?.to_str().ok()?;
    is_well_formed(value).then_some(value)
}

fn is_well_formed(value: &str) -> bool {
    let is_hex = |field: &str| {
        field
            .bytes()
            .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    };
    let lengths = value.split('-').map(str::len);
    lengths.eq(FIELD_LENGTHS) && value.split('-').all(is_hex)
}

#[cfg(test)]
mod tests {
    use super::is_well_formed;

    #[test]
    fn only_the_form_of_the_standard_gets_into_the_log() {
        assert!(is_well_formed(
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        ));
        for value in [
            "",
            "00-4bf9-00f0-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
        ] {
            assert!(!is_well_formed(value), "{value}");
        }
    }
}
