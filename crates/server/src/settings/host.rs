//! How far away a host is, as its name tells.

use std::net::{IpAddr, Ipv4Addr};

/// What names end in that the DNS of the internet never answers for (RFC 6761 §6.3, RFC 6762 §3, RFC 8375, and ICANN's
/// reservation of `internal`): container hosts, clusters and networks at home have theirs there.
const PRIVATE_SUFFIXES: [&str; 4] = [".localhost", ".local", ".internal", ".home.arpa"];

/// Whether nothing leaves this machine on the way there.
pub(super) fn is_this_machine(host: &str) -> bool {
    match address(host) {
        Some(ip) => ip.is_loopback(),
        None => host.is_empty() || host.starts_with('/') || host.eq_ignore_ascii_case("localhost"),
    }
}

/// Whether the way there is this machine or a network of one's own: a private address, or a name that nobody outside can
/// resolve, which is one without a dot or with a [private suffix](PRIVATE_SUFFIXES).
pub(super) fn is_near(host: &str) -> bool {
    is_this_machine(host)
        || match address(host) {
            Some(IpAddr::V4(ip)) => ip.is_private() || ip.is_link_local() || is_shared(ip),
            Some(IpAddr::V6(ip)) => ip.is_unique_local() || ip.is_unicast_link_local(),
            None => is_private_name(host),
        }
}

/// What providers and overlay networks give to machines of their own (RFC 6598).
const fn is_shared(ip: Ipv4Addr) -> bool {
    let [first, second, ..] = ip.octets();
    first == 100 && second & 0b1100_0000 == 64
}

fn is_private_name(host: &str) -> bool {
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    let has_private_suffix = || PRIVATE_SUFFIXES.iter().any(|end| name.ends_with(end));
    !name.contains('.') || has_private_suffix()
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
    #[case("100.64.0.1", false, true)]
    #[case("100.127.255.254", false, true)]
    #[case("host.docker.internal", false, true)]
    #[case("relay.corp.Internal.", false, true)]
    #[case("postfix.mail.svc.cluster.local", false, true)]
    #[case("printer.local", false, true)]
    #[case("mail.home.arpa", false, true)]
    #[case("relay.localhost", false, true)]
    #[case("100.63.255.255", false, false)]
    #[case("100.128.0.1", false, false)]
    #[case("internal.example.com", false, false)]
    #[case("notlocal.example", false, false)]
    #[case("arpa.example", false, false)]
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
