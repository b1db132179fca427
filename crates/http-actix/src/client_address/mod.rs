//! Whose request it is, behind proxies that are trusted and behind nobody else's (C6).

mod hops;

use std::net::IpAddr;

use actix_web::http::header::HeaderMap;

use crate::settings::IpNetwork;
use hops::{Hop, forwarded, x_forwarded_for};

/// The client's address, given the peer's.
///
/// A client can write any forwarding field, so it counts only when the peer is trusted, and only from the
/// right up to the first hop that is not: that one is the client. Where both fields are there and disagree, a
/// proxy maintains one and passes the client's other on, and neither is believed.
pub(crate) fn client_address(
    peer: Option<IpAddr>,
    headers: &HeaderMap,
    trusted: &[IpNetwork],
) -> Option<IpAddr> {
    let peer = peer?.to_canonical();
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    if !is_trusted(peer) {
        return Some(peer);
    }
    let walk = |hops: Vec<Hop>| nearest_untrusted(peer, &hops, is_trusted);
    Some(match (forwarded(headers), x_forwarded_for(headers)) {
        (None, None) => peer,
        (Some(hops), None) | (None, Some(hops)) => walk(hops),
        (Some(one), Some(other)) => {
            let (one, other) = (walk(one), walk(other));
            if one == other { one } else { peer }
        }
    })
}

/// Walks from the peer towards the client. A hop that cannot be read ends the walk at the proxy that told of it.
fn nearest_untrusted(peer: IpAddr, hops: &[Hop], is_trusted: impl Fn(IpAddr) -> bool) -> IpAddr {
    let mut nearest = peer;
    for hop in hops.iter().rev() {
        let Some(address) = hop else { break };
        nearest = *address;
        if !is_trusted(nearest) {
            break;
        }
    }
    nearest
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    const PROXY: &str = "10.0.0.1";

    fn client(peer: &str, fields: &[(&'static str, &str)]) -> String {
        let mut headers = HeaderMap::new();
        for (name, value) in fields {
            let value = HeaderValue::from_str(value).unwrap();
            headers.append(HeaderName::from_static(name), value);
        }
        let trusted = ["10.0.0.0/8".parse().unwrap(), "fd00::/8".parse().unwrap()];
        let found = client_address(Some(peer.parse().unwrap()), &headers, &trusted);
        found.unwrap().to_string()
    }

    // C6
    #[test]
    fn an_untrusted_peer_is_the_client_whatever_it_says() {
        for field in ["forwarded", "x-forwarded-for", "x-real-ip"] {
            for value in ["203.0.113.9", "for=203.0.113.9", "10.0.0.1"] {
                assert_eq!(client("192.0.2.7", &[(field, value)]), "192.0.2.7");
            }
        }
    }

    // C6
    #[test]
    fn behind_trusted_proxies_the_right_most_untrusted_hop_is_the_client() {
        for (field, value, expected) in [
            ("x-forwarded-for", "203.0.113.9", "203.0.113.9"),
            ("x-forwarded-for", "1.2.3.4, 203.0.113.9", "203.0.113.9"),
            (
                "x-forwarded-for",
                "203.0.113.9, 10.2.2.2 ,10.3.3.3",
                "203.0.113.9",
            ),
            ("x-forwarded-for", "203.0.113.9:4711", "203.0.113.9"),
            ("x-forwarded-for", "2001:db8::1", "2001:db8::1"),
            ("x-forwarded-for", "[2001:db8::1]:443", "2001:db8::1"),
            ("x-forwarded-for", "::ffff:203.0.113.9", "203.0.113.9"),
            ("forwarded", "for=203.0.113.9", "203.0.113.9"),
            (
                "forwarded",
                "For=\"203.0.113.9:80\";proto=https",
                "203.0.113.9",
            ),
            (
                "forwarded",
                "proto=http; for=\"[2001:db8::1]:_x\";by=a",
                "2001:db8::1",
            ),
            (
                "forwarded",
                "for=1.2.3.4, for=203.0.113.9, for=10.9.9.9",
                "203.0.113.9",
            ),
            (
                "forwarded",
                "for=1.2.3.4;host=\"a,for=6.6.6.6\", for=203.0.113.9",
                "203.0.113.9",
            ),
        ] {
            assert_eq!(
                client(PROXY, &[(field, value)]),
                expected,
                "{field}: {value}"
            );
        }
    }

    #[test]
    fn when_every_hop_is_trusted_the_first_of_them_is_the_client() {
        assert_eq!(
            client(PROXY, &[("x-forwarded-for", "10.5.5.5, fd00::2")]),
            "10.5.5.5"
        );
        assert_eq!(client(PROXY, &[]), PROXY);
    }

    // C6
    #[test]
    fn what_cannot_be_read_ends_the_walk_at_the_proxy_that_told_of_it() {
        for (field, value, expected) in [
            ("x-forwarded-for", "203.0.113.9, unknown", PROXY),
            ("x-forwarded-for", "203.0.113.9, , 10.2.2.2", "10.2.2.2"),
            ("x-forwarded-for", "", PROXY),
            ("forwarded", "for=203.0.113.9, for=_hidden", PROXY),
            ("forwarded", "for=203.0.113.9, proto=https", PROXY),
            ("forwarded", "for=\"1.2.3.4, for=203.0.113.9", PROXY),
            ("forwarded", "for=1.2.3.4;for=203.0.113.9", PROXY),
            ("forwarded", "for=1.2.3.4;x=\", for=203.0.113.9", PROXY),
            ("forwarded", "for=1.2.3.4;x=\", for=\"203.0.113.9\"", PROXY),
            (
                "forwarded",
                "for=1.2.3.4, x=\", for=\"203.0.113.9\";by=\"a\"",
                PROXY,
            ),
        ] {
            assert_eq!(
                client(PROXY, &[(field, value)]),
                expected,
                "{field}: {value}"
            );
        }
    }

    // C6
    #[test]
    fn several_fields_are_one_list_from_top_to_bottom() {
        let fields = [
            ("x-forwarded-for", "1.2.3.4"),
            ("x-forwarded-for", "203.0.113.9, 10.2.2.2"),
        ];
        assert_eq!(client(PROXY, &fields), "203.0.113.9");
    }

    // C6
    #[test]
    fn two_kinds_of_fields_count_only_when_they_agree() {
        let agree = [
            ("x-forwarded-for", "203.0.113.9"),
            ("forwarded", "for=203.0.113.9"),
        ];
        assert_eq!(client(PROXY, &agree), "203.0.113.9");
        let smuggled = [
            ("x-forwarded-for", "203.0.113.9"),
            ("forwarded", "for=1.2.3.4"),
        ];
        assert_eq!(client(PROXY, &smuggled), PROXY);
    }

    #[test]
    fn an_unknown_peer_has_no_address() {
        assert_eq!(client_address(None, &HeaderMap::new(), &[]), None);
    }
}
