//! Forwarding fields through the whole stack (C6); the table of their forms is beside the code.

use actix_web::test::TestRequest;

use super::stack::ask;

async fn origin(peer: &str) -> String {
    let request = TestRequest::with_uri("/origin")
        .peer_addr(peer.parse().unwrap())
        .insert_header(("x-forwarded-for", "198.51.100.4, 203.0.113.9"))
        .insert_header(("x-real-ip", "198.51.100.4"));
    ask(request).await.text()
}

// C6
#[actix_web::test]
async fn a_trusted_proxy_is_believed_and_nobody_else() {
    assert!(origin("10.1.2.3:4711").await.contains("203.0.113.9"));
    assert!(origin("192.0.2.7:4711").await.contains("192.0.2.7"));
}
