//! Free TCP ports.

use std::net::{Ipv4Addr, TcpListener};
use std::process;
use std::sync::atomic::{AtomicU16, Ordering};

use crate::outcome::{Outcome, or_fail};

/// Ports below those that systems give to outgoing connections. A client that keeps trying to reach a
/// stopped server on one of those would in the end be connected with itself.
const FIRST: u16 = 20_000;
const COUNT: u16 = 12_000;

static NEXT: AtomicU16 = AtomicU16::new(0);

/// A port for a server that must be told its port, and keeps it over restarts.
///
/// # Panics
/// When none is free.
#[must_use]
pub fn a_free_port() -> u16 {
    or_fail(free_port())
}

/// A port that nobody listens on now. Another process may take it before the caller does, so the caller
/// must check that it is its own server that answers there.
pub(crate) fn free_port() -> Outcome<u16> {
    (0..COUNT)
        .map(|_| candidate())
        .find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
        .ok_or_else(|| format!("no free port from {FIRST} on"))
}

/// Test processes start at different places, so that they seldom want the same port.
fn candidate() -> u16 {
    let turn = u32::from(NEXT.fetch_add(1, Ordering::Relaxed));
    let place = process::id().wrapping_mul(7_919).wrapping_add(turn) % u32::from(COUNT);
    FIRST + u16::try_from(place).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_not_given() {
        let port = free_port().unwrap();
        let _taken = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
        NEXT.fetch_sub(1, Ordering::Relaxed);
        assert_ne!(free_port().unwrap(), port);
    }
}
