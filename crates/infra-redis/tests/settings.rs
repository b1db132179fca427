//! What is said of the settings, and what is not.

use portico_infra_redis::{RedisConnections, RedisSettings};

fn settings(url: &str) -> RedisSettings {
    RedisSettings {
        url: url.to_owned(),
    }
}

#[test]
fn a_url_that_is_not_of_redis_is_refused_at_once() {
    for url in [
        "",
        "localhost:6379",
        "http://localhost",
        "redis://host/not-a-number",
    ] {
        assert!(RedisConnections::new(&settings(url)).is_err(), "{url}");
    }
}

// H2
#[test]
fn the_password_is_never_shown() {
    let shown = format!("{:?}", settings("redis://:hunter2@localhost"));
    assert!(!shown.contains("hunter2"));
    let error = RedisConnections::new(&settings("redis://:hunter2@localhost/x")).err();
    let error = error.unwrap();
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}
