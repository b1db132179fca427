//! How far away a host is, as its name tells.

use std::net::IpAddr;

/// Whether nothing leaves this machine on the way there.
pub(super) fn is_this_machine(host: &str) -> bool {
    match address(host) {
        Some(ip) => ip.is_loopback(),
        None => host.is_empty() || host.starts_with('/') || host.eq_ignore_ascii_case("localhost"),
    }
}

/// Whether the way there is this machine or a network of one's own: a private address, or a name without a dot, which
/// nobody outside can resolve.
pub(super) fn is_near(host: &str) -> bool {
    is_this_machine(host)
        || match address(host) {
            Some(IpAddr::V4(ip)) => ip.is_private() || ip.is_link_local(),
            Some(IpAddr::V6(ip)) => ip.is_unique_local() || ip.is_unicast_link_local(),
            None => !host.contains('.'),
        }
}

/// The host of a URL with an authority; empty where it names none.
pub(super) fn host_of(url: &str) -> &str {
    let (_, rest) = url.split_once("://").unwrap_or(("", url));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (_, place) = authority.rsplit_once('@').unwrap_or(("", authority));
    match place.strip_prefix('[') {
        Some(address) => address.split(']').next().unwrap_or_default(),
        None => place.split(':').next().unwrap_or_default(),
    }
}

fn address(host: &str) -> Option<IpAddr> {
    host.parse().ok()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("postgres://u:p@db.example.com:5432/p?x=1", "db.example.com")]
    #[case("postgres://[fd00::1]:5432/p", "fd00::1")]
    #[case("redis://:s3cret@cache:6379", "cache")]
    #[case("postgres:///p?host=/run/postgresql", "")]
    #[case("https://example.com", "example.com")]
    fn the_host_of_a_url_is_found(#[case] url: &str, #[case] host: &str) {
        assert_eq!(host_of(url), host);
    }

    #[rstest]
    #[case("localhost", true, true)]
    #[case("127.0.0.1", true, true)]
    #[case("::1", true, true)]
    #[case("", true, true)]
    #[case("database", false, true)]
    #[case("10.1.2.3", false, true)]
    #[case("192.168.0.7", false, true)]
    #[case("fd12::1", false, true)]
    #[case("172.32.0.1", false, false)]
    #[case("2001:db8::1", false, false)]
    #[case("db.example.com", false, false)]
    fn a_name_tells_how_far_it_is(
        #[case] host: &str,
        #[case] this_machine: bool,
        #[case] near: bool,
    ) {
        assert_eq!((is_this_machine(host), is_near(host)), (this_machine, near));
    }
}
