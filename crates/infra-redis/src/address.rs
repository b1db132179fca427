//! Where Redis is, and whose certificate counts there.

use std::fs;
use std::time::Duration;

use deadpool_redis::redis::io::tcp::{TcpSettings, socket2::TcpKeepalive};
use deadpool_redis::redis::{
    Client, ConnectionInfo, IntoConnectionInfo, RedisError, TlsCertificates,
};

use crate::{InvalidRedisSettings, RedisSettings};

/// When the system asks whether a silent peer is still there: a subscription sends nothing by itself.
const KEEPALIVE: Duration = Duration::from_secs(15);
/// Names a PEM file of the authority that the server's certificate must come from, as it does for PostgreSQL. Without
/// it, the public authorities count.
const AUTHORITY: &str = "sslrootcert";

/// A client that knows the server and opens nothing yet.
pub(crate) fn client(settings: &RedisSettings) -> Result<Client, InvalidRedisSettings> {
    let (url, authority) = without_authority(&settings.url);
    let address = address(&url).map_err(|error| invalid(&error))?;
    let client = match authority {
        None => Client::open(address),
        Some(path) => {
            let root_cert = fs::read(path).map_err(|error| {
                InvalidRedisSettings(format!("{AUTHORITY}: {path} cannot be read: {error}"))
            })?;
            let certificates = TlsCertificates {
                client_tls: None,
                root_cert: Some(root_cert),
            };
            Client::build_with_tls(address, certificates)
        }
    };
    client.map_err(|error| invalid(&error))
}

pub(crate) fn invalid(error: &impl std::error::Error) -> InvalidRedisSettings {
    InvalidRedisSettings(error.to_string())
}

fn address(url: &str) -> Result<ConnectionInfo, RedisError> {
    let keepalive = TcpKeepalive::new()
        .with_time(KEEPALIVE)
        .with_interval(KEEPALIVE);
    let tcp = TcpSettings::default()
        .set_nodelay(true)
        .set_keepalive(keepalive);
    let address = url.into_connection_info()?;
    Ok(address.set_tcp_settings(tcp))
}

/// The URL as the driver takes it, and the file of the authority.
fn without_authority(url: &str) -> (String, Option<&str>) {
    let Some((place, query)) = url.split_once('?') else {
        return (url.to_owned(), None);
    };
    let value = |pair: &&str| {
        pair.split_once('=')
            .is_some_and(|(name, _)| name == AUTHORITY)
    };
    let (own, others): (Vec<&str>, Vec<&str>) = query.split('&').partition(value);
    let authority = own.first().and_then(|pair| pair.split_once('='));
    let url = if others.is_empty() {
        place.to_owned()
    } else {
        format!("{place}?{}", others.join("&"))
    };
    (url, authority.map(|(_, path)| path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_driver_sees_no_parameter_that_it_does_not_know() {
        let given = "rediss://cache:6380/1?protocol=resp3&sslrootcert=/ca.pem";
        let expected = "rediss://cache:6380/1?protocol=resp3".to_owned();
        assert_eq!(without_authority(given), (expected, Some("/ca.pem")));
        let plain = "redis://cache:6379".to_owned();
        assert_eq!(without_authority(&plain), (plain.clone(), None));
    }
}
