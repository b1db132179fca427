//! Reads what proxies say of the hops before them, from the client's end to ours.

use std::net::IpAddr;

use actix_web::http::header::{FORWARDED, HeaderMap, HeaderName, X_FORWARDED_FOR};

/// One hop's address; `None` when it is hidden, unknown or no address at all.
pub(super) type Hop = Option<IpAddr>;

/// The hops of `Forwarded` (RFC 7239 §4); `None` without one.
pub(super) fn forwarded(headers: &HeaderMap) -> Option<Vec<Hop>> {
    hops(headers, &FORWARDED, |list| {
        let elements = outside_quotes(list, ',');
        elements.into_iter().map(forwarded_for).collect()
    })
}

/// The hops of `X-Forwarded-For`; `None` without one.
pub(super) fn x_forwarded_for(headers: &HeaderMap) -> Option<Vec<Hop>> {
    hops(headers, &X_FORWARDED_FOR, |list| {
        list.split(',').map(|hop| address(hop.trim())).collect()
    })
}

/// Several fields are one list (RFC 9110 §5.3). A field that is no text holds a hop that cannot be read.
fn hops(
    headers: &HeaderMap,
    name: &HeaderName,
    read: impl Fn(&str) -> Vec<Hop>,
) -> Option<Vec<Hop>> {
    let fields = headers.get_all(name);
    let lists = fields.map(|field| field.to_str().map_or_else(|_| vec![None], &read));
    let hops: Vec<_> = lists.flatten().collect();
    (!hops.is_empty()).then_some(hops)
}

/// The address of the one `for` parameter of an element. The whole element must be well-formed: an open quote of a
/// client's would swallow what a proxy wrote after it.
fn forwarded_for(element: &str) -> Hop {
    let mut node = None;
    let pairs = outside_quotes(element, ';').into_iter().map(str::trim);
    for pair in pairs.filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=')?;
        let value = unquoted(value.trim())?;
        if name.trim().eq_ignore_ascii_case("for") && node.replace(value).is_some() {
            return None;
        }
    }
    address(node?)
}

/// An address, with or without a port; one of IPv6 stands in brackets then (RFC 7239 §6).
fn address(node: &str) -> Hop {
    let host = match node.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?.0,
        None => match node.split_once(':') {
            Some((host, port)) if !port.contains(':') => host,
            _ => node,
        },
    };
    let address: IpAddr = host.parse().ok()?;
    Some(address.to_canonical())
}

/// A token as it is, or the inside of a quoted string. Nothing in an address needs an escape, so there is none.
fn unquoted(value: &str) -> Option<&str> {
    let inside = match value.strip_prefix('"') {
        Some(rest) => rest.strip_suffix('"')?,
        None => value,
    };
    (!inside.contains(['"', '\\'])).then_some(inside)
}

/// Splits a text where `separator` stands outside a quoted string (RFC 9110 §5.6.4).
fn outside_quotes(text: &str, separator: char) -> Vec<&str> {
    let mut is_quoted = false;
    text.split(|c| {
        is_quoted ^= c == '"';
        c == separator && !is_quoted
    })
    .collect()
}
