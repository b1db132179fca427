//! How much and how long (G1, G2). The parsers' own limits come before these, and are answered with an empty 431: a
//! request head of more than 128 KiB or [`FIELDS`] fields in HTTP/1.1, and one of more than 32 KiB, as HPACK counts them,
//! in HTTP/2.

use std::time::Duration;

/// Most bytes of a JSON body.
pub(crate) const BODY_BYTES: usize = 64 * 1024;
/// How long a body may take to arrive, all of it.
pub(crate) const BODY_TIME: Duration = Duration::from_secs(10);
/// Most levels of nesting in a JSON body.
pub(crate) const JSON_DEPTH: usize = 32;
/// Most bytes of a request target.
pub(crate) const URI_BYTES: usize = 8 * 1024;
/// Most bytes of all header fields.
pub(crate) const HEADER_BYTES: usize = 16 * 1024;
/// Most header fields, which is what the parser of HTTP/1.1 takes: one bound for both protocols.
pub(crate) const FIELDS: usize = 96;
/// How long a request may take, its body included.
pub(crate) const HANDLER_TIME: Duration = Duration::from_secs(15);

/// How long a client may take for the first request head of a connection; the framework bounds no later one.
pub const HEADER_TIME: Duration = Duration::from_secs(5);
/// How long an idle connection is kept.
pub const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How long a connection that is being closed may take.
pub const DISCONNECT_TIME: Duration = Duration::from_secs(5);
